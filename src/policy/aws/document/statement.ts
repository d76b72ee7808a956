/** One statement of a policy document. */
import { isArray, isObject, property, type Json } from '../../../std/json.ts';
import { readCondition, type ConditionTest } from './condition.ts';
import { matchesAction } from './wildcard.ts';

/** A set given by patterns: `only` these (Action, Resource), or `all-but` these (NotAction, NotResource). */
export interface Selection {
  readonly kind: 'only' | 'all-but';
  readonly patterns: readonly string[];
}

/** One entry of a Principal element. `type` is `AWS`, `Service`, `Federated` or `CanonicalUser`; `*` for a bare `*`. */
export interface PrincipalEntry {
  readonly type: string;
  readonly value: string;
}

/** A Principal (`only`) or NotPrincipal (`all-but`) element. */
export interface PrincipalSelection {
  readonly kind: 'only' | 'all-but';
  readonly entries: readonly PrincipalEntry[];
}

/** A statement as IAM would evaluate it, or one that cannot be believed. */
export type Statement = ReadableStatement | { readonly kind: 'unreadable-statement' };

/** A well-formed statement. Identity policies have no principals, trust policies no resources. */
export interface ReadableStatement {
  readonly kind: 'statement';
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Selection;
  readonly resources: Selection | undefined;
  readonly principals: PrincipalSelection | undefined;
  readonly condition: readonly ConditionTest[];
}

/**
 * Reads one statement. Element names and the Effect respect case as IAM's grammar has them; whatever deviates
 * (an Effect `allow`, Action beside NotAction, a number among actions) is unreadable rather than skipped, so that
 * nobody concludes "no" from it.
 */
export function readStatement(value: Json): Statement {
  const effect = property(value, 'Effect');
  const actions = readSelection(value, 'Action');
  const resources = readSelection(value, 'Resource');
  const principals = readPrincipals(value);
  const condition = readCondition(property(value, 'Condition'));
  if (effect !== 'Allow' && effect !== 'Deny') return UNREADABLE;
  if (actions === 'malformed' || resources === 'malformed' || principals === 'malformed') return UNREADABLE;
  if (actions === undefined || condition === undefined) return UNREADABLE;
  return { kind: 'statement', effect, actions, resources, principals, condition };
}

/** Whether a statement speaks about an action such as `sts:AssumeRole`, by Action or NotAction. */
export function speaksOf(statement: ReadableStatement, action: string): boolean {
  const named = statement.actions.patterns.some((pattern) => matchesAction(pattern, action));
  return named === (statement.actions.kind === 'only');
}

const UNREADABLE: Statement = { kind: 'unreadable-statement' };

function readSelection(value: Json, element: string): Selection | undefined | 'malformed' {
  const only = property(value, element);
  const allBut = property(value, `Not${element}`);
  if (only !== undefined && allBut !== undefined) return 'malformed';
  const given = only ?? allBut;
  if (given === undefined) return undefined;
  const patterns = readStrings(given);
  return patterns === undefined ? 'malformed' : { kind: only === undefined ? 'all-but' : 'only', patterns };
}

function readPrincipals(value: Json): PrincipalSelection | undefined | 'malformed' {
  const only = property(value, 'Principal');
  const allBut = property(value, 'NotPrincipal');
  if (only !== undefined && allBut !== undefined) return 'malformed';
  const given = only ?? allBut;
  if (given === undefined) return undefined;
  const entries = readPrincipalEntries(given);
  return entries === undefined ? 'malformed' : { kind: only === undefined ? 'all-but' : 'only', entries };
}

function readPrincipalEntries(given: Json): readonly PrincipalEntry[] | undefined {
  if (given === '*') return [{ type: '*', value: '*' }];
  if (!isObject(given)) return undefined;
  const entries: PrincipalEntry[] = [];
  for (const [type, named] of Object.entries(given)) {
    const values = readStrings(named);
    if (values === undefined) return undefined;
    for (const value of values) entries.push({ type, value });
  }
  return entries;
}

function readStrings(value: Json): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  return isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
}
