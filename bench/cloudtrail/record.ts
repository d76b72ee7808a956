/** One CloudTrail record: the caller, the call and the envelope around both, with keys in the order AWS writes them. */
import type { Random } from './random.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** What a generated record surely has; the rest differs by event. */
export interface CloudTrailRecord extends JsonObject {
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly eventID: string;
  readonly recipientAccountId: string;
}

/** Who calls, from where, with what. */
export interface Caller {
  readonly accountId: string;
  readonly userIdentity: JsonObject;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  /** The console made the call for a person. */
  readonly console?: boolean;
}

export interface Call {
  /** First label of the service's address: `iam`, `sts`. */
  readonly service: string;
  readonly name: string;
  readonly region?: string;
  readonly request?: Json;
  readonly response?: Json;
  readonly error?: { readonly code?: string; readonly message: string };
  readonly additional?: JsonObject;
  readonly resources?: Json;
  readonly readOnly?: boolean;
  readonly type?: string;
  /** The call is seen by two accounts: both records carry the same id. */
  readonly shared?: boolean;
  /** The account that receives the record, where it is not the caller's. */
  readonly recipient?: string;
}

/** Writes the record of a call. */
export function record(random: Random, caller: Caller, atMs: number, call: Call): CloudTrailRecord {
  const host = `${call.service}.amazonaws.com`;
  const isDirect = /^[\d.:a-f]+$/.test(caller.sourceIPAddress) && call.type === undefined;
  const { code, message } = call.error ?? {};
  return {
    eventVersion: random.pick(VERSIONS),
    userIdentity: caller.userIdentity,
    eventTime: instant(atMs),
    eventSource: host,
    eventName: call.name,
    awsRegion: GLOBAL.has(call.service) ? 'us-east-1' : (call.region ?? 'us-east-1'),
    sourceIPAddress: caller.sourceIPAddress,
    userAgent: caller.userAgent,
    ...(code !== undefined && { errorCode: code }),
    ...(message !== undefined && { errorMessage: message }),
    requestParameters: call.request ?? null,
    responseElements: call.response ?? null,
    ...(call.additional && { additionalEventData: call.additional }),
    ...(call.type === 'AwsConsoleSignIn' ? {} : { requestID: random.uuid() }),
    eventID: random.uuid(),
    readOnly: call.readOnly ?? READS.test(call.name),
    ...(call.resources !== undefined && { resources: call.resources }),
    eventType: call.type ?? 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: call.recipient ?? caller.accountId,
    ...(call.shared === true && { sharedEventID: random.uuid() }),
    eventCategory: 'Management',
    ...(isDirect && { tlsDetails: { ...TLS, clientProvidedHostHeader: hostHeader(call, host) } }),
    ...(caller.console === true && call.type === undefined && { sessionCredentialFromConsole: 'true' }),
  };
}

/** The time as CloudTrail writes it: whole seconds. */
export function instant(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** The other way in which AWS writes times, inside responses. */
export function spelledInstant(atMs: number): string {
  const written = instant(atMs);
  const [year, month, day] = [written.slice(0, 4), written.slice(5, 7), written.slice(8, 10)];
  const [hour, rest] = [written.slice(11, 13), written.slice(13, 19)];
  const twelve = Number(hour) % 12 === 0 ? 12 : Number(hour) % 12;
  return `${MONTHS[Number(month) - 1] ?? ''} ${Number(day)}, ${year}, ${twelve}${rest} ${Number(hour) < 12 ? 'AM' : 'PM'}`;
}

function hostHeader({ service, region }: Call, host: string): string {
  return GLOBAL.has(service) ? host : `${service}.${region ?? 'us-east-1'}.amazonaws.com`;
}

const VERSIONS = ['1.11', '1.11', '1.11', '1.10', '1.09', '1.08'];
const GLOBAL = new Set(['iam', 'organizations', 'cloudfront', 'route53']);
const READS = /^(?:Get|List|Describe|Lookup|BatchGet|Head|Search|Select|AssumeRole|Decrypt|GenerateDataKey|Query)/;
const TLS = { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' };
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
