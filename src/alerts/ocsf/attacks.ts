/** Mappings to ATT&CK as OCSF's `attacks`. Ids only: names change between releases, ids do not. */
import type { Alert } from '../alert.ts';
import type { DetectionFinding } from './detection-finding.ts';

type Attack = NonNullable<DetectionFinding['finding_info']['attacks']>[number];

/**
 * One entry a technique. A rule names tactics and techniques in two lists; only where there is one tactic is it certain
 * which technique it goes with, else tactics are entries of their own.
 */
export function attacksOf({ release, tactics, techniques }: Alert['attack']): Attack[] {
  const version = release ?? undefined;
  const only = tactics.length === 1 && techniques.length > 0 ? tactics[0] : undefined;
  const tactic = only === undefined ? undefined : { uid: only.id };
  const separate = only === undefined ? tactics.map(({ id }) => ({ tactic: { uid: id }, version })) : [];
  return [...separate, ...techniques.map(({ id }) => ({ tactic, ...techniqueOf(id), version }))];
}

function techniqueOf(id: string): Pick<Attack, 'technique' | 'sub_technique'> {
  const [parent] = id.split('.');
  return parent === undefined || parent === id
    ? { technique: { uid: id } }
    : { technique: { uid: parent }, sub_technique: { uid: id } };
}
