/**
 * Names of actions that have another name inside: `CreatePolicyVersion` is no `CreatePolicy`. An action is one of a closed
 * list, so asking for it loosely lets in these and no others.
 */
import { actionsOf } from '../../policy/aws/managed/action.ts';
import { foldCase } from '../../std/fold-case.ts';
import { isWanted, type WantedText } from './wanted-text.ts';

/** Methods of GCP that begin with the name of another one. There is no list of all methods to take them from. */
const GCP_METHODS: readonly string[] = [
  'CreateServiceAccountKey',
  'DeleteServiceAccountKey',
  'DisableServiceAccountKey',
  'EnableServiceAccountKey',
  'UndeleteServiceAccountKey',
  'CreateWorkloadIdentityPoolProvider',
  'DeleteWorkloadIdentityPoolProvider',
  'UpdateWorkloadIdentityPoolProvider',
  'CreateBucketAsync',
  'UpdateBucketAsync',
];

/** Fields that hold the name of an action. */
export const ACTION_FIELDS: ReadonlySet<string> = new Set(['eventName', 'protoPayload.methodName']);

/**
 * A known action that has one of the wanted names inside and is not wanted; undefined where there is none. `services`
 * are names of services of AWS, such as `iam`.
 */
export function longerAction(wanted: readonly WantedText[], services: readonly string[]): string | undefined {
  const known = [...services.flatMap((service) => [...actionsOf(service)].map(({ name }) => name)), ...GCP_METHODS];
  return known.find((action) => {
    const value = foldCase(action);
    return wanted.some(({ text }) => value.includes(text)) && !wanted.some((one) => isWanted(one, value));
  });
}
