/** An alert over one event: what a matching rule and its event say, before repeats are folded in. */
import type { Actor } from '../identity/actor.ts';
import type { AuditEvent, EventView } from '../events/audit-event.ts';
import type { RuleMatch } from '../rule-language/rule-set.ts';
import { bounded } from '../std/bounded-text.ts';
import { formatInstant } from '../std/time.ts';
import type { Alert } from './alert.ts';
import { attackOf } from './rule-attack.ts';
import { explain } from './explanation.ts';
import type { Surroundings } from './sentence.ts';
import { missingContext } from './missing-context.ts';

/** Where an event was read. `record` counts from 1 in its file. */
export interface InputPosition {
  readonly file: string;
  readonly record: number;
}

/** What a conclusion from an audit log of a control plane extends to (R1). */
const SCOPE = 'IaaS control plane';

/** Builds the alert of one match. Its id, dedup and counts are set when it is folded. */
export function draftAlert(match: RuleMatch, view: EventView, input: InputPosition, surroundings: Surroundings): Alert {
  const { rule, variation, level } = match;
  const event = view.audit();
  const time = event.timeMs === undefined ? null : formatInstant(event.timeMs);
  return {
    id: '',
    rule: {
      id: rule.id ?? rule.name,
      name: rule.name,
      title: variation?.title ?? rule.title,
      kind: 'match',
      version: rule.version,
      category: rule.category ?? null,
      catalogue: [...rule.catalogue],
    },
    variation: variation?.name ?? null,
    level,
    severity: { base: level, modifiers: [] },
    confidence: variation?.confidence ?? rule.confidence ?? null,
    scope: SCOPE,
    time,
    first_seen: time,
    last_seen: time,
    count: 1,
    arrival: null,
    detected: null,
    dedup: { key: '', until: null, suppressed: 0, last_suppressed: null },
    attack: attackOf(rule),
    actor: actorJson(event.actor),
    human: null,
    targets: event.targets.map((target) => ({
      type: target.type,
      id: bounded(target.id),
      name: text(target.name),
      account: text(target.account),
    })),
    credentials_issued: event.credentialsIssued.map((credential) => ({
      kind: credential.kind,
      id: text(credential.id),
      principal: text(credential.principal),
    })),
    account: text(event.account),
    region: text(event.region),
    cloud: event.cloud,
    source: sourceJson(event),
    auth: { method: event.auth.method ?? null, mfa: event.auth.mfa ?? null, outcome: event.outcome },
    events: [{ id: bounded(event.id), time, action: text(event.action), input }],
    explanation: boundedExplanation(explain(match, view, surroundings)),
    missing_context: missingContext(match, event, surroundings.profile),
    login_correlation: null,
    attackers_goal: rule.attackersGoal ?? null,
    business: rule.business ?? null,
    investigate: [...rule.investigate],
    respond: [...rule.respond],
    change: null,
    incident: null,
    status: 'open',
    supersedes: null,
    superseded_by: null,
    degraded: false,
    input,
  };
}

function text(name: string | undefined): string | null {
  return name === undefined ? null : bounded(name);
}

function boundedExplanation(explanation: Alert['explanation']): Alert['explanation'] {
  const edges = explanation.would_not_fire_if.map(({ edits, ...rest }) => ({
    ...rest,
    edits: edits.map(({ field, set }) => ({ field, set: set === null ? null : bounded(set) })),
  }));
  return { ...explanation, reason: bounded(explanation.reason), would_not_fire_if: edges };
}

function actorJson(actor: Actor): Alert['actor'] {
  const { session, instance } = actor;
  return {
    principal: bounded(actor.principal),
    kind: actor.kind,
    account: text(actor.account),
    name: bounded(actor.name),
    arn: text(actor.arn),
    access_key_id: text(actor.accessKeyId),
    session:
      session === undefined
        ? null
        : {
            name: text(session.name),
            issued_by: text(session.issuedBy),
            source_identity: text(session.sourceIdentity),
            created: session.createdMs === undefined ? null : formatInstant(session.createdMs),
            from_console: session.fromConsole,
          },
    instance: instance === undefined ? null : { id: instance.id ?? null, evidence: instance.evidence },
    invoked_by: text(actor.invokedBy),
  };
}

function sourceJson({ source }: AuditEvent): Alert['source'] {
  return {
    ip: text(source.ip),
    address: text(source.address),
    network: null,
    country: null,
    user_agent: text(source.userAgent),
    access_method: source.accessMethod,
  };
}
