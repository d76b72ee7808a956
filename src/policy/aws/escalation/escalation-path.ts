/** A known way to more rights than a policy seems to give. */
import type { Permission } from './permission.ts';

/**
 * What a path needs beside its permissions.
 *
 * - `nothing`: the permissions are enough by themselves; the holder ends with more rights of their own;
 * - `principal`: another user, group, role or permission set that has more rights, and is taken over;
 * - `passable-role`: a role that trusts the service it is passed to;
 * - `running-resource`: a function, instance, job or stack that already runs with a role.
 */
export type EscalationNeed = 'nothing' | 'principal' | 'passable-role' | 'running-resource';

/** One path. Its permissions are all required; what merely helps to find a victim is left out. */
export interface EscalationPath {
  /**
   * The id of pathfinding.cloud (`iam-001`), `rhino-02` where only Rhino Security Labs lists the method, or `docs-sso-01`
   * where neither does.
   */
  readonly id: string;
  readonly title: string;
  /** The page that describes it. */
  readonly link: string;
  readonly needs: EscalationNeed;
  readonly permissions: readonly Permission[];
  /** Whether the service is switched off, so that the path works nowhere any more. */
  readonly isRetired: boolean;
}
