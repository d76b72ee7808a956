/** How the alerts on the labelled cases of the development set agree with the adjudication. Pure. */
import { LEVELS, levelRank, type Alert, type Level } from '../src/alerts/alert.ts';
import { KINDS, type Adjudication, type Kind, type Need } from './devset-adjudication.fixture.ts';
import type { LabelledCase } from './devset-manifest.fixture.ts';

/** What a verdict needs to know of an alert. */
export type SeenAlert = Pick<Alert, 'level' | 'events'> & { readonly rule: Pick<Alert['rule'], 'name' | 'catalogue'> };

/** One labelled case with what must and must not be named, and what was. */
export interface JudgedCase extends LabelledCase, Adjudication {
  readonly alerts: readonly SeenAlert[];
}

/** A number of cases out of those that count. */
export interface Share {
  readonly hits: number;
  readonly of: number;
}

/** Cases that one event tells and in which something is to be named at `from` or above. */
export function singleCases(cases: readonly JudgedCase[], from: Level): readonly JudgedCase[] {
  return cases.filter((one) => one.kind === 'single' && due(one, from).length > 0);
}

/** Of {@link singleCases}, those in which everything that is to be named at `from` or above is named there. */
export function recall(cases: readonly JudgedCase[], from: Level): Share {
  const counted = singleCases(cases, from);
  return { hits: counted.filter((one) => missed(one, from).length === 0).length, of: counted.length };
}

/** Of all {@link singleCases}, those in which everything is named at the level that the entry asks for. */
export function recallAtTheirLevel(cases: readonly JudgedCase[]): Share {
  const counted = singleCases(cases, 'low');
  const hits = counted.filter((one) => one.mustName.every((need) => isNamed(one, need, need.level))).length;
  return { hits, of: counted.length };
}

/** What is to be named at `from` or above and is not named there. */
export function missed(one: JudgedCase, from: Level): readonly Need[] {
  return due(one, from).filter((need) => !isNamed(one, need, from));
}

/** Alerts that should not be there: from the level that the entry forbids upwards, and neither asked for nor excused. */
export function unjustified({ alerts, mustName, mustNot }: JudgedCase): readonly SeenAlert[] {
  return alerts.filter(
    (alert) =>
      isAtLeast(alert.level, mustNot.atLeast) &&
      !mustNot.unless.some((id) => alert.rule.catalogue.includes(id)) &&
      !mustName.some((need) => answers(alert, need)),
  );
}

/** Cases with any alert from a level upwards. */
export function flagged(cases: readonly JudgedCase[], from: Level): readonly JudgedCase[] {
  return cases.filter(({ alerts }) => alerts.some(({ level }) => isAtLeast(level, from)));
}

/** How many alerts there are of each level. */
export function perLevel(alerts: readonly Pick<Alert, 'level'>[]): readonly (readonly [Level, number])[] {
  return LEVELS.map((level) => [level, alerts.filter((alert) => alert.level === level).length]);
}

/** How many cases there are of each kind. */
export function perKind(cases: readonly JudgedCase[]): readonly (readonly [Kind, number])[] {
  return KINDS.map((kind) => [kind, cases.filter((one) => one.kind === kind).length]);
}

/** Whether a level is at least another. */
export function isAtLeast(level: Level, from: Level): boolean {
  return levelRank(level) >= levelRank(from);
}

function due({ mustName }: JudgedCase, from: Level): readonly Need[] {
  return mustName.filter(({ level }) => isAtLeast(level, from));
}

function isNamed({ alerts }: JudgedCase, need: Need, from: Level): boolean {
  return alerts.some((alert) => isAtLeast(alert.level, from) && answers(alert, need));
}

/** Whether an alert is about the action and of a rule that covers one of the ids, at whatever level. */
function answers({ rule, events }: SeenAlert, { action, ids }: Need): boolean {
  return events.some((event) => event.action === action) && ids.some((id) => rule.catalogue.includes(id));
}
