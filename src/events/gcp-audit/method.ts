/**
 * Method names of Google Cloud. Services spell them in two ways: like a package (`google.iam.admin.v1.CreateRole`,
 * short: `CreateRole`), or like a REST resource (`storage.hmacKeys.create`, `v1.compute.instances.setMetadata`).
 */

/** Last segment of a method name: `SetIamPolicy` of `google.iam.v1.IAMPolicy.SetIamPolicy`. */
export function lastSegment(methodName: string): string {
  return methodName.slice(methodName.lastIndexOf('.') + 1);
}

/** The last segment, with its collection before it where the name alone says little: `hmacKeys.create`. */
export function telling(methodName: string): string {
  const last = lastSegment(methodName);
  if (!/^[a-z]/.test(last)) return last;
  const parts = methodName.split('.');
  return parts.slice(-2).join('.');
}

/** Whether a method sets a whole IAM policy, in any service's spelling. */
export function setsIamPolicy(methodName: string | undefined): boolean {
  return methodName !== undefined && /(?:^|\.)setIam(?:Policy|Permissions)$/i.test(methodName);
}

const READS =
  /^(?:(?:batch)?get|(?:aggregated)?list|query|search|test|lookup|fetch|read|check|describe|watch|analyze|view|count|validate|troubleshoot)(?![a-z])/i;
const READ_WORDS =
  /^(?:BatchGet|Get|List|AggregatedList|Query|Search|Test|Lookup|Fetch|Read|Check|Describe|Watch|Analyze|View|Count|Validate|Troubleshoot)(?=[A-Z]|$)/;
const WRITES =
  /^(?:Accept|Activate|Add|Apply|Approve|Attach|Bind|Cancel|Change|Create|Deactivate|Delete|Destroy|Detach|Disable|Enable|Import|Insert|Invite|Move|Patch|Purge|Remove|Replace|Reset|Restore|Revoke|Rotate|Set|Start|Stop|Undelete|Unset|Update|Upload|Write)(?=[A-Z]|$)/i;

/**
 * Whether a method only reads, by its verb; the activity log holds writes. Undefined where neither tells: minting a
 * token is logged among reads and changes nothing, yet is no mere look.
 */
export function isReadOnly(methodName: string | undefined, log: string | undefined): boolean | undefined {
  const verb = methodName === undefined ? '' : lastSegment(methodName);
  if (READ_WORDS.test(verb) || (/^[a-z]/.test(verb) && isCamelRead(verb))) return true;
  if (log === 'activity' || log === 'system_event') return false;
  return WRITES.test(verb) ? false : undefined;
}

/** `getIamPolicy`, `aggregatedList`, `list`. */
function isCamelRead(verb: string): boolean {
  return READS.test(verb) || READ_WORDS.test(`${verb.charAt(0).toUpperCase()}${verb.slice(1)}`);
}
