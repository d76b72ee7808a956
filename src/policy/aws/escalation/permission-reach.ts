/**
 * Which permissions of the escalation paths a set of statements speaks of.
 *
 * Every pattern is compared with every permission once, however often a document repeats it, and a document with more
 * different patterns than IAM would store is not compared at all: so the work has a bound that does not depend on luck.
 */
import {
  endsFixed,
  patternCovers,
  patternExcludes,
  type AccountReading,
  type ResourceKind,
} from '../identity/resource-kind.ts';
import type { ReadableStatement, Selection } from '../document/statement.ts';
import { matchesAction } from '../document/wildcard.ts';
import { mayPassTo } from './passed-service.ts';
import type { Permission } from './permission.ts';

/**
 * Most different patterns in the Actions of a document. AWS's own ReadOnlyAccess has some thousands; others store at
 * most 10,240 characters, and no pattern is shorter than a character and its quotes.
 */
export const actionPatternsMax = 20_000;

/**
 * Most different wildcard patterns in the Resources of a document: those cost more, and no stored policy comes near.
 */
export const resourcePatternsMax = 1_000;

/** How far the statements reach for one permission. */
export interface PermissionReach {
  /** On all resources of the kind. */
  readonly all: ReadonlySet<Permission>;
  /** On the holder, by `${aws:username}`, or on all. */
  readonly self: ReadonlySet<Permission>;
}

/** Whether statements have at most {@link actionPatternsMax} and {@link resourcePatternsMax} different patterns. */
export function isWithinPatternsMax(statements: readonly ReadableStatement[]): boolean {
  const actionPatterns = new Set<string>();
  const resourcePatterns = new Set<string>();
  for (const { actions, resources } of statements) {
    for (const pattern of actions.patterns) if (actionPatterns.add(pattern).size > actionPatternsMax) return false;
    for (const pattern of resources?.patterns ?? [])
      if ((/[*?]$/u.test(pattern) || endsFixed(pattern)) && resourcePatterns.add(pattern).size > resourcePatternsMax)
        return false;
  }
  return true;
}

/** The reach of statements, in one pass; their order does not matter. */
export function permissionReach(
  statements: readonly ReadableStatement[],
  permissions: readonly Permission[],
  accounts: AccountReading,
): PermissionReach {
  const all = new Set<Permission>();
  const self = new Set<Permission>();
  const spoken = new Map<string, readonly Permission[]>();
  const kinds = new Set(permissions.map(({ on }) => on));
  const covered = new Map<string, ReadonlySet<ResourceKind>>();
  for (const statement of statements) {
    const named = spokenOf(statement.actions, permissions, spoken);
    if (named.length === 0) continue;
    const reached = kindsOf(statement.resources, kinds, { accounts, covered });
    const isOnSelf = namesSelf(statement.resources);
    for (const permission of named) {
      if (permission.passedTo.length > 0 && !mayPassTo(statement.condition, permission.passedTo)) continue;
      if (reached.has(permission.on)) all.add(permission);
      if (isOnSelf || reached.has(permission.on)) self.add(permission);
    }
  }
  return { all, self };
}

/** What both of two reaches hold. */
export function commonReach(one: PermissionReach, other: PermissionReach): PermissionReach {
  return { all: common(one.all, other.all), self: common(one.self, other.self) };
}

function common(one: ReadonlySet<Permission>, other: ReadonlySet<Permission>): ReadonlySet<Permission> {
  return new Set([...one].filter((permission) => other.has(permission)));
}

function spokenOf(
  actions: Selection,
  permissions: readonly Permission[],
  known: Map<string, readonly Permission[]>,
): readonly Permission[] {
  const named = new Set<Permission>();
  for (const pattern of new Set(actions.patterns)) {
    let matched = known.get(pattern);
    if (matched === undefined) {
      matched = permissions.filter(({ action }) => matchesAction(pattern, action));
      known.set(pattern, matched);
    }
    for (const one of matched) named.add(one);
  }
  return permissions.filter((one) => named.has(one) === (actions.kind === 'only'));
}

interface KindReading {
  readonly accounts: AccountReading;
  /** What is known of each pattern so far. */
  readonly covered: Map<string, ReadonlySet<ResourceKind>>;
}

function kindsOf(
  resources: Selection | undefined,
  kinds: ReadonlySet<ResourceKind>,
  { accounts, covered }: KindReading,
): ReadonlySet<ResourceKind> {
  if (resources === undefined) return NO_KINDS;
  const isExclusion = resources.kind === 'all-but';
  const named = new Set<ResourceKind>();
  for (const pattern of new Set(resources.patterns)) {
    const key = isExclusion ? `-${pattern}` : `+${pattern}`;
    let reached = covered.get(key);
    if (reached === undefined) {
      reached = new Set(
        [...kinds].filter((kind) => (isExclusion ? patternExcludes : patternCovers)(pattern, kind, accounts)),
      );
      covered.set(key, reached);
    }
    for (const kind of reached) named.add(kind);
  }
  return isExclusion ? new Set([...kinds].filter((kind) => !named.has(kind))) : named;
}

const NO_KINDS: ReadonlySet<ResourceKind> = new Set();

/** `user/${aws:username}` in any account: the holder, whoever it is. */
function namesSelf(resources: Selection | undefined): boolean {
  return resources?.kind === 'only' && resources.patterns.some((pattern) => SELF.test(pattern));
}

const SELF = /:user\/(?:[^$]*\/)?\$\{aws:username\}$/iu;
