/** Makes the alert of a finding: the draft of its worst event, with what the fold knows of all of them. */
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import type { EventView } from '../events/audit-event.ts';
import { eventViewOf, rawEventView } from '../events/event-view.ts';
import { recognise } from '../events/recognise.ts';
import type { RuleSet } from '../rule-language/rule-set.ts';
import { type Level, levels } from '../rule-language/rule.ts';
import { hashId } from '../std/hash.ts';
import { isObject, type Json } from '../std/json.ts';
import { formatInstant } from '../std/time.ts';
import type { Alert } from './alert.ts';
import { draftAlert } from './draft.ts';
import type { Folded } from './fold.ts';

/** What is known of an alert before it is made. */
export interface AlertHead {
  readonly id: string;
  readonly rule: string;
  readonly level: Level;
  readonly firstSeen: string | null;
}

/** The head of a finding's alert. */
export function headOf(found: Folded): AlertHead {
  const { ruleId, dedupKey, cloud, account, variation, first } = found;
  return {
    id: hashId([ruleId, variation ?? '', dedupKey, cloud, account ?? '', first.event.id]),
    rule: found.rule,
    level: levels[found.rank] ?? 'informational',
    firstSeen: instant(found, first.timeMs),
  };
}

/** The alert of a finding. */
export function alertOf(found: Folded, ruleSet: RuleSet, profile: OrganisationProfile): Alert {
  const alert = alertWhereMatched(found, ruleSet, profile);
  if (alert === undefined) {
    throw new Error(`Cannot make alert ${headOf(found).id}: rule ${found.rule} does not match its event`);
  }
  return alert;
}

/** The same where the rule may have been edited since it matched: undefined where it does not match the event any more. */
export function alertWhereMatched(
  found: Folded,
  ruleSet: RuleSet,
  profile: OrganisationProfile,
): Alert | undefined {
  const view = viewOf(found.record);
  const match = ruleSet
    .match(view)
    .find(({ rule, variation }) => rule.name === found.rule && (variation?.name ?? null) === found.variation);
  if (match === undefined) return undefined;
  return withFinding(draftAlert(match, view, found.worst.event.input, { engine: ruleSet, profile }), found);
}

/** An alert over the worst event of a finding, with what the fold knows of all its events. */
export function withFinding(draft: Alert, found: Folded): Alert {
  const { id, firstSeen } = headOf(found);
  const lastSeen = instant(found, found.last.timeMs);
  return {
    ...draft,
    id,
    first_seen: firstSeen,
    last_seen: lastSeen,
    count: found.count,
    dedup: {
      key: found.dedupKey,
      until: found.untilMs === null ? null : instant(found, found.untilMs),
      suppressed: found.count - 1,
      last_suppressed: found.count > 1 ? lastSeen : null,
    },
    events: found.events.map(({ timeMs, event }) => ({
      id: event.id,
      time: instant(found, timeMs),
      action: event.action,
      input: event.input,
    })),
    degraded: found.degraded,
    input: found.last.event.input,
  };
}

function viewOf(record: Json): EventView {
  const recognition = recognise(record);
  if (recognition.kind === 'record') return eventViewOf(recognition);
  // What the tests of a rule call a record need not be a whole one.
  return rawEventView(isObject(record) ? record : {});
}

function instant({ isTimed }: Folded, timeMs: number): string | null {
  return isTimed ? formatInstant(timeMs) : null;
}
