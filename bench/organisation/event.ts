/** What the simulation gives out: a record, and when it happened. */
import type { JsonObject } from '../../src/std/json.ts';
import { record, type Call, type Caller, type CloudTrailRecord } from '../cloudtrail/record.ts';
import type { Random } from '../cloudtrail/random.ts';
import { entry, ORGANIZATION, type GcpCall, type GcpCaller } from '../gcp-audit/entry.ts';

export interface Emitted {
  readonly cloud: 'aws' | 'gcp';
  readonly atMs: number;
  /** `eventID` or `insertId`. */
  readonly id: string;
  /** Account and region, or the log of Google Cloud: what shares files. */
  readonly place: string;
  readonly record: JsonObject;
  /** From the event to its file, where a story asks for more than usual. */
  readonly lateMs?: number;
}

/** A record of CloudTrail. */
export function aws(random: Random, caller: Caller, atMs: number, call: Call): Emitted {
  return fromRecord(record(random, caller, atMs, call), atMs);
}

export function fromRecord(made: CloudTrailRecord, atMs: number): Emitted {
  return { cloud: 'aws', atMs, id: made.eventID, place: `${made.recipientAccountId} ${made.awsRegion}`, record: made };
}

/** A call in a project of Google Cloud. */
export function gcp(
  random: Random,
  caller: GcpCaller,
  atMs: number,
  call: GcpCall & { readonly project: string },
): Emitted {
  const { project, ...rest } = call;
  const container = rest.container ?? `projects/${project}`;
  const monitored = rest.monitored ?? { type: 'project', labels: { project_id: project } };
  return fromEntry(entry(random, caller, atMs, { ...rest, container, monitored }), atMs, rest.log ?? 'activity');
}

/** A sign-in that Google Workspace shares with the organisation; it comes more than an hour late. */
export function workspaceLogin(
  random: Random,
  login: { readonly email: string; readonly address: string; readonly isSuccess: boolean; readonly challenge: string },
  atMs: number,
): Emitted {
  const method = `google.login.LoginService.login${login.isSuccess ? 'Success' : 'Failure'}`;
  const made = entry(random, { email: login.email, address: login.address }, atMs, {
    service: 'login.googleapis.com',
    method,
    resource: ORGANIZATION,
    container: ORGANIZATION,
    log: 'data_access',
    monitored: { type: 'audited_resource', labels: { service: 'login.googleapis.com', method } },
    metadata: {
      '@type': 'type.googleapis.com/ccc_hosted_reporting.ActivityProto',
      event: [
        {
          eventName: login.isSuccess ? 'login_success' : 'login_failure',
          eventType: 'login',
          parameter: [
            { label: 'LABEL_OPTIONAL', name: 'login_type', type: 'TYPE_STRING', value: 'google_password' },
            {
              label: 'LABEL_REPEATED',
              multiStrValue: ['password', login.challenge],
              name: 'login_challenge_method',
              type: 'TYPE_STRING',
            },
            ...(login.isSuccess
              ? [{ boolValue: false, label: 'LABEL_OPTIONAL', name: 'is_suspicious', type: 'TYPE_BOOL' }]
              : []),
          ],
        },
      ],
      activityId: { timeUsec: String(atMs * 1000), uniqQualifier: String(random.bits()) },
    },
  });
  const lateMs = random.between(70, 110) * 60_000;
  const receiveTimestamp = new Date(atMs + lateMs).toISOString();
  return { ...fromEntry({ ...made, receiveTimestamp, severity: 'NOTICE' }, atMs, 'data_access'), lateMs };
}

function fromEntry(made: JsonObject, atMs: number, log: string): Emitted {
  const { insertId } = made;
  if (typeof insertId !== 'string') throw new Error('an entry has an insertId');
  return { cloud: 'gcp', atMs, id: insertId, place: log, record: made };
}
