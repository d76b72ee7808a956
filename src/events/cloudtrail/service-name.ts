/** Names of services in CloudTrail. */

/** `iam` of the event source `iam.amazonaws.com`, whatever the partition's domain is. */
export function serviceOf(eventSource: string): string {
  return eventSource.replace(/\.(?:amazonaws\.com(?:\.cn)?|c2s\.ic\.gov|sc2s\.sgov\.gov)$/, '');
}
