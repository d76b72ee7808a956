/** Makes the alert of a finding: the draft of its worst event, with what the fold knows of all of them. */
import type { EventView } from '../events/audit-event.ts';
import { eventViewOf, rawEventView } from '../events/event-view.ts';
import { recognise } from '../events/recognise.ts';
import type { MemoryRule } from '../rule-language/memory-rule.ts';
import type { RuleMatch } from '../rule-language/rule-set.ts';
import { kindOf, type Level } from '../rule-language/rule.ts';
import { hashId } from '../std/hash.ts';
import { isObject, type Json } from '../std/json.ts';
import { formatInstant } from '../std/time.ts';
import type { Alert } from './alert.ts';
import type { Engine } from './counterfactual.ts';
import { draftAlert } from './draft.ts';
import type { FindingContext } from './finding-context.ts';
import type { Folded } from './fold.ts';
import { memoryRuleNamed, type Severity, severityOf } from './severity.ts';

/** What is known of an alert before it is made. */
export interface AlertHead {
  readonly id: string;
  readonly rule: string;
  readonly level: Level;
  readonly firstSeen: string | null;
  /** Why it does not count yet: there was not enough log before it to tell. */
  readonly notReady: string | null;
}

/** The head of a finding's alert. */
export function headOf(found: Folded, context: FindingContext): AlertHead {
  return headWith(found, severityOf(found, context));
}

function headWith(found: Folded, { level, notReady }: Severity): AlertHead {
  const { ruleId, dedupKey, cloud, account, variation, first } = found;
  return {
    notReady: notReady ?? null,
    id: hashId([ruleId, variation ?? '', dedupKey, cloud, account ?? '', first.event.id]),
    rule: found.rule,
    level,
    firstSeen: instant(found, first.timeMs),
  };
}

/** The alert of a finding; `head` is what is known of it already. */
export function alertOf(found: Folded, context: FindingContext, head?: AlertHead): Alert {
  const alert = alertWhereMatched(found, context, head);
  if (alert === undefined) throw new Error(`Cannot make an alert: rule ${found.rule} does not match its event`);
  return alert;
}

/** The same where the rule may have been edited since: undefined where it matches the finding's worst event no more. */
export function alertWhereMatched(found: Folded, context: FindingContext, head?: AlertHead): Alert | undefined {
  const { ruleSet, profile } = context;
  const severity = severityOf(found, context);
  const { notReady, states } = severity;
  const { id, level } = head ?? headWith(found, severity);
  const remembering = memoryRuleNamed(found.rule, ruleSet);
  const matched = matchOf(found, remembering, context);
  if (matched === undefined) return undefined;
  const { match, view, engine } = matched;
  const remembered = remembering === undefined ? undefined : { memory: remembering.memory, found };
  const modified = found.prior === undefined ? undefined : { states, seenMs: found.prior.seenMs };
  const draft = draftAlert(match, view, found.worst.event.input, { engine, profile, remembered, modified });
  const alert: Alert = {
    ...draft,
    id,
    rule: { ...draft.rule, kind: remembering === undefined ? 'match' : kindOf(remembering) },
    level,
    severity: severity.shown,
    explanation:
      notReady === undefined
        ? draft.explanation
        : { ...draft.explanation, reason: `Too little log to tell: ${draft.explanation.reason}` },
    missing_context: [...severity.unknown, ...draft.missing_context],
  };
  return withEvents(alert, found);
}

/** An alert with what the fold knows of its events by now; what it says of the worst one stays. */
export function withEvents(alert: Alert, found: Folded): Alert {
  const lastSeen = instant(found, found.last.timeMs);
  const foldsRepeats = alert.rule.kind === 'match';
  return {
    ...alert,
    first_seen: instant(found, found.first.timeMs),
    last_seen: lastSeen,
    count: found.count,
    dedup: {
      key: found.dedupKey,
      until: found.untilMs === null ? null : instant(found, found.untilMs),
      suppressed: foldsRepeats ? found.count - 1 : 0,
      last_suppressed: foldsRepeats && found.count > 1 ? lastSeen : null,
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

/** The match of the worst event, in the words of the rule that found it. */
function matchOf(
  found: Folded,
  remembering: MemoryRule | undefined,
  { ruleSet }: FindingContext,
): { readonly match: RuleMatch; readonly view: EventView; readonly engine: Engine } | undefined {
  const view = viewOf(found.record);
  if (remembering === undefined) {
    const own = ruleSet.rules.find(({ name }) => name === found.rule);
    const match = own && ruleSet.matchOf(own, view);
    const isSame = match !== undefined && (match.variation?.name ?? null) === found.variation;
    return isSame ? { match, view, engine: ruleSet } : undefined;
  }
  for (const source of ruleSet.rules) {
    if (!remembering.sources.some(({ rule }) => rule === source)) continue;
    const match = ruleSet.matchOf(source, view);
    const feed = match && ruleSet.feeds(match, view).find(({ rule }) => rule === remembering);
    if (feed === undefined) continue;
    // The rule that counts speaks, and the one that it counts is asked about the event.
    const rule = { ...source, ...remembering.words, memory: remembering.memory };
    const engine: Engine = {
      matchesRule: (_, event) => ruleSet.matchesRule(source, event),
      identifiersHeld: (_, event) => ruleSet.identifiersHeld(source, event),
      matchedElements: (_, event) => ruleSet.matchedElements(source, event),
    };
    return { match: { rule, variation: feed.variation, level: feed.level }, view, engine };
  }
  return undefined;
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
