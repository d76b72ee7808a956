/** What differs between the clouds in the draft of a rule: field names, base events, and how a record says "denied". */
import type { JsonObject } from '../../std/json.ts';

/** How records of one cloud say what a draft needs. */
export interface Platform {
  readonly logsource: { readonly product: string; readonly service: string };
  readonly serviceField: string;
  readonly actionField: string;
  readonly timeField: string;
  /** Shipped base events: a person, and a pipeline with a harmless name and user agent. */
  readonly bases: { readonly person: string; readonly pipeline: string };
  /** Patches that make a call a denied one, and one without parameters. */
  readonly denied: JsonObject;
  readonly noParameters: JsonObject;
  /** A patch that makes a call that failed one that succeeded. */
  readonly succeeded: JsonObject;
  /** Log source in words. */
  readonly data: string;
  /** An action whose name begins like another's. */
  readonly otherAction: (action: string) => string;
}

/** By cloud. */
export const platforms: Readonly<Record<'aws' | 'gcp', Platform>> = {
  aws: {
    logsource: { product: 'aws', service: 'cloudtrail' },
    serviceField: 'eventSource',
    actionField: 'eventName',
    timeField: 'eventTime',
    bases: { person: 'iam-user-call', pipeline: 'role-session-call' },
    denied: { errorCode: 'AccessDenied' },
    succeeded: { errorCode: null, errorMessage: null },
    noParameters: { requestParameters: null, responseElements: null },
    data: 'AWS CloudTrail management events',
    otherAction: (action) => `Describe${action}Status`,
  },
  gcp: {
    logsource: { product: 'gcp', service: 'gcp.audit' },
    serviceField: 'protoPayload.serviceName',
    actionField: 'protoPayload.methodName',
    timeField: 'timestamp',
    bases: { person: 'user-call', pipeline: 'terraform-call' },
    succeeded: { 'protoPayload.status': {} },
    denied: { 'protoPayload.status': { code: 7, message: 'PERMISSION_DENIED' } },
    noParameters: { 'protoPayload.request': null, 'protoPayload.response': null },
    data: 'Google Cloud Admin Activity audit logs',
    otherAction: (method) => `other.${method}.Status`,
  },
};
