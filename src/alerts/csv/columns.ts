/** The columns of an alert as a row: an outside contract. New ones come at the end; docs/outputs.md lists them. */
import type { Alert } from '../alert.ts';

/** One column. */
export interface Column {
  readonly name: string;
  /** What it holds, for the manual. */
  readonly meaning: string;
  readonly cell: (alert: Alert) => string | number | boolean | null;
}

/** What stands between the items of a list in one cell. */
export const LIST_SEPARATOR = '; ';

/** All columns, in their order. */
export const COLUMNS: readonly Column[] = [
  column('id', 'id of the alert', (alert) => alert.id),
  column('level', 'informational, low, medium, high or critical', (alert) => alert.level),
  column('time', 'event time, ISO 8601 in UTC', (alert) => alert.time),
  column('first_seen', 'time of the first event', (alert) => alert.first_seen),
  column('last_seen', 'time of the last event', (alert) => alert.last_seen),
  column('count', 'distinct events folded into the alert', (alert) => alert.count),
  column('rule', 'name of the rule', (alert) => alert.rule.name),
  column('title', 'title of the rule or of the variation', (alert) => alert.rule.title),
  column('variation', 'name of the variation that held', (alert) => alert.variation),
  column('confidence', 'confidence of the analytic', (alert) => alert.confidence),
  column('reason', 'one sentence: what was observed and why it matters', (alert) => alert.explanation.reason),
  column('cloud', 'aws or gcp', (alert) => alert.cloud),
  column('account', 'account or project in which it happened', (alert) => alert.account),
  column('region', 'region', (alert) => alert.region),
  column('actor', 'principal that acted, in canonical form', (alert) => alert.actor.principal),
  column('actor_kind', 'user, role, root, service-account, …', (alert) => alert.actor.kind),
  column('actor_name', 'its name for people', (alert) => alert.actor.name),
  column('actor_account', 'account that the actor belongs to', (alert) => alert.actor.account),
  column('access_key_id', 'access key that was used', (alert) => alert.actor.access_key_id),
  column('session_name', 'name of the session, which the caller chose', (alert) => alert.actor.session?.name ?? null),
  column('mfa', 'whether a second factor was used', (alert) => alert.auth.mfa),
  column('source_ip', 'address of the caller', (alert) => alert.source.ip),
  column('source_address', 'the same as logged; may be the name of a service', (alert) => alert.source.address),
  column('user_agent', 'what the caller says it is', (alert) => alert.source.user_agent),
  column('access_method', 'console, cli, sdk, iac, service or unknown', (alert) => alert.source.access_method),
  column('action', 'what the first event did', (alert) => alert.events[0]?.action ?? null),
  column('outcome', 'success, failure or denied', (alert) => alert.auth.outcome),
  column('targets', 'what was acted on, each as type and id', (alert) =>
    list(alert.targets.map(({ type, id }) => `${type} ${id}`)),
  ),
  column('credentials_issued', 'credentials handed out, each as kind and id', (alert) =>
    list(alert.credentials_issued.map(({ kind, id }) => (id === null ? kind : `${kind} ${id}`))),
  ),
  column('tactics', 'tactics of ATT&CK', (alert) => list(alert.attack.tactics.map(({ id }) => id))),
  column('techniques', 'techniques of ATT&CK', (alert) => list(alert.attack.techniques.map(({ id }) => id))),
  column('events', 'ids of the events, at most the first 100', (alert) => list(alert.events.map(({ id }) => id))),
  column('missing_context', 'what would have told more', (alert) => list(alert.missing_context)),
  column('status', 'open, acknowledged, closed or superseded', (alert) => alert.status),
  column('file', 'where its last event was read', (alert) => alert.input.file),
  column('record', 'which record of that file, counted from 1', (alert) => alert.input.record),
];

function column(name: string, meaning: string, cell: Column['cell']): Column {
  return { name, meaning, cell };
}

function list(items: readonly string[]): string {
  return items.join(LIST_SEPARATOR);
}
