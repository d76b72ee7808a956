/**
 * What the policies managed by AWS grant, by their ARN: derived from their documents, so nobody need fetch those.
 *
 * Names are compared exactly, with their paths, in every partition: AdministratorAccess-Amplify is not
 * AdministratorAccess. AWS adds policies and versions; what is younger than the table is unknown.
 */
import { parseArn } from '../../../identity/arn.ts';
import { MANAGED_POLICY_TABLE } from '../data/managed-policy-table.ts';
import type { Privilege } from './privilege.ts';
import type { Verdict } from '../../verdict.ts';

/** What one policy grants. */
export interface ManagedPolicyPrivilege {
  readonly privilege: Privilege;
  /** The ids of the escalation paths that it opens. For `admin` empty, which means all. */
  readonly pathIds: readonly string[];
}

/**
 * What the policy of an ARN grants; `unknown` for a policy of a customer, one that is not in the table, or no policy.
 */
export function managedPolicyPrivilege(arn: string): ManagedPolicyPrivilege | 'unknown' {
  const name = managedPolicyName(arn);
  return (name === undefined ? undefined : table().get(name)) ?? 'unknown';
}

/** Whether the policy of an ARN makes its holder administrator. AWS's own that the table does not list are `no`. */
export function isManagedAdmin(arn: string): Verdict {
  const name = managedPolicyName(arn);
  if (name === undefined) return 'unknown';
  return table().get(name)?.privilege === 'admin' ? 'yes' : 'no';
}

/** Whether the policy of an ARN opens a path of escalation. */
export function managedGrantsEscalation(arn: string): Verdict {
  const found = managedPolicyPrivilege(arn);
  if (found === 'unknown') return 'unknown';
  return found.privilege === 'admin' || found.privilege === 'escalation' ? 'yes' : 'no';
}

/**
 * Whether the policy of an ARN opens paths of escalation by way of many services, so that it is strong in whosever hands.
 */
export function managedEscalatesBroadly(arn: string): Verdict {
  const found = managedPolicyPrivilege(arn);
  if (found === 'unknown') return 'unknown';
  if (found.privilege === 'admin') return 'yes';
  const services = new Set(found.pathIds.map((id) => id.slice(0, id.lastIndexOf('-'))));
  return services.size >= SERVICES_MIN ? 'yes' : 'no';
}

/** Policies made for a task lead by way of four services at most; those that are strong by breadth, by more than ten. */
const SERVICES_MIN = 5;

/**
 * What follows `policy/` in the ARN of a policy that AWS manages, with its path (`job-function/…`); otherwise
 * undefined.
 */
export function managedPolicyName(text: string): string | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 'iam' || arn.account !== 'aws' || arn.region !== '') return undefined;
  return arn.resource.startsWith('policy/') ? arn.resource.slice('policy/'.length) : undefined;
}

let read: ReadonlyMap<string, ManagedPolicyPrivilege> | undefined;

/**
 * The table, taken apart when it is first asked. A line: privilege and path ids, a colon, the names that share them.
 */
function table(): ReadonlyMap<string, ManagedPolicyPrivilege> {
  read ??= new Map(MANAGED_POLICY_TABLE.trim().split('\n').flatMap(readLine));
  return read;
}

function readLine(line: string): readonly (readonly [string, ManagedPolicyPrivilege])[] {
  const [key = '', names = ''] = line.split(': ');
  const [privilege, ...pathIds] = key.split(' ');
  if (!isPrivilege(privilege)) throw new Error(`Cannot read the table of managed policies: ${key}`);
  const entry = { privilege, pathIds };
  return names.split(' ').map((name) => [name, entry] as const);
}

function isPrivilege(word: string | undefined): word is Privilege {
  return PRIVILEGES.has(word ?? '');
}

const PRIVILEGES: ReadonlySet<string> = new Set<Privilege>([
  'admin',
  'escalation',
  'permissions-management',
  'write',
  'read',
]);
