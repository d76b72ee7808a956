/** An entry of Cloud Audit Logs as an {@link EventView}: the entry at once, the normalised event when asked for. */
import { isIpAddress } from '../../identity/address.ts';
import { agentFamily } from '../../identity/agent-family.ts';
import { gcpAccessMethod } from '../../identity/gcp-access-method.ts';
import { readGcpActor } from '../../identity/gcp-actor.ts';
import { hashId } from '../../std/hash.ts';
import { at, isArray, isObject, property, stringAt, type JsonObject } from '../../std/json.ts';
import { parseInstant } from '../../std/time.ts';
import type { AuditEvent, EventView } from '../audit-event.ts';
import { authenticationOf } from './authentication.ts';
import type { GcpCall } from './call.ts';
import { changeClassOf } from './change-class.ts';
import { credentialsIssued } from './credential.ts';
import { detailsOf, logOf } from './details.ts';
import { isReadOnly, telling } from './method.ts';
import { outcomeOf } from './outcome.ts';
import { accountOfContainer, containerOf } from './resource-name.ts';
import { actorIsTarget, targetsOf } from './target.ts';
import { workspaceEvents } from './workspace.ts';

/** Wraps a canonical entry, as `asLogEntry` gives it. */
export function gcpAuditView(entry: JsonObject): EventView {
  let event: AuditEvent | undefined;
  return {
    cloud: 'gcp',
    service: 'gcp.audit',
    raw: entry,
    audit: () => (event ??= normalise(entry)),
  };
}

/** The entry's id: `insertId`, else a hash of its content, so that copies of one entry stay one. */
export function entryId(entry: JsonObject): string {
  return stringAt(entry, 'insertId') ?? hashId([JSON.stringify(entry)]);
}

/** Event time in milliseconds since the epoch; what is finer is cut. When it was received, where it does not say. */
export function entryTimeMs(entry: JsonObject): number | undefined {
  return instantAt(entry, 'timestamp') ?? instantAt(entry, 'receiveTimestamp');
}

/**
 * Equal for copies of one entry. Cloud Logging takes entries of one log with one timestamp and `insertId` for one;
 * the time counts in milliseconds, because BigQuery keeps fewer digits than other exports.
 */
export function entryDedupKey(entry: JsonObject): string {
  const log = logOfDedupKey(stringAt(entry, 'logName') ?? '');
  return `${log}/${entryId(entry)}/${entryTimeMs(entry) ?? ''}`;
}

/** The part of a key of copies that its log is: exports write the slash in its name in two ways. */
export function logOfDedupKey(logName: string): string {
  return logName.replace(/%2F/i, '/');
}

function instantAt(entry: JsonObject, key: string): number | undefined {
  const text = stringAt(entry, key);
  return text === undefined ? undefined : parseInstant(text);
}

const NO_PAYLOAD: JsonObject = {};

function normalise(entry: JsonObject): AuditEvent {
  const found = property(entry, 'protoPayload');
  const payload = isObject(found) ? found : NO_PAYLOAD;
  const workspace = workspaceEvents(payload);
  const { outcome, errorCode } = outcomeOf(payload, workspace);
  const address = stringAt(payload, 'requestMetadata', 'callerIp');
  const action = stringAt(payload, 'methodName');
  const service = serviceOf(stringAt(payload, 'serviceName'));
  const actor = readGcpActor(at(payload, 'authenticationInfo'), {
    callerIp: address,
    isTokenExchange: service === 'sts' || action?.endsWith('SecurityTokenService.ExchangeToken') === true,
    mappedPrincipal: stringAt(payload, 'metadata', 'mapped_principal'),
  });
  const method = action === undefined ? undefined : telling(action);
  const account = accountOf(entry, payload);
  const call: GcpCall = { entry, payload, actor, account, service, action, method, outcome };
  const targets = targetsOf(call, workspace);
  const userAgent = stringAt(payload, 'requestMetadata', 'callerSuppliedUserAgent');
  return {
    id: entryId(entry),
    dedupKey: entryDedupKey(entry),
    actionKey: actionKeyOf(entry),
    timeMs: entryTimeMs(entry),
    cloud: 'gcp',
    partition: undefined,
    account,
    region: regionOf(entry, payload),
    service,
    action,
    readOnly: isReadOnly(action, logOf(entry)),
    outcome,
    errorCode,
    changeClass: changeClassOf(service, action),
    actor,
    actorIsTarget: actorIsTarget(call, targets[0]),
    targets,
    // A role of GCP is a list of permissions; nothing runs as one.
    targetRoles: [],
    credentialsIssued: outcome === 'success' ? credentialsIssued(call, targets) : [],
    source: {
      ip: address !== undefined && isIpAddress(address) ? address : undefined,
      address,
      userAgent,
      accessMethod: gcpAccessMethod({
        actorKind: actor.kind,
        userAgent,
        oauthClientId: stringAt(payload, 'authenticationInfo', 'oauthInfo', 'oauthClientId'),
      }),
      agentFamily: agentFamily(userAgent),
    },
    auth: authenticationOf(actor, workspace),
    parametersStripped: isSplit(entry),
    gcp: detailsOf(call, workspace, targets[0]),
  };
}

/**
 * One action may be several entries: a long-running operation has one when it begins and one when it ends, and an
 * entry over the size limit is split. Both kinds name what they have in common.
 */
function actionKeyOf(entry: JsonObject): string {
  const operation = stringAt(entry, 'operation', 'id');
  if (operation !== undefined) return `${stringAt(entry, 'operation', 'producer') ?? ''}/${operation}`;
  return stringAt(entry, 'split', 'uid') ?? entryId(entry);
}

/** Of an entry that was split, request, response and metadata lie in pieces in several entries. */
function isSplit(entry: JsonObject): boolean {
  return Number(at(entry, 'split', 'totalSplits') ?? 0) > 1;
}

/** `iam` of `iam.googleapis.com`; names of other domains (`k8s.io`) stay whole. */
function serviceOf(serviceName: string | undefined): string | undefined {
  return serviceName?.replace(/\.googleapis\.com$/, '');
}

/** Project, else folder, organisation or customer that an entry belongs to. */
export function entryAccount(entry: JsonObject): string | undefined {
  const payload = property(entry, 'protoPayload');
  return accountOf(entry, isObject(payload) ? payload : NO_PAYLOAD);
}

function accountOf(entry: JsonObject, payload: JsonObject): string | undefined {
  const project = stringAt(entry, 'resource', 'labels', 'project_id');
  const container = containerOf(stringAt(entry, 'logName')) ?? containerOf(stringAt(payload, 'resourceName'));
  return project ?? accountOfContainer(container);
}

function regionOf(entry: JsonObject, payload: JsonObject): string | undefined {
  const labels = at(entry, 'resource', 'labels');
  const labelled = stringAt(labels, 'location') ?? stringAt(labels, 'zone') ?? stringAt(labels, 'region');
  if (labelled !== undefined) return labelled;
  const locations = at(payload, 'resourceLocation', 'currentLocations');
  const first = isArray(locations) ? locations[0] : undefined;
  return typeof first === 'string' && first !== '' ? first : undefined;
}
