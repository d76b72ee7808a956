/** What the folds of a rule mean beyond one run: what makes a kept one useless, and how long one is needed. */
import { foldOf } from '../alerts/sighting.ts';
import { DEFAULT_PERIOD_MS, type Memory } from '../rule-language/memory.ts';
import { periodOf } from '../rule-language/repeats-key.ts';
import type { RuleSet } from '../rule-language/rule-set.ts';
import type { Dedup } from '../rule-language/rule.ts';
import { hashId } from '../std/hash.ts';

/** The folds of one rule. */
export interface FoldMeaning {
  /** Whether the rule remembers; else its repeats fold, and every event alerts by itself. */
  readonly remembers: boolean;
  /**
   * Equal as long as the rule remembers the same of its events, in the same form. An edit of what it says, or of which events it
   * matches, leaves it: what was learned stays (R171).
   */
  readonly fingerprint: string;
  /** So long after its newest event a fold knows nothing that a later event could need. */
  readonly horizonMs: number;
}

/** The meaning of the folds of a rule of the set, by its name. */
export function foldMeaning(name: string, ruleSet: Pick<RuleSet, 'rules' | 'memoryRules'>): FoldMeaning {
  const remembering = ruleSet.memoryRules.find(({ words }) => words.name === name);
  const single = remembering === undefined ? ruleSet.rules.find((rule) => rule.name === name) : undefined;
  const words = remembering?.words ?? single;
  if (words === undefined) throw new Error(`Cannot fold: no rule "${name}"`);
  const counted = remembering?.sources.map(({ rule, memory }) => [rule.name, memory]);
  const modifiers = single?.modifiers ?? [];
  // Only where there are any: without, the fingerprint is the one that states of before have.
  const judged = modifiers.map(({ raise, memory: { terms, historyMs } }) => [raise, terms, historyMs]);
  const { version } = foldOf(name, ruleSet);
  return {
    remembers: remembering !== undefined,
    fingerprint: hashId([
      String(version),
      JSON.stringify([remembering?.memory ?? null, counted ?? [], words.dedup ?? null, ...judged]),
    ]),
    horizonMs: Math.max(
      horizonOf(remembering?.memory, words.dedup),
      ...modifiers.map(({ memory }) => memory.historyMs),
    ),
  };
}

function horizonOf(memory: Memory | undefined, dedup: Dedup | undefined): number {
  const periodMs = periodOf(dedup);
  if (memory === undefined) return periodMs ?? 0;
  return memory.kind === 'threshold' ? memory.windowMs : Math.max(memory.historyMs, periodMs ?? DEFAULT_PERIOD_MS);
}
