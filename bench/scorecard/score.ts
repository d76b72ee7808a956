/** Joins alerts to the truth by the ids of their events, and says of every story what became of it. */
import type { Instance } from '../organisation/attack/schedule.ts';

export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof LEVELS)[number];

/** What the scorecard reads of an alert (docs/outputs.md). */
export interface ScoredAlert {
  readonly status: string;
  readonly level: Level;
  readonly rule: { readonly name: string };
  readonly events: readonly { readonly id: string }[];
}

/** What became of one story. */
export interface Verdict {
  readonly instance: Instance;
  /** Most severe open alert that shows one of the key events. Undefined where there is none: missed. */
  readonly noticed: Level | undefined;
  /** Most severe open alert that shows any of its events. */
  readonly touched: Level | undefined;
  /** Names of rules by the most severe alert of each on any of its events. */
  readonly rules: Readonly<Record<string, Level>>;
}

export interface Score {
  readonly verdicts: readonly Verdict[];
  /** Alerts that show events of no story. */
  readonly ofLife: readonly ScoredAlert[];
}

export function score(instances: readonly Instance[], alerts: Iterable<ScoredAlert>): Score {
  const owners = new Map<string, number>();
  for (const [at, { events }] of instances.entries()) for (const id of events) owners.set(id, at);
  const keys = new Set(instances.flatMap(({ key_events }) => key_events));
  const noticed = new Map<number, Level>();
  const touched = new Map<number, Level>();
  const rules = new Map<number, Record<string, Level>>();
  const ofLife: ScoredAlert[] = [];
  for (const alert of alerts) {
    if (alert.status !== 'open') continue;
    const shown = alert.events.filter(({ id }) => owners.has(id));
    if (shown.length === 0) ofLife.push(alert);
    for (const { id } of shown) {
      const owner = owners.get(id) ?? -1;
      raise(touched, owner, alert.level);
      if (keys.has(id)) raise(noticed, owner, alert.level);
      const named = rules.get(owner) ?? {};
      named[alert.rule.name] = worse(named[alert.rule.name], alert.level);
      rules.set(owner, named);
    }
  }
  const verdicts = instances.map((instance, at) => ({
    instance,
    noticed: noticed.get(at),
    touched: touched.get(at),
    rules: rules.get(at) ?? {},
  }));
  return { verdicts, ofLife };
}

export function atLeast(level: Level | undefined, least: Level): boolean {
  return level !== undefined && LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}

function raise(levels: Map<number, Level>, owner: number, level: Level): void {
  levels.set(owner, worse(levels.get(owner), level));
}

function worse(one: Level | undefined, other: Level): Level {
  return one !== undefined && atLeast(one, other) ? one : other;
}
