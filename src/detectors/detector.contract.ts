/**
 * The laws that every detector obeys (P1 and P3 of the design): delivery does not matter. Order, doubles, better copies that come
 * later, splits, restarts between any two observations, and sealing at any moment lead to the same findings, as long as nothing is
 * later than the lateness allows and no bound is hit; where one is, the fold says so.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareObservations, type Detector, type Finding, type Observation } from './detector.ts';
import { BatchFold, type FindingChange } from './batch-fold.ts';
import { foldAll } from './fold-all.ts';
import { type Difference, KeyFold, type KeySnapshot } from './key-fold.ts';

/** Deliveries tried for each law; `npm run test:delivery` asks for more. */
export const DELIVERIES = Number(process.env.IAMWATCH_DELIVERIES ?? 2_000);

const LATENESS_MS = 60_000;

/** One event as it is delivered: what it is, how late, and how often. */
interface Delivered {
  readonly observation: Observation<string>;
  readonly copies: readonly { readonly delayMs: number; readonly tellsLess: boolean }[];
}

/** What a run of deliveries does beside taking events. */
interface Moment {
  readonly seals: boolean;
  readonly restarts: boolean;
}

/** Runs the laws for one detector. `values` are the values that its observations may have. */
export function obeysTheLawsOfDetectors<State>(
  name: string,
  detector: Detector<State, string>,
  options: { readonly values: readonly string[]; readonly spanMs: number },
): void {
  const delivered = fc.uniqueArray(deliveredEvent(options), {
    minLength: 1,
    maxLength: 24,
    selector: ({ observation }) => observation.eventKey,
  });
  const moments = fc.array(fc.record({ seals: fc.boolean(), restarts: fc.boolean() }), { maxLength: 80 });

  describe(`${name}: delivery does not matter`, () => {
    it('in whatever order, however doubled, split and restarted', () => {
      fc.assert(
        fc.property(delivered, moments, (events, plan) => {
          const wanted = foldAll(detector, arrivals(events));
          expect(deliver(detector, events, plan)).toEqual(described(wanted));
        }),
        { numRuns: DELIVERIES },
      );
    });

    it('in whatever batches, with a restart after each', () => {
      fc.assert(
        fc.property(delivered, moments, (events, plan) => {
          const wanted = foldAll(detector, arrivals(events));
          expect(deliverInBatches(detector, events, plan)).toEqual(described(wanted));
        }),
        { numRuns: DELIVERIES },
      );
    });

    it('forgetting what is past changes nothing of what comes', () => {
      fc.assert(
        fc.property(delivered, fc.nat(), (events, cutAt) => {
          const observations = observationsOf(events).sort(
            (left, right) => left.timeMs - right.timeMs || compare(left, right),
          );
          const cut = cutAt % observations.length;
          const [before, after] = [observations.slice(0, cut), observations.slice(cut)];
          const first = after[0];
          if (first === undefined) return;
          let state = detector.empty;
          const found: Finding<string>[] = [];
          for (const one of before) {
            const step = detector.step(state, one);
            found.push(...step.closed);
            ({ state } = step);
          }
          const forgotten = detector.forget(state, first.timeMs);
          found.push(...forgotten.closed);
          // States are plain data.
          ({ state } = { state: JSON.parse(JSON.stringify(forgotten.state)) as State });
          for (const one of after) {
            const step = detector.step(state, one);
            found.push(...step.closed);
            ({ state } = step);
          }
          found.push(...detector.open(state));
          expect(described(found)).toEqual(described(foldAll(detector, observations)));
        }),
        { numRuns: DELIVERIES },
      );
    });

    it('what was told and no longer holds is superseded, and what is told anew is no repetition', () => {
      fc.assert(
        fc.property(delivered, (events) => {
          const standing = new Set<string>();
          const fold = new KeyFold(detector);
          for (const one of arrivals(events)) {
            const { added, changed, superseded } = fold.take(one);
            for (const { first } of added) {
              expect(standing.has(first.eventKey)).toBe(false);
              standing.add(first.eventKey);
            }
            for (const { first } of changed) expect(standing.has(first.eventKey)).toBe(true);
            for (const { first } of superseded) expect(standing.delete(first.eventKey)).toBe(true);
          }
        }),
        { numRuns: DELIVERIES },
      );
    });

    it('a tail that is too long says so, and loses no event that comes in order', () => {
      fc.assert(
        fc.property(delivered, (events) => {
          const observations = observationsOf(events).sort(compareTime);
          const fold = new KeyFold(detector, { tailMax: 5 });
          const standing = new Map<string, Finding<string>>();
          for (const one of observations) keep(standing, fold.take(one));
          expect(fold.isDegraded).toBe(observations.length > 5);
          if (hasTies(observations)) return; // an event of the second that was sealed is told apart from no copy
          expect(described([...standing.values()])).toEqual(described(foldAll(detector, observations)));
        }),
        { numRuns: Math.ceil(DELIVERIES / 4) },
      );
    });
  });
}

/** The findings that stand after all deliveries. */
function deliver<State>(
  detector: Detector<State, string>,
  events: readonly Delivered[],
  plan: readonly Moment[],
): readonly unknown[] {
  let fold = new KeyFold(detector);
  const standing = new Map<string, Finding<string>>();
  let newestMs = Number.NEGATIVE_INFINITY;
  for (const [number, one] of arrivals(events).entries()) {
    // On time by construction; what is not would not be taken.
    if (one.timeMs < newestMs - LATENESS_MS) continue;
    newestMs = Math.max(newestMs, one.timeMs);
    keep(standing, fold.take(one));
    const moment = plan[number];
    if (moment?.seals === true) keep(standing, fold.seal(newestMs - LATENESS_MS));
    if (moment?.restarts === true) {
      fold = KeyFold.restore(detector, JSON.parse(JSON.stringify(fold.snapshot())) as ReturnType<typeof fold.snapshot>);
    }
  }
  return described([...standing.values()]);
}

/** The same where events come in batches: one ends wherever the plan seals. */
function deliverInBatches<State>(
  detector: Detector<State, string>,
  events: readonly Delivered[],
  plan: readonly Moment[],
): readonly unknown[] {
  const standing = new Map<string, Finding<string>>();
  let snapshot: KeySnapshot<unknown, string> | undefined;
  let newestMs = Number.NEGATIVE_INFINITY;
  let watermarkMs = Number.NEGATIVE_INFINITY;
  let batch: Observation<string>[] = [];
  const all = arrivals(events);
  for (const [number, one] of all.entries()) {
    if (one.timeMs < newestMs - LATENESS_MS) continue;
    newestMs = Math.max(newestMs, one.timeMs);
    // Within a batch nothing is late but for what is older than the watermark of before.
    if (one.timeMs >= watermarkMs) batch.push(one);
    if (plan[number]?.seals !== true && number < all.length - 1) continue;
    watermarkMs = newestMs - LATENESS_MS;
    const fold = new BatchFold(detector, snapshot, { watermarkMs });
    for (const next of batch.sort(compareObservations)) change(standing, fold.take(next));
    const end = fold.end();
    change(standing, end.changes);
    snapshot =
      end.snapshot === undefined ? undefined : (JSON.parse(JSON.stringify(end.snapshot)) as typeof end.snapshot);
    batch = [];
  }
  return described([...standing.values()]);
}

/** Findings go by what the changes say, and every change must fit what stands. */
function change(standing: Map<string, Finding<string>>, changes: readonly FindingChange<string>[]): void {
  for (const one of changes) {
    const key = one.finding.first.eventKey;
    expect(standing.has(key)).toBe(one.kind !== 'added');
    if (one.kind === 'superseded') standing.delete(key);
    else standing.set(key, one.finding);
    if (one.kind === 'superseded' && one.successor !== undefined) {
      expect(standing.has(one.successor.first.eventKey)).toBe(true);
    }
  }
}

function keep(standing: Map<string, Finding<string>>, { added, changed, superseded }: Difference<string>): void {
  for (const { first } of superseded) standing.delete(first.eventKey);
  for (const finding of [...added, ...changed]) standing.set(finding.first.eventKey, finding);
}

/** Every copy in the order in which it arrives: by its time and its delay, which is never more than the lateness. */
function arrivals(events: readonly Delivered[]): readonly Observation<string>[] {
  return events
    .flatMap(({ observation, copies }) =>
      copies.map(({ delayMs, tellsLess }) => ({
        observation: tellsLess
          ? { ...observation, copy: '1', value: 'reshaped', rank: 0, dedupKey: 'reshaped' }
          : observation,
        at: observation.timeMs + delayMs,
      })),
    )
    .sort((left, right) => left.at - right.at)
    .map(({ observation }) => observation);
}

function deliveredEvent(options: {
  readonly values: readonly string[];
  readonly spanMs: number;
}): fc.Arbitrary<Delivered> {
  const observation = fc
    .record({
      // In whole seconds, as CloudTrail has them, and few: ties are common.
      timeMs: fc.nat(Math.ceil(options.spanMs / 1000)).map((seconds) => seconds * 1000),
      number: fc.nat(40),
      shared: fc.option(fc.nat(5)),
      value: fc.constantFrom(...options.values),
      rank: fc.nat(4),
      dedupKey: fc.constantFrom('one', 'two', 'three'),
      isAlone: fc.nat(9).map((chance) => chance === 0),
    })
    .map(({ timeMs, number, shared, value, rank, dedupKey, isAlone }): Observation<string> => {
      const eventKey = `e${number}`;
      const actionKey = shared === null ? eventKey : `s${shared}`;
      const event = { id: eventKey, action: null, input: { file: 'a.json', record: number } };
      const alone = isAlone ? ({ isAlone } as const) : {};
      return { timeMs, eventKey, copy: '0', actionKey, value, rank, event, payload: eventKey, dedupKey, ...alone };
    });
  const copy = fc.record({ delayMs: fc.nat(LATENESS_MS), tellsLess: fc.boolean() });
  return fc.record({ observation, copies: fc.array(copy, { minLength: 1, maxLength: 3 }) });
}

function observationsOf(events: readonly Delivered[]): Observation<string>[] {
  return events.map(({ observation }) => observation);
}

function compareTime(left: Observation<string>, right: Observation<string>): number {
  return left.timeMs - right.timeMs || compare(left, right);
}

function compare(left: Observation<string>, right: Observation<string>): number {
  if (left.eventKey === right.eventKey) return 0;
  return left.eventKey < right.eventKey ? -1 : 1;
}

function hasTies(observations: readonly Observation<string>[]): boolean {
  return new Set(observations.map(({ timeMs }) => timeMs)).size < observations.length;
}

/** Findings without the order in which they were told. */
function described(findings: readonly Finding<string>[]): readonly unknown[] {
  return findings
    .map((finding) => ({
      first: finding.first.eventKey,
      last: finding.last.eventKey,
      worst: finding.worst.eventKey,
      rank: finding.worst.rank,
      prior: finding.worst.prior,
      count: finding.count,
      events: finding.events.map(({ eventKey }) => eventKey),
      measured: finding.measured,
      untilMs: finding.untilMs,
    }))
    .sort((left, right) => (left.first < right.first ? -1 : 1));
}
