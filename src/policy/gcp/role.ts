/** What a role of GCP means for whoever holds it, from its name. */
import type { Json } from '../../std/json.ts';
import { verdictOf, type Verdict } from '../verdict.ts';
import type { EscalationKind } from './escalation-path.ts';
import { escalationPaths } from './permission.ts';
import { PREDEFINED_ROLES } from './predefined-role.ts';

/**
 * Whether a role is basic: `roles/owner`, `roles/editor`, `roles/viewer`, or one of their successors `roles/admin`,
 * `roles/writer`, `roles/reader`.
 */
export function isBasicRole(value: Json | undefined): Verdict {
  return ask(value, (role) => verdictOf(BASIC_ROLES.has(role)));
}

/**
 * Whether a role is made for Google's service agents (`…serviceAgent`). Google grants them by itself, and they can do
 * much; granted to anybody else, they are a way around.
 */
export function isServiceAgentRole(value: Json | undefined): Verdict {
  return typeof value === 'string' ? verdictOf(isForServiceAgents(value)) : 'unknown';
}

/**
 * Whether the holder of a role can get more permissions than the role says: by changing who may do what, by becoming a
 * service account, or by having a service run code. `no` for predefined roles that are not in the table. `unknown` for
 * custom roles, of which the name says nothing, for roles of service agents, and where there is no role.
 */
export function roleEscalation(value: Json | undefined): Verdict {
  return ask(value, (role) => verdictOf(PREDEFINED_ROLES.has(role)));
}

/**
 * Whether a role lets its holder change who may do what in a project, folder or organisation. `unknown` as for
 * {@link roleEscalation}.
 */
export function roleAdministers(value: Json | undefined): Verdict {
  return ask(value, (role) => verdictOf(suffices(role, 'administration')));
}

/**
 * Whether a role lets its holder act as service accounts, or make credentials of them. `unknown` as for
 * {@link roleEscalation}.
 */
export function roleImpersonates(value: Json | undefined): Verdict {
  return ask(value, (role) => verdictOf(telling(role).includes(ACT_AS) || suffices(role, 'impersonation')));
}

const ACT_AS = 'iam.serviceAccounts.actAs';
const BASIC_ROLES: ReadonlySet<string> = new Set(['owner', 'editor', 'viewer', 'admin', 'writer', 'reader']);

/** Asks about the name of a predefined role, without `roles/`. Those of an organisation or project are custom. */
function ask(value: Json | undefined, question: (role: string) => Verdict): Verdict {
  if (typeof value !== 'string' || !value.startsWith('roles/') || isForServiceAgents(value)) return 'unknown';
  return question(value.slice('roles/'.length));
}

function isForServiceAgents(role: string): boolean {
  return /^roles\/.*serviceagent/iu.test(role) || role === 'roles/dataproc.hubAgent';
}

function telling(role: string): readonly string[] {
  return PREDEFINED_ROLES.get(role) ?? [];
}

function suffices(role: string, kind: EscalationKind): boolean {
  return escalationPaths(telling(role)).some((method) => method.kind === kind);
}
