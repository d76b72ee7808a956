/**
 * Whether a policy allows whatever it does not name.
 *
 * `NotAction`, `NotResource` or `NotPrincipal` beside Allow grows with every action, resource and principal to come,
 * and reads like a limit. AWS advises against all three: IAM User Guide, "IAM JSON policy elements" NotAction,
 * NotResource and NotPrincipal. In a Deny they are the usual way to spare somebody, and say nothing.
 */
import type { Json } from '../../../std/json.ts';
import { readPolicy } from '../document/document.ts';
import type { ReadableStatement } from '../document/statement.ts';
import type { Verdict } from '../../verdict.ts';

/**
 * Judges a policy document (text or object) of any kind. Conditions do not matter: it is the writing that is asked
 * about.
 */
export function allowsByExclusion(value: Json | undefined): Verdict {
  const policy = readPolicy(value);
  if (policy.kind !== 'document') return 'unknown';
  if (policy.statements.some((one) => one.kind === 'statement' && isExclusion(one))) return 'yes';
  return policy.statements.every(({ kind }) => kind === 'statement') ? 'no' : 'unknown';
}

function isExclusion({ effect, actions, resources, principals }: ReadableStatement): boolean {
  return effect === 'Allow' && [actions, resources, principals].some((element) => element?.kind === 'all-but');
}
