/** The way back from a finding to its alert: the slow proof that the mapping loses nothing. */
import { formatInstant } from '../../std/time.ts';
import type { Alert } from '../alert.ts';
import type { DetectionFinding } from './detection-finding.ts';

const LEVEL_OF: Readonly<Record<number, string>> = {
  1: 'informational',
  2: 'low',
  3: 'medium',
  4: 'high',
  5: 'critical',
};
const STATUS_OF: Readonly<Record<number, string>> = { 1: 'open', 2: 'acknowledged', 4: 'closed', 99: 'superseded' };

/** The alert that a finding was made from, read from OCSF's places and from `unmapped`. */
export function alertOf(finding: DetectionFinding): unknown {
  const { cloud, finding_info: info } = finding;
  const unmapped: Partial<Alert> = finding.unmapped ?? {};
  return {
    ...unmapped,
    id: info.uid,
    level: LEVEL_OF[finding.severity_id],
    confidence: confidenceOf(finding),
    time: finding.time === 0 ? null : formatInstant(finding.time),
    first_seen: instant(info.first_seen_time),
    last_seen: instant(info.last_seen_time),
    count: info.related_events_count,
    targets: finding.resources?.map(({ type, uid, name, owner }) => ({
      type,
      id: uid,
      name: name ?? null,
      account: owner?.account?.uid ?? null,
    })),
    account: cloud.account?.uid ?? null,
    region: cloud.region ?? null,
    cloud: cloud.provider.toLowerCase(),
    events: finding.evidences?.map(({ uid, api, data }) => ({
      id: uid,
      action: api?.operation ?? null,
      ...(data as Pick<Alert['events'][number], 'time' | 'input'>), // what evidencesOf put there
    })),
    status: STATUS_OF[finding.status_id ?? 0],
  };
}

function confidenceOf({ confidence_id: id, confidence }: DetectionFinding): string | null {
  if (id === 0 || confidence === undefined) return null;
  return id === 99 ? confidence : confidence.toLowerCase();
}

function instant(timeMs: number | undefined): string | null {
  return timeMs === undefined ? null : formatInstant(timeMs);
}
