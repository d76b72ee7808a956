/** Makes the alert of a finding: the draft of its worst event, with what the fold knows of all of them. */
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import type { EventView } from '../events/audit-event.ts';
import { eventViewOf, rawEventView } from '../events/event-view.ts';
import { recognise } from '../events/recognise.ts';
import type { MemoryRule } from '../rule-language/memory-rule.ts';
import { isReady } from '../rule-language/readiness.ts';
import type { RuleMatch, RuleSet } from '../rule-language/rule-set.ts';
import { kindOf, type Level, levels } from '../rule-language/rule.ts';
import { hashId } from '../std/hash.ts';
import { isObject, type Json } from '../std/json.ts';
import { durationText, formatInstant } from '../std/time.ts';
import type { Alert } from './alert.ts';
import type { Engine } from './counterfactual.ts';
import { draftAlert } from './draft.ts';
import type { Folded } from './fold.ts';

/** What is known beside a finding. */
export interface FindingContext {
  readonly ruleSet: RuleSet;
  readonly profile: OrganisationProfile;
  /** Event time at which the log of a source begins: `aws:111122223333`. `file` is where the finding's first event was read. */
  readonly logSinceMs: (source: string, file: string) => number | undefined;
}

/** What is known of an alert before it is made. */
export interface AlertHead {
  readonly id: string;
  readonly rule: string;
  readonly level: Level;
  readonly firstSeen: string | null;
  /** Why it does not count yet: there was not enough log before it to tell. */
  readonly notReady: string | null;
}

/** A finding that cannot count yet is told for information only. */
const NOT_READY: Level = 'informational';
/** Name of the modifier that lowers it. */
export const NOT_READY_NAME = 'not ready';

/** The head of a finding's alert. */
export function headOf(found: Folded, context: FindingContext): AlertHead {
  const { ruleId, dedupKey, cloud, account, variation, first } = found;
  const notReady = readinessOf(found, context) ?? null;
  return {
    notReady,
    id: hashId([ruleId, variation ?? '', dedupKey, cloud, account ?? '', first.event.id]),
    rule: found.rule,
    level: notReady === null ? levelOf(found) : NOT_READY,
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
export function alertWhereMatched(
  found: Folded,
  context: FindingContext,
  head: AlertHead = headOf(found, context),
): Alert | undefined {
  const { ruleSet, profile } = context;
  const { id, level, notReady } = head;
  const remembering = memoryRuleNamed(found.rule, ruleSet);
  const matched = matchOf(found, remembering, context);
  if (matched === undefined) return undefined;
  const { match, view, engine } = matched;
  const remembered = remembering === undefined ? undefined : { memory: remembering.memory, found };
  const draft = draftAlert(match, view, found.worst.event.input, { engine, profile, remembered });
  const base = levelOf(found);
  const change = levels.indexOf(level) - levels.indexOf(base);
  const alert: Alert = {
    ...draft,
    id,
    rule: { ...draft.rule, kind: remembering === undefined ? 'match' : kindOf(remembering) },
    level,
    severity: { base, modifiers: notReady === null ? [] : [{ name: NOT_READY_NAME, change }] },
    explanation:
      notReady === null
        ? draft.explanation
        : { ...draft.explanation, reason: `Too little log to tell: ${draft.explanation.reason}` },
    missing_context: [...(notReady === null ? [] : [notReady]), ...draft.missing_context],
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
  const matches = ruleSet.match(view);
  if (remembering === undefined) {
    const match = matches.find(
      ({ rule, variation }) => rule.name === found.rule && (variation?.name ?? null) === found.variation,
    );
    return match && { match, view, engine: ruleSet };
  }
  for (const match of matches) {
    const feed = ruleSet.feeds(match, view).find(({ rule }) => rule === remembering);
    if (feed === undefined) continue;
    const { rule: source } = match;
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

/** Why a finding does not count yet; undefined where it does. */
function readinessOf(found: Folded, { ruleSet, logSinceMs }: FindingContext): string | undefined {
  const memory = memoryRuleNamed(found.rule, ruleSet)?.memory;
  if (memory?.kind !== 'new-terms') return undefined;
  const source = `${found.cloud}:${found.account ?? ''}`;
  const since = logSinceMs(source, found.first.event.input.file);
  if (since !== undefined && isReady(memory, { logSinceMs: since, timeMs: found.first.timeMs })) return undefined;
  const of = source.replace(':', ' ');
  const begins =
    since === undefined ? `no log of ${of} is known` : `the log of ${of} begins on ${formatInstant(since)}`;
  return `not ready: ${begins}, and what is new needs ${durationText(memory.readinessMs)} of log before it`;
}

function memoryRuleNamed(name: string, { memoryRules }: RuleSet): MemoryRule | undefined {
  return memoryRules.find(({ words }) => words.name === name);
}

function levelOf({ rank }: Folded): Level {
  return levels[rank] ?? NOT_READY;
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
