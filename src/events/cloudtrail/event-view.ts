/** A CloudTrail record as an {@link EventView}: the raw record at once, the normalised event when asked for. */
import { accessMethod } from '../../identity/access-method.ts';
import { agentFamily } from '../../identity/agent-family.ts';
import type { Actor } from '../../identity/actor.ts';
import { isIpAddress } from '../../identity/address.ts';
import { readActor } from '../../identity/principal.ts';
import { hashId } from '../../std/hash.ts';
import { at, isObject, property, stringAt, type Json, type JsonObject } from '../../std/json.ts';
import { parseInstant } from '../../std/time.ts';
import type { AuditEvent, Authentication, EventView } from '../audit-event.ts';
import { changeClassOf } from './change-class.ts';
import { serviceOf } from './service-name.ts';
import { credentialsIssued } from './credential.ts';
import { outcomeOf } from './outcome.ts';
import { hasStrippedParameters } from './stripped-parameters.ts';
import { actorIsTarget, targetsOf } from './target.ts';

/** Wraps a recognised record. */
export function cloudTrailView(raw: JsonObject): EventView {
  let event: AuditEvent | undefined;
  return {
    cloud: 'aws',
    service: 'cloudtrail',
    raw,
    audit: () => (event ??= normalise(raw)),
  };
}

/** The record's id: `eventID`, else a hash of its content, so that copies of one record stay one. */
export function recordId(raw: JsonObject): string {
  return stringAt(raw, 'eventID') ?? hashId([JSON.stringify(raw)]);
}

/**
 * Equal for copies of one record, and for the records that amend it: an `addendum` that names an original event says
 * more of that event. One that names none says that the delivery was late, and is an event like any other.
 */
export function recordDedupKey(raw: JsonObject): string {
  return `${recordAccount(raw) ?? ''}/${amendedId(raw) ?? recordId(raw)}`;
}

function amendedId(raw: JsonObject): string | undefined {
  return stringAt(raw, 'addendum', 'originalEventID');
}

/** Event time in milliseconds since the epoch. `@timestamp` is how some log stores rename `eventTime`. */
export function recordTimeMs(raw: JsonObject): number | undefined {
  const text = stringAt(raw, 'eventTime') ?? stringAt(raw, '@timestamp');
  return text === undefined ? undefined : parseInstant(text);
}

/** Account in which it happened: whom the record was delivered to, else whom the actor belongs to. */
export function recordAccount(raw: JsonObject): string | undefined {
  return stringAt(raw, 'recipientAccountId') ?? stringAt(raw, 'userIdentity', 'accountId');
}

function normalise(raw: JsonObject): AuditEvent {
  const id = recordId(raw);
  const identity = objectAt(raw, 'userIdentity');
  const partition = partitionOf(raw);
  const account = recordAccount(raw);
  const fromConsole = stringAt(raw, 'sessionCredentialFromConsole') === 'true';
  const eventSource = stringAt(raw, 'eventSource');
  const isServiceEvent = stringAt(raw, 'eventType') === 'AwsServiceEvent';
  const actor = readActor(identity, { partition, eventSource, isServiceEvent, fromConsole });
  const call = {
    raw,
    actor,
    account,
    partition,
    action: stringAt(raw, 'eventName'),
    service: eventSource === undefined ? undefined : serviceOf(eventSource),
  };
  const targets = targetsOf(call);
  const userAgent = stringAt(raw, 'userAgent');
  const address = stringAt(raw, 'sourceIPAddress');
  const { outcome, errorCode } = outcomeOf(raw);
  return {
    id,
    dedupKey: recordDedupKey(raw),
    actionKey: stringAt(raw, 'sharedEventID') ?? amendedId(raw) ?? id,
    timeMs: recordTimeMs(raw),
    cloud: 'aws',
    partition,
    account,
    region: stringAt(raw, 'awsRegion'),
    service: call.service,
    action: call.action,
    readOnly: readOnlyOf(at(raw, 'readOnly')),
    outcome,
    errorCode,
    changeClass: changeClassOf(call.service, call.action),
    actor,
    actorIsTarget: actorIsTarget(call, targets[0]),
    targets,
    targetRoles: targets.filter(({ type }) => type === 'role' || type === 'instance-profile').map(({ id }) => id),
    credentialsIssued: outcome === 'success' ? credentialsIssued(call) : [],
    source: {
      ip: address !== undefined && isIpAddress(address) ? address : undefined,
      address,
      userAgent,
      accessMethod: accessMethod({
        actorIsService: actor.kind === 'service',
        invokedBy: stringAt(identity, 'invokedBy'),
        fromConsole,
        eventType: stringAt(raw, 'eventType'),
        userAgent,
      }),
      agentFamily: agentFamily(userAgent),
    },
    auth: authenticationOf(raw, identity, actor),
    parametersStripped: hasStrippedParameters(raw),
    gcp: undefined,
  };
}

function objectAt(value: JsonObject, key: string): JsonObject | undefined {
  const found = property(value, key);
  return isObject(found) ? found : undefined;
}

/** From an ARN of the caller where there is one, else from the region's name. */
function partitionOf(raw: JsonObject): string {
  const arn =
    stringAt(raw, 'userIdentity', 'arn') ?? stringAt(raw, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn');
  const fromArn = arn?.startsWith('arn:') === true ? arn.split(':')[1] : undefined;
  if (fromArn !== undefined && fromArn !== '') return fromArn;
  const region = stringAt(raw, 'awsRegion') ?? '';
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}

/** A boolean, or its text form: the LookupEvents API and some exports write strings. */
function readOnlyOf(value: Json | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : undefined;
}

function authenticationOf(raw: JsonObject, identity: JsonObject | undefined, actor: Actor): Authentication {
  return { method: methodOf(raw, actor), mfa: mfaOf(raw, identity, actor) };
}

function methodOf(raw: JsonObject, actor: Actor): string | undefined {
  if (actor.kind === 'service') return 'service';
  if (actor.kind === 'saml' || actor.kind === 'web-identity') return actor.kind;
  if (stringAt(raw, 'eventName') === 'ConsoleLogin') {
    if (stringAt(raw, 'additionalEventData', 'SamlProviderArn') !== undefined) return 'saml';
    return actor.kind === 'user' || actor.kind === 'root' ? 'password' : 'session';
  }
  if (actor.session !== undefined) return 'session';
  return actor.accessKeyId === undefined ? undefined : 'access-key';
}

/**
 * MFA state where the log can tell. `MFAUsed: "No"` of a federated sign-in says nothing (the identity provider may
 * have asked for a second factor), and sessions of GetFederationToken never carry it.
 */
function mfaOf(raw: JsonObject, identity: JsonObject | undefined, actor: Actor): boolean | undefined {
  const used = stringAt(raw, 'additionalEventData', 'MFAUsed')?.toLowerCase();
  const isDirectSignIn =
    (actor.kind === 'user' || actor.kind === 'root') &&
    stringAt(raw, 'additionalEventData', 'SamlProviderArn') === undefined;
  if (used === 'yes') return true;
  if (used === 'no') return isDirectSignIn ? false : undefined;
  if (actor.kind === 'federated') return undefined;
  const attribute = stringAt(identity, 'sessionContext', 'attributes', 'mfaAuthenticated');
  if (attribute === 'true') return true;
  return attribute === 'false' && (actor.kind === 'user' || actor.kind === 'root') ? false : undefined;
}
