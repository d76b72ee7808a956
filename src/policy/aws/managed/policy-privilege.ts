/**
 * The privilege of a policy in one word: the worst that it allows.
 *
 * Coarser than the verdicts, and meant for sorting policies, not for alerts: below `escalation` it looks at actions
 * only, so a `write` may be on one bucket. Actions that the table does not know count for nothing.
 */
import type { Json } from '../../../std/json.ts';
import { actionsOf, serviceNames, type AccessLevel, type ActionFacts } from './action.ts';
import { readPolicy } from '../document/document.ts';
import { escalationOf } from '../escalation/grants-escalation.ts';
import { isWithinPatternsMax } from '../escalation/permission-reach.ts';
import { statementsGrantAdmin } from '../identity/grants-admin.ts';
import {
  deniesAlways,
  effectiveAllows,
  identityStatements,
  type IdentityStatements,
} from '../identity/identity-statement.ts';
import type { Privilege } from './privilege.ts';
import { speaksOf, type ReadableStatement } from '../document/statement.ts';

/** The privilege of a policy document; `unknown` where it cannot be read, or could hold more than what was read. */
export function policyPrivilege(value: Json | undefined): Privilege | 'unknown' {
  const statements = identityStatements(readPolicy(value));
  return statements === undefined ? 'unknown' : privilegeOf(statements);
}

function privilegeOf(statements: IdentityStatements): Privilege | 'unknown' {
  if (statementsGrantAdmin(statements) === 'yes') return 'admin';
  const escalation = escalationOf(statements).verdict;
  if (escalation === 'yes') return 'escalation';
  if (escalation === 'unknown' || !isWithinPatternsMax(statements.readable)) return 'unknown';
  const levels = allowedLevels(statements.readable);
  if (levels.has('permissions-management')) return 'permissions-management';
  return levels.has('write') || levels.has('tagging') ? 'write' : 'read';
}

function allowedLevels(statements: readonly ReadableStatement[]): ReadonlySet<AccessLevel> {
  const denies = statements.filter((statement) => deniesAlways(statement) && isEverywhere(statement));
  const levels = new Set<AccessLevel>();
  for (const allow of effectiveAllows(statements))
    for (const facts of candidates(allow)) {
      const level = levelOf(facts);
      if (levels.has(level)) continue;
      const action = `${facts.service}:${facts.name}`;
      if (speaksOf(allow, action) && !denies.some((deny) => speaksOf(deny, action))) levels.add(level);
    }
  return levels;
}

/** AWS files some actions that read permissions (`billing:GetResourcePolicy`) under managing them. */
function levelOf({ name, accessLevel }: ActionFacts): AccessLevel {
  return /^(?:Describe|Get|List)/u.test(name) ? 'read' : accessLevel;
}

function isEverywhere({ resources }: ReadableStatement): boolean {
  return resources?.kind === 'only' && resources.patterns.includes('*');
}

/** The actions that a statement may speak of: those of the services it names, or all. */
function* candidates({ actions }: ReadableStatement): Generator<ActionFacts, void> {
  const named = new Set(actions.patterns.map((pattern) => pattern.split(':', 1)[0] ?? ''));
  const isAny = actions.kind === 'all-but' || [...named].some((service) => /[*?]/u.test(service));
  for (const service of isAny ? serviceNames() : named) yield* actionsOf(service);
}
