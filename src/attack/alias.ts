/**
 * Earlier ids of ATT&CK and what they are called in {@link ATTACK_RELEASE}. Rules written for earlier releases load as they are;
 * coverage counts them by their present ids and `rules lint` names the new ones.
 *
 * Release 19 revoked T1562 with its sub-techniques and some of T1070; published with its release notes and taken over by Sigma
 * (https://github.com/SigmaHQ/sigma/pull/5966).
 */
const renamed: ReadonlyMap<string, string> = new Map([
  ['T1562', 'T1685'],
  ['T1562.001', 'T1685'],
  ['T1562.002', 'T1685.001'],
  ['T1562.004', 'T1686'],
  ['T1562.007', 'T1686.001'],
  ['T1562.008', 'T1685.002'],
  ['T1562.010', 'T1689'],
  ['T1562.012', 'T1685.004'],
  ['T1070.001', 'T1685.005'],
  ['T1070.002', 'T1685.006'],
]);

/** Tactics by the tags of earlier releases. `defense-evasion` was split: which half is meant only the rule's author knows. */
const SPLIT_TACTIC = 'defense-evasion';

/** The present id of a technique: itself where it was never renamed. */
export function presentId(id: string): string {
  const upper = id.toUpperCase();
  return renamed.get(upper) ?? upper;
}

/** Every earlier id with its present one. */
export const earlierIds: readonly (readonly [earlier: string, present: string])[] = [...renamed];

/** Whether a tag names a tactic that release 19 split in two. */
export function isSplitTactic(tag: string): boolean {
  return tag.toLowerCase() === SPLIT_TACTIC;
}
