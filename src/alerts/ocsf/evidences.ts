/** The events of an alert as OCSF's `evidences`. The first one also says from where it came: that is what the alert knows. */
import type { Alert } from '../alert.ts';
import type { DetectionFinding } from './detection-finding.ts';
import { ip } from './objects.ts';

type Evidence = NonNullable<DetectionFinding['evidences']>[number];

/** One entry an event, in their order. */
export function evidencesOf(alert: Alert): Evidence[] {
  const service = serviceOf(alert);
  return alert.events.map(({ id, action, time, input }, index) => ({
    uid: id,
    api: action === null ? undefined : { operation: action, service },
    ...(index === 0 ? sourceOf(alert) : {}),
    // When it was and where it was read: OCSF has no place for either in an evidence but this one.
    data: { time, input },
  }));
}

/**
 * Fields that name the service of a call. Rules of AWS pair the action with one, so the explanation shows it; the names of
 * Google Cloud's methods say it themselves.
 */
const SERVICE_FIELDS = ['eventSource', 'protoPayload.serviceName', 'iamwatch.service'];

function serviceOf({ explanation }: Alert): { name: string } | undefined {
  const shown = explanation.observed.find(({ field }) => SERVICE_FIELDS.includes(field));
  return shown === undefined ? undefined : { name: shown.value };
}

function sourceOf({ source }: Alert): Pick<Evidence, 'src_endpoint' | 'http_request'> {
  // An address that is none by OCSF's measure is kept under `unmapped`.
  const address = source.ip !== null && ip.safeParse(source.ip).success ? source.ip : undefined;
  const name = source.ip === null ? (source.address ?? undefined) : undefined;
  return {
    src_endpoint: address === undefined && name === undefined ? undefined : { ip: address, svc_name: name },
    http_request: source.user_agent === null ? undefined : { user_agent: source.user_agent },
  };
}
