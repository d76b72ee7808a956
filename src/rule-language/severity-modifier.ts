/**
 * Modifiers of severity: named steps by which the level of a single-event rule rises, here where something was not seen in the time
 * before. The level is the sum of the base and of what holds, clamped, and is computed from what the fold remembers.
 */
import { isNewTo, type Rise } from '../detectors/modified-repeats.ts';
import type { Prior } from '../detectors/detector.ts';
import type { EventView } from '../events/audit-event.ts';
import { fieldReader, type FieldReaders } from './field-reader.ts';
import { memoryReader } from './memory.ts';
import { isReady } from './readiness.ts';
import { type Level, levels, type Rule, type SeverityModifier } from './rule.ts';

/** How one modifier bears on an alert. */
export interface ModifierState {
  readonly modifier: SeverityModifier;
  /** `raised`: it holds; `seen`: it does not; `not-ready`: there is too little log to tell. */
  readonly kind: 'raised' | 'seen' | 'not-ready';
  /** Levels by which it really raised; nothing is worse than critical. */
  readonly change: number;
}

/** The sum. */
export interface SeveritySum {
  /** Position of the level among the levels. */
  readonly rank: number;
  readonly states: readonly ModifierState[];
}

/** Adds up the modifiers of an event. `logSinceMs` is when the log of its source begins; undefined where none is known. */
export function severitySum(
  modifiers: readonly SeverityModifier[],
  { baseRank, seenMs }: Prior,
  { timeMs, logSinceMs }: { readonly timeMs: number; readonly logSinceMs: number | undefined },
): SeveritySum {
  const states: ModifierState[] = [];
  let rank = baseRank;
  for (const modifier of modifiers) {
    const { memory, raise } = modifier;
    if (!isNewTo(memory, seenMs, timeMs)) {
      states.push({ modifier, kind: 'seen', change: 0 });
    } else if (logSinceMs === undefined || !isReady(memory, { logSinceMs, timeMs })) {
      states.push({ modifier, kind: 'not-ready', change: 0 });
    } else {
      const change = Math.min(raise, RANK_MAX - rank);
      rank += change;
      states.push({ modifier, kind: 'raised', change });
    }
  }
  return { rank, states };
}

/** Position of the worst level. */
const RANK_MAX = levels.length - 1;

/** The levels that a rule can reach: its own, those of its variations, and what its modifiers make of these. */
export function reachableLevels({
  level,
  variations,
  modifiers,
}: Pick<Rule, 'level' | 'variations' | 'modifiers'>): readonly Level[] {
  const ranks = new Set([level, ...variations.map((one) => one.level)].map((one) => levels.indexOf(one)));
  for (const { raise } of modifiers) for (const rank of [...ranks]) ranks.add(Math.min(rank + raise, RANK_MAX));
  return [...ranks].flatMap((rank) => levels[rank] ?? []);
}

/** What the fold of a rule with modifiers has to know of them. */
export function risesOf({ modifiers }: Pick<Rule, 'modifiers'>): readonly Rise[] {
  return modifiers.map(({ raise, memory: { historyMs } }) => ({ historyMs, raise }));
}

/** Reads what the modifiers of a rule ask about; undefined where an event lacks one of the values, or has no time. */
export function termsReader(
  { modifiers }: Pick<Rule, 'modifiers'>,
  readers: FieldReaders = fieldReader,
): (event: EventView) => readonly string[] | undefined {
  const [first] = modifiers;
  if (first === undefined) return () => undefined;
  const read = memoryReader(first.memory, { readers });
  return (event) => (event.audit().timeMs === undefined ? undefined : read(event)[0]?.key);
}
