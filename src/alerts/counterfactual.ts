/**
 * What would have silenced an alert: the smallest sets of edits to its own event after which its rule no longer
 * matches (design P5). Every set is applied and checked; nothing is claimed that was not tried.
 */
import { eventViewOf } from '../events/event-view.ts';
import type { AuditEvent, EventView } from '../events/audit-event.ts';
import type { FieldPath } from '../rule-language/detection.ts';
import type { RuleMatch, RuleSet } from '../rule-language/rule-set.ts';
import { edited, type JsonEdit } from '../std/json-edit.ts';
import type { Alert } from './alert.ts';

/** The engine that found a match, asked again about its rule. */
export type Engine = Pick<RuleSet, 'matchesRule' | 'identifiersHeld' | 'matchedElements'>;

/** Sets listed on an alert. */
const EDGES_MAX = 4;

/** A service of Google's that changes policies on its own. */
const GOOGLE_SERVICE = 'service-agent-manager@system.gserviceaccount.com';

/** Edits to raw fields that change what the normalised field says; each is tried, never assumed. */
const AUDIT_EDITS: Readonly<Record<string, (event: AuditEvent) => readonly JsonEdit[]>> = {
  'iamwatch.outcome': ({ cloud }) =>
    cloud === 'gcp'
      ? [{ path: 'protoPayload.status.code', set: 'PERMISSION_DENIED' }]
      : [
          { path: 'errorCode', set: 'AccessDenied' },
          { path: 'responseElements.ConsoleLogin', set: 'Failure' },
        ],
  'iamwatch.gcp.bindings': () => [
    { path: 'protoPayload.serviceData.policyDelta', set: undefined },
    { path: 'protoPayload.metadata', set: undefined },
  ],
  'iamwatch.gcp.bindingsUnknown': () => [{ path: 'protoPayload.request', set: undefined }],
  'iamwatch.gcp.auditConfigs': () => [{ path: 'protoPayload.serviceData.policyDelta', set: undefined }],
  'iamwatch.gcp.permissionsAdded': () => [{ path: 'protoPayload.serviceData.permissionDelta', set: undefined }],
  'iamwatch.gcp.permissionsUsed': () => [{ path: 'protoPayload.authorizationInfo', set: undefined }],
  'iamwatch.gcp.delegation': () => [
    { path: 'protoPayload.authenticationInfo.serviceAccountDelegationInfo', set: undefined },
    { path: 'protoPayload.request.delegates', set: undefined },
  ],
  'iamwatch.actor.session.sourceIdentity': ({ cloud }) =>
    cloud === 'gcp' ? [{ path: 'protoPayload.authenticationInfo.serviceAccountDelegationInfo', set: undefined }] : [],
  'iamwatch.gcp.workspace': () => [{ path: 'protoPayload.metadata', set: undefined }],
  'iamwatch.gcp.level': () => [{ path: 'resource.type', set: 'bigquery_resource' }],
  'iamwatch.parametersStripped': () => [{ path: 'requestParameters', set: undefined }],
  'iamwatch.actorIsTarget': ({ actor }) => [{ path: 'requestParameters.userName', set: actor.name }],
  'iamwatch.actor.kind': ({ cloud }) =>
    cloud === 'gcp'
      ? [{ path: 'protoPayload.authenticationInfo.principalEmail', set: GOOGLE_SERVICE }]
      : [{ path: 'userIdentity.type', set: 'AWSService' }],
  'iamwatch.auth.mfa': () => [{ path: 'additionalEventData.MFAUsed', set: 'Yes' }],
  'iamwatch.actor.instance.evidence': () => [{ path: 'userIdentity.sessionContext.ec2RoleDelivery', set: undefined }],
};

/** Names of the action itself: without them every rule is silent, which explains little. Tried last. */
const TRIVIAL: ReadonlySet<string> = new Set([
  'eventName',
  'eventSource',
  'protoPayload.methodName',
  'protoPayload.serviceName',
]);

/** The smallest edit sets that silence the rule; single edits where there are any, else pairs. */
export function edgesOf(
  match: RuleMatch,
  view: EventView,
  engine: Engine,
  fields: readonly FieldPath[],
): Alert['explanation']['would_not_fire_if'] {
  const edits = candidates(view, fields);
  function silences(set: readonly JsonEdit[]): boolean {
    return !engine.matchesRule(match.rule, eventViewOf({ cloud: view.cloud, raw: edited(view.raw, set) }));
  }
  const singles = edits.map((edit) => [edit]).filter(silences);
  const found = singles.length > 0 ? singles : pairsOf(edits).filter(silences);
  return found.slice(0, EDGES_MAX).map((set) => ({
    edits: set.map(({ path, set: value }) => ({ field: path, set: typeof value === 'string' ? value : null })),
    fewer_events: null,
    earlier_events: null,
  }));
}

function candidates(view: EventView, fields: readonly FieldPath[]): readonly JsonEdit[] {
  const all = fields.flatMap((field): readonly JsonEdit[] => {
    if (field.origin === 'audit') return AUDIT_EDITS[field.text]?.(view.audit()) ?? [];
    return [{ path: field.text, set: undefined }];
  });
  return [...all.filter(({ path }) => !TRIVIAL.has(path)), ...all.filter(({ path }) => TRIVIAL.has(path))];
}

function pairsOf(edits: readonly JsonEdit[]): readonly (readonly JsonEdit[])[] {
  return edits.flatMap((first, index) => edits.slice(index + 1).map((second) => [first, second]));
}
