/** The name of an action for people. */

/** Names of GCP's methods begin with the service and its version, which say little: only the last word is shown. */
export function shortAction(cloud: 'aws' | 'gcp', action: string): string {
  return cloud === 'gcp' ? action.slice(action.lastIndexOf('.') + 1) : action;
}
