/**
 * An alert as an OCSF Detection Finding.
 *
 * Law: nothing is lost. Each field of the alert has an exact place in the finding (`exact-place.fixture.ts` reads them
 * back), or stands whole under `unmapped`. A field whose parts have places but not all of them does both.
 */
import { parseInstant } from '../../std/time.ts';
import type { Alert, Level } from '../alert.ts';
import { actorOf } from './actor.ts';
import { cloudOf } from './account.ts';
import { attacksOf } from './attacks.ts';
import { CLASS_UID, OCSF_VERSION, PROFILES, type DetectionFinding } from './detection-finding.ts';
import { ACTIVITY, ANALYTIC_TYPE, CONFIDENCE, RESOURCE_ROLE, SEVERITY, STATUS } from './enumeration.ts';
import { evidencesOf } from './evidences.ts';
import { observablesOf } from './observables.ts';

/** Maps one alert; `version` is that of the program. */
export function toDetectionFinding(alert: Alert, version: string): DetectionFinding {
  const activity = ACTIVITY_OF[alert.status];
  const severity = SEVERITY_OF[alert.level];
  const timeMs = millis(alert.detected ?? alert.time);
  const finding: DetectionFinding = {
    activity_id: activity,
    activity_name: ACTIVITY[activity],
    category_uid: 2,
    category_name: 'Findings',
    class_uid: CLASS_UID,
    class_name: 'Detection Finding',
    type_uid: CLASS_UID * 100 + activity,
    type_name: `Detection Finding: ${ACTIVITY[activity]}`,
    // Required. A bounded run has no moment of detection that the same log would give again, so it is the event's
    // time; 0 where the record has none.
    time: timeMs ?? 0,
    timezone_offset: 0,
    start_time: millis(alert.first_seen),
    end_time: millis(alert.last_seen),
    count: alert.count > 1 ? alert.count : undefined, // OCSF: only for aggregates
    severity_id: severity,
    severity: SEVERITY[severity],
    ...confidenceOf(alert.confidence),
    ...statusOf(alert.status),
    is_alert: alert.status === 'open' || alert.status === 'acknowledged',
    message: alert.explanation.reason,
    risk_details: alert.business ?? undefined,
    metadata: {
      version: OCSF_VERSION,
      product: { name: 'iamwatch', vendor_name: 'iamwatch', version },
      profiles: [...PROFILES],
      uid: alert.id,
    },
    finding_info: {
      uid: alert.id,
      title: alert.rule.title,
      desc: alert.explanation.reason,
      types: alert.variation === null ? [alert.rule.name] : [alert.rule.name, alert.variation],
      analytic: {
        uid: alert.rule.id,
        name: alert.rule.name,
        version: String(alert.rule.version),
        category: alert.rule.category ?? undefined,
        type_id: 1,
        type: ANALYTIC_TYPE[1],
      },
      attacks: attacksOf(alert.attack),
      created_time: timeMs,
      first_seen_time: millis(alert.first_seen),
      last_seen_time: millis(alert.last_seen),
      related_events_count: alert.count,
      data_sources: [alert.cloud === 'aws' ? 'AWS CloudTrail' : 'Google Cloud Audit Logs'],
    },
    cloud: cloudOf(alert),
    actor: actorOf(alert),
    resources: alert.targets.map(resourceOf),
    evidences: evidencesOf(alert),
    remediation: alert.respond.length === 0 ? undefined : { desc: alert.respond.join('\n') },
    unmapped: unmappedOf(alert),
  };
  return { ...finding, observables: observablesOf(finding) };
}

const SEVERITY_OF = { informational: 1, low: 2, medium: 3, high: 4, critical: 5 } as const satisfies Record<
  Level,
  keyof typeof SEVERITY
>;

const ACTIVITY_OF = { open: 1, acknowledged: 2, closed: 3, superseded: 3 } as const satisfies Record<
  Alert['status'],
  keyof typeof ACTIVITY
>;

const STATUS_OF = { open: 1, acknowledged: 2, closed: 4, superseded: 99 } as const satisfies Record<
  Alert['status'],
  keyof typeof STATUS
>;

function statusOf(status: Alert['status']): Pick<DetectionFinding, 'status_id' | 'status'> {
  const id = STATUS_OF[status];
  return { status_id: id, status: id === 99 ? status : STATUS[id] };
}

function confidenceOf(confidence: string | null): Pick<DetectionFinding, 'confidence_id' | 'confidence'> {
  if (confidence === null) return { confidence_id: 0, confidence: CONFIDENCE[0] };
  const known = ([1, 2, 3] as const).find((id) => CONFIDENCE[id].toLowerCase() === confidence);
  return known === undefined
    ? { confidence_id: 99, confidence }
    : { confidence_id: known, confidence: CONFIDENCE[known] };
}

type Resource = NonNullable<DetectionFinding['resources']>[number];

function resourceOf(target: Alert['targets'][number], index: number): Resource {
  const role = index === 0 ? 1 : 3;
  return {
    uid: target.id,
    name: target.name ?? undefined,
    type: target.type,
    role_id: role,
    role: RESOURCE_ROLE[role],
    owner: target.account === null ? undefined : { account: { uid: target.account } },
  };
}

function millis(instant: string | null): number | undefined {
  return instant === null ? undefined : parseInstant(instant);
}

/** Fields of the alert that stand under `unmapped`: all of their parts, also those with a place elsewhere. */
export const UNMAPPED = [
  'rule',
  'variation',
  'severity',
  'scope',
  'arrival',
  'detected',
  'dedup',
  'attack',
  'actor',
  'human',
  'credentials_issued',
  'source',
  'auth',
  'explanation',
  'missing_context',
  'login_correlation',
  'attackers_goal',
  'business',
  'investigate',
  'respond',
  'change',
  'incident',
  'supersedes',
  'superseded_by',
  'degraded',
  'input',
] as const satisfies readonly (keyof Alert)[];

function unmappedOf(alert: Alert): DetectionFinding['unmapped'] {
  return Object.fromEntries(UNMAPPED.map((name) => [name, alert[name]]));
}
