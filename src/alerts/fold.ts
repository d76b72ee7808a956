/**
 * Folds sightings into what the rules found, fold by fold.
 *
 * Law: the findings depend on the set of events alone, not on the order, the splitting or the doubling of their
 * delivery (design P1). The input must come sorted by {@link sortKeyOf}; everything else follows from it.
 */
import { type Detector, type Finding, type KeptEvent, type Observation, type Prior } from '../detectors/detector.ts';
import { keptOf } from '../detectors/growing-finding.ts';
import { SortedFold } from '../detectors/sorted-fold.ts';
import type { Json } from '../std/json.ts';
import type { Evidence, Sighting } from './sighting.ts';

/** One finding with what an alert is made of. Survives JSON. */
export interface Folded {
  /** Name of the rule. */
  readonly rule: string;
  /** Its id, or its name where it has none. */
  readonly ruleId: string;
  readonly dedupKey: string;
  /** What its worst event is judged by, where its rule has modifiers that could be asked. */
  readonly prior?: Prior;
  readonly cloud: Sighting['cloud'];
  readonly account: string | null;
  readonly isTimed: boolean;
  /** Position of the level of its worst event among the levels. */
  readonly rank: number;
  readonly variation: string | null;
  /** The record of its worst event: the alert speaks of it. */
  readonly record: Json;
  readonly worst: KeptEvent;
  readonly first: KeptEvent;
  readonly last: KeptEvent;
  readonly count: number;
  readonly events: readonly KeptEvent[];
  readonly measured: number | null;
  readonly untilMs: number | null;
  readonly degraded: boolean;
}

/** The fold of a rule, by its name. */
export type FoldOfRule = (rule: string) => Detector<unknown, Evidence>;

/** Findings from sorted sightings, fold by fold. Memory: one fold. */
export async function* foldSightings(sorted: AsyncIterable<Sighting>, foldOf: FoldOfRule): AsyncGenerator<Folded> {
  let running: RunningFold | undefined;
  for await (const sighting of sorted) {
    if (running?.partition !== sighting.partition) {
      if (running !== undefined) yield* running.end();
      running = new RunningFold(sighting, foldOf(sighting.rule));
    }
    yield* running.take(sighting.observation);
  }
  if (running !== undefined) yield* running.end();
}

/** One fold in the making: take its observations in order, then end. */
export class RunningFold {
  readonly partition: string;
  readonly #about: Sighting;
  readonly #fold: SortedFold<Evidence>;

  constructor(first: Sighting, detector: Detector<unknown, Evidence>) {
    this.partition = first.partition;
    this.#about = first;
    this.#fold = new SortedFold(detector);
  }

  take(next: Observation<Evidence>): readonly Folded[] {
    return this.#fold.take(next).map((finding) => folded(finding, this.#about));
  }

  end(): readonly Folded[] {
    return this.#fold.end().map((finding) => folded(finding, this.#about));
  }
}

/** What an alert needs of a finding. `about` is any sighting of its fold. */
export function folded(
  { first, last, worst, count, events, measured, untilMs, degraded }: Finding<Evidence>,
  { rule, ruleId, dedupKey, cloud, isTimed }: Omit<Sighting, 'observation' | 'partition'>,
): Folded {
  return {
    ...{ rule, ruleId, cloud, isTimed },
    dedupKey: first.dedupKey ?? dedupKey,
    ...(worst.prior !== undefined && { prior: worst.prior }),
    // Of the first event, as the id of the alert is: any other one may come later, or may have been forgotten.
    account: first.payload.account,
    rank: worst.rank,
    variation: worst.payload.variation,
    record: worst.payload.record,
    worst: keptOf(worst),
    first: keptOf(first),
    last: keptOf(last),
    count,
    events,
    measured: measured ?? null,
    untilMs: untilMs ?? null,
    degraded,
  };
}
