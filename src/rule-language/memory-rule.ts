/**
 * Rules that remember, whichever way they were written: with `threshold` or `new_terms` beside their detection, or as a Sigma
 * correlation over other rules. Checked completely: nobody who drives a fold asks again what a name means.
 */
import type { EventView } from '../events/audit-event.ts';
import { fieldReader, type FieldReaders } from './field-reader.ts';
import { type FoundElements, type Memory, type MemoryEntry, type MemoryReader, memoryReader } from './memory.ts';
import type { Level, Rule, Variation } from './rule.ts';

/** What an alert says of the rule that found it. */
export type RuleWords = Omit<
  Rule,
  | 'kind'
  | 'logsource'
  | 'taxonomy'
  | 'detection'
  | 'memory'
  | 'modifiers'
  | 'filters'
  | 'places'
  | 'variations'
  | 'tests'
  | 'equivalentMutants'
>;

/** A rule whose matches count, and the names that the fields of the memory have in its events. */
export interface MemorySource {
  readonly rule: Rule;
  readonly memory: Memory;
}

/** A rule that remembers. */
export interface MemoryRule {
  /** What its alerts say; for a rule with its own detection, the rule itself. */
  readonly words: RuleWords;
  /** What is asked of the fold; the fields in it are those of its first source. */
  readonly memory: Memory;
  /** Rules whose matches it counts; an event that two of them match counts for the first. */
  readonly sources: readonly MemorySource[];
  /** Level of every finding; undefined: as bad as its worst event. */
  readonly level: Level | undefined;
  /** Whether its sources also alert by themselves. */
  readonly sourcesAlert: boolean;
}

/** What one match contributes to a rule that remembers. */
export interface MemoryFeed {
  readonly rule: MemoryRule;
  readonly entry: MemoryEntry;
  /** How bad this event is by itself, and in which case. */
  readonly level: Level;
  readonly variation: Variation | undefined;
  /** Position among the sources: of two that one event feeds, the lower one counts. */
  readonly source: number;
}

/** A match, as far as a memory asks. */
interface Matched {
  readonly rule: Rule;
  readonly variation: Variation | undefined;
  readonly level: Level;
}

/** All rules that remember: those with a memory of their own, then the correlations. */
export function memoryRulesOf(loaded: {
  readonly rules: readonly Rule[];
  readonly correlated?: readonly MemoryRule[];
}): readonly MemoryRule[] {
  const own = loaded.rules.flatMap((rule): readonly MemoryRule[] => {
    const { memory } = rule;
    if (memory === undefined) return [];
    return [{ words: rule, memory, sources: [{ rule, memory }], level: undefined, sourcesAlert: false }];
  });
  return [...own, ...(loaded.correlated ?? [])];
}

/** Answers, for a rule that matched an event, what the match contributes to which memories: to one more than once where terms are new one by one. */
export type Feeds = (match: Matched, event: EventView) => readonly MemoryFeed[];

/** What the answer is prepared with. */
export interface FeedReading {
  readonly readers?: FieldReaders;
  /** The list into which the detection of a rule looks, with the elements that it finds. */
  readonly foundBy?: (rule: Rule) => FoundElements | undefined;
}

/** Prepares the answer: the readers of all memories, by the rule whose matches they read. */
export function feedsOf(
  memoryRules: readonly MemoryRule[],
  { readers = fieldReader, foundBy }: FeedReading = {},
): Feeds {
  const fed = new Map<Rule, readonly Feed[]>();
  for (const rule of memoryRules) {
    for (const [source, { rule: counted, memory }] of rule.sources.entries()) {
      const feed = feedOf(rule, source, memoryReader(memory, { readers, found: foundBy?.(counted) }));
      fed.set(counted, [...(fed.get(counted) ?? []), feed]);
    }
  }
  return (match, event) => (fed.get(match.rule) ?? []).flatMap((feed) => feed(match, event));
}

type Feed = (match: Matched, event: EventView) => readonly MemoryFeed[];

function feedOf(rule: MemoryRule, source: number, read: MemoryReader): Feed {
  return ({ level, variation }, event) => {
    // A correlation has one level and no cases; its own rules may have both.
    const told = rule.level === undefined ? { level, variation } : { level: rule.level, variation: undefined };
    return read(event).map((entry) => ({ rule, entry, ...told, source }));
  };
}

/**
 * Rules that never alert on an event by themselves: those that remember, and those that a correlation counts, unless it or
 * another one wants them told too.
 */
export function silentRulesOf(memoryRules: readonly MemoryRule[]): ReadonlySet<Rule> {
  const told = new Set<Rule>();
  const counted = new Set<Rule>();
  for (const { sources, sourcesAlert } of memoryRules) {
    for (const { rule } of sources) (sourcesAlert ? told : counted).add(rule);
  }
  return new Set([...counted].filter((rule) => rule.memory !== undefined || !told.has(rule)));
}
