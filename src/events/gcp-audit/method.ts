/**
 * Method names of Google Cloud. Services spell them in two ways: like a package (`google.iam.admin.v1.CreateRole`,
 * short: `CreateRole`), or like a REST resource (`storage.hmacKeys.create`, `v1.compute.instances.setMetadata`).
 */

/** Last segment of a method name: `SetIamPolicy` of `google.iam.v1.IAMPolicy.SetIamPolicy`. */
export function lastSegment(methodName: string): string {
  return methodName.slice(methodName.lastIndexOf('.') + 1);
}

/**
 * The last segment, with its collection before it in REST names, where the verb alone says little: `hmacKeys.create`.
 * Workspace writes its verbs small too, behind the name of an interface: `changePassword`.
 */
export function telling(methodName: string): string {
  const [collection = '', last = ''] = methodName.split('.').slice(-2);
  return /^[a-z]/.test(collection) && /^[a-z]/.test(last) ? `${collection}.${last}` : lastSegment(methodName);
}

/** Whether a method sets a whole IAM policy, in any service's spelling. */
export function setsIamPolicy(methodName: string | undefined): boolean {
  return methodName !== undefined && /(?:^|\.)setIam(?:Policy|Permissions)$/i.test(methodName);
}

const READS =
  /^(?:AggregatedList|Analyze|BatchGet|Check|Count|Describe|Fetch|Get|List|Lookup|Query|Read|Search|Test|Troubleshoot|Validate|View|Watch)(?=[A-Z]|$)/;
const WRITES =
  /^(?:Accept|Activate|Add|Apply|Approve|Attach|Bind|Cancel|Change|Create|Deactivate|Delete|Destroy|Detach|Disable|Enable|Import|Insert|Invite|Move|Patch|Purge|Remove|Replace|Reset|Restore|Revoke|Rotate|Set|Start|Stop|Undelete|Unset|Update|Upload|Write)(?=[A-Z]|$)/;

/**
 * Whether a method only reads, by its verb; the activity log holds writes. Undefined where neither tells: minting a
 * token is logged among reads and changes nothing, yet is no mere look.
 */
export function isReadOnly(methodName: string | undefined, log: string | undefined): boolean | undefined {
  const last = methodName === undefined ? '' : lastSegment(methodName);
  const words = `${last.charAt(0).toUpperCase()}${last.slice(1)}`;
  if (READS.test(words)) return true;
  if (log === 'activity' || log === 'system_event') return false;
  return WRITES.test(words) ? false : undefined;
}
