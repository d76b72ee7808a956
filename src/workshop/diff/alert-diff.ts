/**
 * What another set of rules changes on the same logs: alerts that appear, vanish, or are told otherwise. An alert of one
 * side is the same as one of the other where the id is; where rule or variation changed, so did the id, and then it is
 * the one of the same rule about the same actor, target and first event.
 */
import type { Alert } from '../../alerts/alert.ts';
import type { Level } from '../../rule-language/rule.ts';

/** What is kept of an alert to compare it. Logs may yield many. */
export interface AlertOutline {
  readonly id: string;
  readonly rule: string;
  readonly variation: string | null;
  readonly level: Level;
  readonly count: number;
  readonly reason: string;
  readonly first_seen: string | null;
  readonly account: string | null;
  readonly actor: string;
  readonly target: string | null;
  readonly event: string | null;
}

/** An alert that both sides have and tell differently. */
export interface ChangedAlert {
  readonly before: AlertOutline;
  readonly after: AlertOutline;
}

/** The difference between two runs. Lists are in the order of the alerts' times. */
export interface AlertDiff {
  readonly appear: readonly AlertOutline[];
  readonly vanish: readonly AlertOutline[];
  /** Another level. */
  readonly level: readonly ChangedAlert[];
  /** The same level, but another variation or count. */
  readonly other: readonly ChangedAlert[];
  /** Alerts whose sentence alone is another. */
  readonly reworded: number;
  readonly same: number;
}

/** The outline of an alert. */
export function outlineOf(alert: Alert): AlertOutline {
  const target = alert.targets[0];
  return {
    id: alert.id,
    rule: alert.rule.name,
    variation: alert.variation,
    level: alert.level,
    count: alert.count,
    reason: alert.explanation.reason,
    first_seen: alert.first_seen,
    account: alert.account,
    actor: alert.actor.principal,
    target: target === undefined ? null : `${target.type} ${target.name ?? target.id}`,
    event: alert.events[0]?.id ?? null,
  };
}

/** Compares two runs over the same logs. */
export function alertDiff(before: readonly AlertOutline[], after: readonly AlertOutline[]): AlertDiff {
  const byId = pairUp(before, after, ({ id }) => id);
  const byMatter = pairUp(byId.before, byId.after, matterOf);
  const byEvent = pairUp(byMatter.before, byMatter.after, ({ rule, event }) => JSON.stringify([rule, event]));
  const pairs = [...byId.pairs, ...byMatter.pairs, ...byEvent.pairs].sort((left, right) =>
    inTime(left.after, right.after),
  );
  const level = pairs.filter((pair) => pair.before.level !== pair.after.level);
  const other = pairs.filter((pair) => !level.includes(pair) && isToldOtherwise(pair));
  const rest = pairs.length - level.length - other.length;
  const reworded = pairs.filter(
    (pair) => !level.includes(pair) && !isToldOtherwise(pair) && pair.before.reason !== pair.after.reason,
  ).length;
  return { appear: byEvent.after, vanish: byEvent.before, level, other, reworded, same: rest - reworded };
}

function isToldOtherwise({ before, after }: ChangedAlert): boolean {
  return before.variation !== after.variation || before.count !== after.count;
}

function matterOf({ rule, actor, account, target, event }: AlertOutline): string {
  return JSON.stringify([rule, actor, account, target, event]);
}

/** Pairs alerts with equal keys, first with first, and leaves the others in their order. */
function pairUp(
  before: readonly AlertOutline[],
  after: readonly AlertOutline[],
  keyOf: (alert: AlertOutline) => string,
): {
  readonly pairs: readonly ChangedAlert[];
  readonly before: readonly AlertOutline[];
  readonly after: readonly AlertOutline[];
} {
  const waiting = new Map<string, AlertOutline[]>();
  for (const alert of after) {
    const list = waiting.get(keyOf(alert));
    if (list === undefined) waiting.set(keyOf(alert), [alert]);
    else list.push(alert);
  }
  const pairs: ChangedAlert[] = [];
  const alone: AlertOutline[] = [];
  const taken = new Set<AlertOutline>();
  const next = new Map<string, number>();
  for (const alert of before) {
    const key = keyOf(alert);
    const position = next.get(key) ?? 0;
    const partner = waiting.get(key)?.[position];
    if (partner === undefined) {
      alone.push(alert);
      continue;
    }
    next.set(key, position + 1);
    taken.add(partner);
    pairs.push({ before: alert, after: partner });
  }
  return { pairs, before: alone, after: after.filter((alert) => !taken.has(alert)) };
}

function inTime(left: AlertOutline, right: AlertOutline): number {
  const [one, other] = [left.first_seen ?? '', right.first_seen ?? ''];
  return one < other ? -1 : one > other ? 1 : 0;
}
