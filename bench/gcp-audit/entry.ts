/** Entries of Cloud Audit Logs, shaped like real ones. */
import type { Json, JsonObject } from '../../src/std/json.ts';
import type { Random } from '../cloudtrail/random.ts';

export const PROJECT = 'shop-prod';
export const PROJECT_NUMBER = '123456789';
export const ORGANIZATION = 'organizations/123456789012';

/** Who calls, and from where. */
export interface GcpCaller {
  readonly email?: string;
  /** Subject of a federated caller, who has no address. */
  readonly subject?: string;
  /** Key with which a service account signed. */
  readonly keyName?: string;
  /** Who acts as the service account. */
  readonly onBehalfOf?: string;
  readonly address?: string;
  readonly agent?: string;
}

/** One call. */
export interface GcpCall {
  readonly service: string;
  readonly method: string;
  readonly resource: string;
  /** Monitored resource; the project where absent. */
  readonly monitored?: { readonly type: string; readonly labels: Readonly<Record<string, string>> };
  /** Project, folder or organisation that writes the entry; the project where absent. */
  readonly container?: string;
  readonly log?: 'activity' | 'data_access' | 'system_event';
  readonly permission?: string;
  readonly status?: { readonly code: number; readonly message: string };
  readonly request?: Json;
  readonly response?: Json;
  readonly serviceData?: Json;
  readonly metadata?: Json;
  readonly operation?: { readonly id: string; readonly producer: string; readonly first?: true; readonly last?: true };
}

/** Builds an entry that arrives a second or two after its time. */
export function entry(random: Random, caller: GcpCaller, atMs: number, call: GcpCall): JsonObject {
  const time = `${new Date(atMs).toISOString().slice(0, 19)}.${String(random.below(1_000_000_000)).padStart(9, '0')}Z`;
  const container = call.container ?? `projects/${PROJECT}`;
  const payload: Record<string, Json | undefined> = {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    status: call.status,
    authenticationInfo: authentication(caller),
    requestMetadata: {
      ...(caller.address === undefined ? {} : { callerIp: caller.address }),
      ...(caller.agent === undefined ? {} : { callerSuppliedUserAgent: caller.agent }),
      requestAttributes: { time, auth: {} },
      destinationAttributes: {},
    },
    serviceName: call.service,
    methodName: call.method,
    authorizationInfo: authorization(call),
    resourceName: call.resource,
    serviceData: call.serviceData,
    request: call.request,
    response: call.response,
    metadata: call.metadata,
  };
  const whole: Record<string, Json | undefined> = {
    protoPayload: defined(payload),
    insertId: random.hex(13),
    resource: call.monitored ?? { type: 'project', labels: { project_id: PROJECT } },
    timestamp: time,
    severity: call.status !== undefined ? 'ERROR' : call.log === 'data_access' ? 'INFO' : 'NOTICE',
    logName: `${container}/logs/cloudaudit.googleapis.com%2F${call.log ?? 'activity'}`,
    operation: call.operation,
    receiveTimestamp: new Date(atMs + random.between(800, 2600)).toISOString(),
  };
  return defined(whole);
}

function authentication({ email, subject, keyName, onBehalfOf }: GcpCaller): JsonObject {
  const principal = email === undefined ? subject : `${isServiceAccount(email) ? 'serviceAccount' : 'user'}:${email}`;
  return defined({
    principalEmail: email,
    principalSubject: principal,
    serviceAccountKeyName: keyName,
    serviceAccountDelegationInfo: onBehalfOf === undefined ? undefined : [{ principalSubject: onBehalfOf }],
  });
}

function isServiceAccount(email: string): boolean {
  return email.endsWith('gserviceaccount.com');
}

function authorization({ permission, resource, status }: GcpCall): Json | undefined {
  if (permission === undefined) return undefined;
  // The log leaves `false` out.
  return [{ resource, permission, ...(status === undefined ? { granted: true } : {}), resourceAttributes: {} }];
}

function defined(object: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter((field): field is [string, Json] => field[1] !== undefined));
}
