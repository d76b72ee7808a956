/**
 * A continuing run: batch by batch it takes what is new, and changes what the store knows in one transaction: the folds, the
 * alerts, and how far the input was read. Whatever ends the program before that changes nothing.
 *
 * Law (P1): for any split of a delivery into batches in which every event is on time, the alerts of the store that are not
 * superseded are those of the bounded run over all of it. Pure: the clock comes in with the options, the store through `ports.ts`.
 */
import type { InputPosition } from '../alerts/draft.ts';
import type { FindingContext } from '../alerts/finding-context.ts';
import type { Sighting } from '../alerts/sighting.ts';
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import type { RuleSet } from '../rule-language/rule-set.ts';
import type { Json } from '../std/json.ts';
import { type FoldMeaning, foldMeaning } from './fold-meaning.ts';
import { PartitionPass, type PassCounts, type PassSurroundings } from './partition-pass.ts';
import type { CloudClock, FilePosition, MakeSorter, RuleState, StateChange, StateStore } from './ports.ts';
import { Scan, type ScanCounts, type Taken } from './scan.ts';
import type { Skimmed, Skimmer } from './skim.ts';

/** Event times so far beyond the clock are not believed (design section 7). */
export const AHEAD_MS = 10 * 60_000;

/** How late an event may come, where nobody says otherwise. */
export const LATENESS_MS = 24 * 3_600_000;

/** Folds kept of one rule. */
export const KEYS_PER_RULE_MAX = 100_000;

/** What a batch has to know. */
export interface BatchOptions {
  /** Whose logs these are. */
  readonly profile: OrganisationProfile;
  readonly latenessMs: number;
  /** What the clock says now. */
  readonly nowMs: number;
  readonly keysPerRuleMax?: number;
  /** Events of one fold that are kept while they may still be preceded by others. */
  readonly tailMax?: number;
}

/** What a batch did beside its alerts. */
export interface BatchReport extends PassCounts {
  /** Event times before which an event is late from now on, by cloud. */
  readonly watermarks: ReadonlyMap<string, number>;
  /** Rules that now remember something else, and how many folds of theirs were forgotten. */
  readonly dropped: readonly { readonly rule: string; readonly folds: number }[];
  /** Rules with more folds than are kept, and how many were forgotten. */
  readonly evicted: readonly { readonly rule: string; readonly folds: number }[];
}

/** One batch. Take its records, then commit once. */
export class Batch {
  readonly #rules: RuleSet;
  readonly #options: BatchOptions;
  readonly #scan: Scan;
  readonly #meanings = new Map<string, FoldMeaning>();

  constructor(rules: RuleSet, options: BatchOptions, makeSorter: MakeSorter) {
    this.#rules = rules;
    this.#options = options;
    const all = { sinceMs: undefined, untilMs: undefined, isolate: false };
    const { profile, nowMs } = options;
    this.#scan = new Scan(rules, { ...all, profile, clockMaxMs: nowMs + AHEAD_MS }, makeSorter);
  }

  /** As in {@link Scan}. */
  skimmer(): Skimmer | undefined {
    return this.#scan.skimmer();
  }

  /** As in {@link Scan}. */
  takeSkimmed(skimmed: Skimmed, input: InputPosition): boolean {
    return this.#scan.takeSkimmed(skimmed, input);
  }

  /** As in {@link Scan}. */
  take(value: Json, input: InputPosition): Taken {
    return this.#scan.take(value, input);
  }

  get counts(): ScanCounts {
    return this.#scan.counts;
  }

  /** Folds what was taken, and keeps the outcome with how far the input was read. */
  async commit(store: StateStore, positions: readonly FilePosition[]): Promise<BatchReport> {
    return store.change(async (change) => {
      const dropped = await this.#dropOldMeanings(change);
      const clocks = await this.#moveClocks(change);
      const logBegins = await this.#keepLogBegins(change, clocks.before);
      const states = new Map((await change.rules()).map((state) => [state.rule, state]));
      const counts = await this.#fold({
        change,
        clocks,
        context: {
          ruleSet: this.#rules,
          profile: this.#options.profile,
          logSinceMs: (source) => logBegins.get(source),
        },
        states,
      });
      for (const { cloud, watermarkMs } of clocks.after.values()) await change.expireFolds(cloud, watermarkMs);
      const evicted = await this.#evict(change, states, counts.begun);
      for (const position of positions) await change.savePosition(position);
      const watermarks = new Map([...clocks.after.values()].map(({ cloud, watermarkMs }) => [cloud, watermarkMs]));
      return { ...counts, dropped, evicted, watermarks };
    });
  }

  /** Frees what the batch holds outside of memory, committed or not. */
  async close(): Promise<void> {
    await this.#scan.close();
  }

  async #fold(run: FoldRun): Promise<PassCounts & { readonly begun: ReadonlySet<string> }> {
    const { change, clocks, context, states } = run;
    const counts = { lateTold: 0, lateKnown: 0, lateLeftOut: 0, aheadLeftOut: 0, unplaced: 0, sealedEarly: 0 };
    const begun = new Set<string>();
    let pass: PartitionPass | undefined;
    for await (const sighting of this.#scan.sightings()) {
      if (pass?.partition !== sighting.partition) {
        await pass?.end();
        const { rule } = sighting;
        const meaning = this.#meaningOf(rule);
        pass = new PartitionPass(sighting, {
          ...{ change, context, counts, meaning, detector: this.#scan.foldOf(rule) },
          times: timesOf(sighting, clocks, this.#options),
          tailMax: this.#options.tailMax,
          evictedToMs: states.get(rule)?.evictedToMs ?? null,
          begun: () => begun.add(rule),
        });
      }
      await pass.take(sighting.observation);
    }
    await pass?.end();
    return { ...counts, begun };
  }

  /** Where a rule now remembers something else, what it remembered is dropped. */
  async #dropOldMeanings(change: StateChange): Promise<BatchReport['dropped']> {
    const known = new Map((await change.rules()).map((state) => [state.rule, state]));
    const dropped: { readonly rule: string; readonly folds: number }[] = [];
    for (const rule of namesOf(this.#rules)) {
      const { fingerprint } = this.#meaningOf(rule);
      const before = known.get(rule);
      if (before?.fingerprint === fingerprint) continue;
      if (before !== undefined) {
        const folds = await change.dropFolds(rule);
        if (folds > 0) dropped.push({ rule, folds });
      }
      await change.saveRule({ rule, fingerprint, evictedToMs: null });
    }
    return dropped;
  }

  async #moveClocks(change: StateChange): Promise<Clocks> {
    const before = new Map((await change.clocks()).map((clock) => [clock.cloud, clock]));
    const after = new Map(before);
    for (const [cloud, newestMs] of this.#scan.newestMs) {
      const clock = before.get(cloud);
      const moved = {
        cloud,
        newestMs: Math.max(newestMs, clock?.newestMs ?? newestMs),
        watermarkMs: Math.max(newestMs - this.#options.latenessMs, clock?.watermarkMs ?? Number.NEGATIVE_INFINITY),
      };
      after.set(cloud, moved);
      await change.saveClock(moved);
    }
    return { before, after };
  }

  /** Late history was not folded by the rules that remember, so it does not make a log longer. */
  async #keepLogBegins(change: StateChange, clocks: Clocks['before']): Promise<ReadonlyMap<string, number>> {
    const begins = new Map(await change.logBegins());
    for (const [source, readSinceMs] of this.#scan.logBegins) {
      const [cloud = ''] = source.split(':', 1);
      const sinceMs = Math.max(readSinceMs, clocks.get(cloud)?.watermarkMs ?? readSinceMs);
      const known = begins.get(source);
      if (known !== undefined && known <= sinceMs) continue;
      begins.set(source, sinceMs);
      await change.saveLogBegin(source, sinceMs);
    }
    return begins;
  }

  async #evict(
    change: StateChange,
    states: ReadonlyMap<string, RuleState>,
    begun: ReadonlySet<string>,
  ): Promise<BatchReport['evicted']> {
    const evicted: { readonly rule: string; readonly folds: number }[] = [];
    for (const rule of begun) {
      const folds = (await change.countFolds(rule)) - (this.#options.keysPerRuleMax ?? KEYS_PER_RULE_MAX);
      if (folds <= 0) continue;
      const toMs = await change.evictFolds(rule, folds);
      const state = states.get(rule);
      const evictedToMs = Math.max(toMs, state?.evictedToMs ?? toMs);
      await change.saveRule({ rule, fingerprint: this.#meaningOf(rule).fingerprint, evictedToMs });
      evicted.push({ rule, folds });
    }
    return evicted;
  }

  #meaningOf(rule: string): FoldMeaning {
    const known = this.#meanings.get(rule);
    if (known !== undefined) return known;
    const meaning = foldMeaning(rule, this.#rules);
    this.#meanings.set(rule, meaning);
    return meaning;
  }
}

interface Clocks {
  readonly before: ReadonlyMap<string, CloudClock>;
  readonly after: ReadonlyMap<string, CloudClock>;
}

interface FoldRun {
  readonly change: StateChange;
  readonly clocks: Clocks;
  readonly context: FindingContext;
  readonly states: ReadonlyMap<string, RuleState>;
}

/** Events without a readable time are folded among themselves, and never late. */
function timesOf(
  { cloud, isTimed }: Sighting,
  { before, after }: Clocks,
  { nowMs }: BatchOptions,
): PassSurroundings['times'] {
  const never = { lateBeforeMs: Number.NEGATIVE_INFINITY, watermarkMs: Number.NEGATIVE_INFINITY, aheadAfterMs: nowMs };
  if (!isTimed) return { ...never, aheadAfterMs: Number.POSITIVE_INFINITY };
  return {
    lateBeforeMs: before.get(cloud)?.watermarkMs ?? never.lateBeforeMs,
    watermarkMs: after.get(cloud)?.watermarkMs ?? never.watermarkMs,
    aheadAfterMs: nowMs + AHEAD_MS,
  };
}

/** Rules that fold anything: those that alert on each event, and those that remember. */
function namesOf({ rules, memoryRules, silentRules }: RuleSet): readonly string[] {
  return [
    ...rules.filter((rule) => !silentRules.has(rule)).map(({ name }) => name),
    ...memoryRules.map(({ words }) => words.name),
  ];
}
