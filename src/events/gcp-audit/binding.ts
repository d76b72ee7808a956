/**
 * Who got or lost which role, from the differences that a record shows. Never from `request.policy` or
 * `response.policy`: those hold the whole policy after the change, so an old grant would show again with every new one.
 */
import { canonicalPrincipal, projectOfServiceAccount } from '../../identity/gcp-principal.ts';
import { at, isArray, isObject, property, stringAt, type Json, type JsonObject } from '../../std/json.ts';
import type { AuditConfigChange, BindingChange } from '../audit-event.ts';
import { setsIamPolicy } from './method.ts';

/** What a record shows of a change of policies. */
export interface PolicyChanges {
  readonly bindings: readonly BindingChange[];
  readonly auditConfigs: readonly AuditConfigChange[];
  /** A policy was set and nothing says how, or what says so cannot be read. */
  readonly isUnknown: boolean;
}

/** The changes of an audit payload. `actor` is the canonical principal that made them. */
export function policyChanges(payload: JsonObject, actor: string): PolicyChanges {
  const places = placesOf(payload);
  const deltas = places.flatMap((place) => listAt(place, 'bindingDeltas'));
  const read = deltas.map(readDelta).filter((delta) => delta !== undefined);
  const auditConfigs = places.flatMap((place) => listAt(place, 'auditConfigDeltas')).flatMap(readAuditConfig);
  const isShown = places.some((place) => property(place, 'bindingDeltas') !== undefined) || hasPolicyDelta(payload);
  const isSet = setsIamPolicy(stringAt(payload, 'methodName'));
  return {
    bindings: settled(read).map((change) => withMember(change, actor)),
    auditConfigs: settledConfigs(auditConfigs),
    isUnknown: (isSet && !isShown) || read.length < deltas.length,
  };
}

/**
 * `serviceData.policyDelta` (IAM), `metadata.datasetChange` and `metadata.tableChange` (BigQuery),
 * `metadata.policyDelta`, and what services to come put at the same depth.
 */
function placesOf(payload: JsonObject): readonly JsonObject[] {
  return ['serviceData', 'metadata'].flatMap((key) => {
    const holder = property(payload, key);
    return isObject(holder) ? [holder, ...Object.values(holder).filter((value) => isObject(value))] : [];
  });
}

/** An empty difference says that nothing changed. */
function hasPolicyDelta(payload: JsonObject): boolean {
  return isObject(at(payload, 'serviceData', 'policyDelta')) || isObject(at(payload, 'metadata', 'policyDelta'));
}

function listAt(place: JsonObject, key: string): readonly Json[] {
  const list = property(place, key);
  // Some exports write a list of one as that one.
  return isArray(list) ? list : list === undefined || list === null ? [] : [list];
}

type Action = 'added' | 'removed';
const ACTIONS: ReadonlyMap<Json | undefined, Action> = new Map<Json | undefined, Action>([
  ['ADD', 'added'],
  ['REMOVE', 'removed'],
  // The numbers of the same names in google.iam.v1.BindingDelta.
  [1, 'added'],
  [2, 'removed'],
]);

interface Delta {
  readonly change: BindingChange['change'];
  readonly role: string;
  readonly member: string;
  readonly condition: string | undefined;
  readonly conditionBefore: string | undefined;
}

function readDelta(delta: Json): Delta | undefined {
  const change = ACTIONS.get(property(delta, 'action'));
  const role = stringAt(delta, 'role');
  const member = stringAt(delta, 'member');
  if (change === undefined || role === undefined || member === undefined) return undefined;
  const condition = stringAt(delta, 'condition', 'expression');
  return change === 'added'
    ? { change, role, member, condition, conditionBefore: undefined }
    : { change, role, member, condition: undefined, conditionBefore: condition };
}

/**
 * Reading a policy, changing and writing it back shows as a REMOVE and an ADD of one role and member: no change where
 * the conditions are equal, else a change of the condition, once.
 */
function settled(deltas: readonly Delta[]): readonly Delta[] {
  const byHolder = new Map<string, Delta[]>();
  for (const delta of deltas) {
    // Addresses do not tell case apart, subjects of identity pools do.
    const holder = `${delta.role}\n${canonicalPrincipal(delta.member)}`;
    const group = byHolder.get(holder);
    if (group === undefined) byHolder.set(holder, [delta]);
    else group.push(delta);
  }
  return [...byHolder.values()].flatMap((group) => (group.length === 1 ? group : changesOfHolder(group)));
}

function changesOfHolder(group: readonly Delta[]): readonly Delta[] {
  const came = new Set(group.filter(({ change }) => change === 'added').map(({ condition }) => condition));
  const went = new Set(group.filter(({ change }) => change === 'removed').map((delta) => delta.conditionBefore));
  const added = group.filter(({ change, condition }) => change === 'added' && !went.has(condition));
  const removed = group.filter((delta) => delta.change === 'removed' && !came.has(delta.conditionBefore));
  const pairs = Math.min(added.length, removed.length);
  const changed = added.slice(0, pairs).map((delta, index): Delta => ({
    ...delta,
    change: 'condition-changed',
    conditionBefore: removed[index]?.conditionBefore,
  }));
  return [...changed, ...added.slice(pairs), ...removed.slice(pairs)];
}

function withMember(delta: Delta, actor: string): BindingChange {
  const { kind, name } = memberParts(delta.member);
  return {
    ...delta,
    memberKind: kind,
    memberName: name,
    memberDomain: DOMAIN_KINDS.has(kind) ? domainOf(name) : undefined,
    memberProject: kind === 'serviceAccount' || kind === 'deleted' ? projectOfServiceAccount(name) : undefined,
    isActor: canonicalPrincipal(delta.member) === actor,
  };
}

const DOMAIN_KINDS: ReadonlySet<string> = new Set(['user', 'group', 'domain', 'unknown']);

function memberParts(member: string): { readonly kind: string; readonly name: string } {
  if (member === 'allUsers' || member === 'allAuthenticatedUsers') return { kind: member, name: member };
  const uri = /^(?<kind>principal|principalSet):\/\/(?<name>.*)$/s.exec(member)?.groups;
  if (uri !== undefined) return { kind: uri.kind ?? '', name: uri.name ?? '' };
  // `deleted:serviceAccount:x@p.iam.gserviceaccount.com?uid=1`: nobody can act as that any more.
  const deleted = /^deleted:(?:[a-zA-Z]+:)?(?<name>.*?)(?:\?uid=\d+)?$/s.exec(member)?.groups;
  if (deleted !== undefined) return { kind: 'deleted', name: deleted.name ?? '' };
  const named = /^(?<kind>[a-z]+):(?<name>.+)$/is.exec(member)?.groups;
  return named === undefined ? { kind: 'unknown', name: member } : { kind: named.kind ?? '', name: named.name ?? '' };
}

/** What stands after the at sign, or the whole for the member `domain:example.com`. */
function domainOf(name: string): string | undefined {
  const domain = name.slice(name.lastIndexOf('@') + 1).toLowerCase();
  return domain.includes('.') ? domain : undefined;
}

/** What was taken away and given back alike did not change. */
function settledConfigs(changes: readonly AuditConfigChange[]): readonly AuditConfigChange[] {
  function keyOf({ service, logType, exemptedMember }: AuditConfigChange): string {
    return JSON.stringify([service, logType, exemptedMember?.toLowerCase()]);
  }
  const kinds = new Map<string, Set<string>>();
  for (const change of changes) kinds.set(keyOf(change), (kinds.get(keyOf(change)) ?? new Set()).add(change.change));
  return changes.filter((change) => kinds.get(keyOf(change))?.size === 1);
}

function readAuditConfig(delta: Json): readonly AuditConfigChange[] {
  const change = ACTIONS.get(property(delta, 'action'));
  if (change === undefined) return [];
  return [
    {
      change,
      service: stringAt(delta, 'service'),
      logType: stringAt(delta, 'logType'),
      exemptedMember: stringAt(delta, 'exemptedMember'),
    },
  ];
}
