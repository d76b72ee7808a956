/** What an entry of Google Cloud says beside what all clouds say. */
import { delegationOf } from '../../identity/gcp-actor.ts';
import { at, isArray, property, stringAt, type Json, type JsonObject } from '../../std/json.ts';
import type { GcpDetails, Target, WorkspaceEvent } from '../audit-event.ts';
import { policyChanges } from './binding.ts';
import type { GcpCall } from './call.ts';
import { lastSegment } from './method.ts';
import { containerOf, nameParts } from './resource-name.ts';

/** The details of a call. */
export function detailsOf(call: GcpCall, workspace: readonly WorkspaceEvent[], target: Target | undefined): GcpDetails {
  const { entry, payload, action } = call;
  const changes = policyChanges(payload, call.actor.principal);
  return {
    log: logOf(entry),
    method: action === undefined ? undefined : lastSegment(action),
    container: containerOf(stringAt(entry, 'logName')) ?? containerOf(stringAt(payload, 'resourceName')),
    level: levelOf(entry, payload) ?? LEVELS.get(target?.type ?? ''),
    bindings: changes.bindings,
    bindingsUnknown: call.outcome === 'success' && changes.isUnknown,
    auditConfigs: changes.auditConfigs,
    permissionsAdded: permissionsAdded(payload, action),
    permissionsRemoved: permissionDelta(payload, 'removedPermissions'),
    permissionsUsed: permissionsUsed(call),
    delegation: delegationOf(at(payload, 'authenticationInfo')),
    operation: operationOf(entry),
    workspace,
  };
}

/** `activity` of `projects/p/logs/cloudaudit.googleapis.com%2Factivity`. */
export function logOf(entry: JsonObject): string | undefined {
  return /(?:^|\/logs\/)cloudaudit\.googleapis\.com(?:%2F|\/)(?<log>[a-z_]+)$/i.exec(stringAt(entry, 'logName') ?? '')
    ?.groups?.log;
}

type Level = NonNullable<GcpDetails['level']>;
const LEVELS: ReadonlyMap<string, Level> = new Map<string, Level>([
  ['organizations', 'organization'],
  ['folders', 'folder'],
  ['projects', 'project'],
  ['organization', 'organization'],
  ['folder', 'folder'],
  ['project', 'project'],
]);

/** Settings of the container itself: a role, a policy or a sink of an organisation reaches all of it. */
const SETTINGS: ReadonlySet<string> = new Set(['roles', 'policies', 'sinks', 'exclusions', 'settings']);

function levelOf(entry: JsonObject, payload: JsonObject): Level | undefined {
  const type = stringAt(entry, 'resource', 'type') ?? '';
  const byType = LEVELS.get(type);
  if (byType !== undefined) return byType;
  const parts = nameParts(stringAt(payload, 'resourceName') ?? '');
  const [outer, inner] = parts;
  const container = outer === undefined ? undefined : LEVELS.get(outer.collection);
  const isSettings = parts.length === 2 && inner !== undefined && SETTINGS.has(inner.collection);
  if (isSettings && container !== undefined) return container;
  const isTyped = type !== '' && !GENERAL_TYPES.has(type);
  if (parts.length === 1 && container !== undefined && !isTyped) return container;
  return parts.length > 0 || isTyped ? 'resource' : undefined;
}

/** Types of resources that say nothing about the resource. */
const GENERAL_TYPES: ReadonlySet<string> = new Set(['audited_resource', 'api', 'global']);

/** A role that was just created gained all that it includes; of a changed role only the difference tells. */
function permissionsAdded(payload: JsonObject, action: string | undefined): readonly string[] {
  const added = permissionDelta(payload, 'addedPermissions');
  if (added.length > 0 || action === undefined || lastSegment(action).toLowerCase() !== 'createrole') return added;
  const role = at(payload, 'request', 'role');
  return texts(property(role, 'included_permissions') ?? property(role, 'includedPermissions'));
}

function permissionDelta(payload: JsonObject, key: string): readonly string[] {
  return ['serviceData', 'metadata'].flatMap((place) => texts(at(payload, place, 'permissionDelta', key)));
}

/**
 * Protocol buffers leave false out, and redacted samples leave `granted` out too: only of a call that was refused does
 * its absence mean that the permission was missing.
 */
function permissionsUsed(call: GcpCall): readonly string[] {
  const list = property(call.payload, 'authorizationInfo');
  if (!isArray(list)) return [];
  const granted = list.filter((item) => {
    const isGranted = property(item, 'granted');
    if (isGranted === true || isGranted === 'true') return true;
    return isGranted === undefined && call.outcome === 'success';
  });
  return [...new Set(granted.flatMap((item) => stringAt(item, 'permission') ?? []))];
}

function operationOf(entry: JsonObject): GcpDetails['operation'] {
  const id = stringAt(entry, 'operation', 'id');
  if (id === undefined) return undefined;
  const isFirst = at(entry, 'operation', 'first') === true;
  const isLast = at(entry, 'operation', 'last') === true;
  if (isFirst && isLast) return { id, phase: 'only' };
  return { id, phase: isFirst ? 'first' : isLast ? 'last' : 'middle' };
}

function texts(value: Json | undefined): readonly string[] {
  return isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
