/**
 * The fold of one key while events still arrive, in any order, doubled and late (design section 7): `sealed` is the state after
 * everything older than the watermark, `tail` what is newer, in order. An arrival is put in its place and the tail is folded again
 * from there; what that changes of the findings goes out.
 *
 * Law: whatever the order, the doubles and the splits in which events arrive that are not older than the watermark, the findings
 * that stand are those of {@link foldAll}.
 */
import { compareObservations, type Detector, type Finding, type Observation } from './detector.ts';

/** What an arrival changed. Findings are told apart by the key of their first event. */
export interface Difference<Payload> {
  readonly added: readonly Finding<Payload>[];
  readonly changed: readonly Finding<Payload>[];
  /** Findings that the fold yields no longer. */
  readonly superseded: readonly Finding<Payload>[];
}

/** A fold as plain data. */
export interface KeySnapshot<State, Payload> {
  readonly version: number;
  readonly sealed: State;
  readonly tail: readonly Observation<Payload>[];
  /** Findings that were told and may still change. */
  readonly told: readonly Finding<Payload>[];
  readonly sealedToMs: number | null;
  readonly degraded: boolean;
}

/** Entries of a tail; one that is longer seals early. */
export const TAIL_MAX = 10_000;

/** A state is kept at every so many entries of the tail: folding again begins at the one before the place. */
const MARK_EVERY = 32;

const NOTHING: Difference<never> = { added: [], changed: [], superseded: [] };

interface Mark<State, Payload> {
  readonly state: State;
  readonly closed: readonly Finding<Payload>[];
}

/** The fold of one key. */
export class KeyFold<State, Payload> {
  readonly #detector: Detector<State, Payload>;
  readonly #tailMax: number;
  #sealed: State;
  readonly #tail: Observation<Payload>[] = [];
  readonly #inTail = new Map<string, Observation<Payload>>();
  /** Event time up to which a full tail was sealed early: nothing of then can be told from what was sealed. */
  #sealedToMs: number | null = null;
  /** Mark `n` holds the state before entry `n * MARK_EVERY` of the tail, and what was closed up to there since it was sealed. */
  #marks: Mark<State, Payload>[];
  /** The state after the whole tail. */
  #end: Mark<State, Payload>;
  #told = new Map<string, Finding<Payload>>();
  #degraded = false;

  constructor(detector: Detector<State, Payload>, options: { readonly tailMax?: number } = {}) {
    this.#detector = detector;
    this.#tailMax = options.tailMax ?? TAIL_MAX;
    this.#sealed = detector.empty;
    this.#end = { state: this.#sealed, closed: [] };
    this.#marks = [this.#end];
  }

  /** Goes on where a snapshot was taken. Throws where it was written by a detector of another version. */
  static restore<State, Payload>(
    detector: Detector<State, Payload>,
    snapshot: KeySnapshot<State, Payload>,
    options: { readonly tailMax?: number } = {},
  ): KeyFold<State, Payload> {
    if (snapshot.version !== detector.version) {
      throw new Error(`Cannot restore a state of version ${snapshot.version}: the detector reads ${detector.version}`);
    }
    const fold = new KeyFold(detector, options);
    fold.#sealed = snapshot.sealed;
    fold.#tail.push(...snapshot.tail);
    for (const one of snapshot.tail) fold.#inTail.set(one.eventKey, one);
    fold.#sealedToMs = snapshot.sealedToMs;
    fold.#degraded = snapshot.degraded;
    fold.#refold(0);
    fold.#told = new Map(snapshot.told.map((finding) => [finding.first.eventKey, finding]));
    return fold;
  }

  snapshot(): KeySnapshot<State, Payload> {
    return {
      version: this.#detector.version,
      sealed: this.#sealed,
      tail: [...this.#tail],
      told: [...this.#told.values()],
      sealedToMs: this.#sealedToMs,
      degraded: this.#degraded,
    };
  }

  /** Whether a bound made it seal early: what arrives out of order from before may be missing. */
  get isDegraded(): boolean {
    return this.#degraded;
  }

  /** Nothing is kept: the key can be forgotten. */
  get isEmpty(): boolean {
    return this.#tail.length === 0 && this.#told.size === 0 && this.#detector.isEmpty(this.#sealed);
  }

  /** Event time of the newest event that is kept; undefined where the tail is empty. */
  get newestMs(): number | undefined {
    return this.#tail.at(-1)?.timeMs;
  }

  /** Takes one event that is not older than the watermark. */
  take(next: Observation<Payload>): Difference<Payload> {
    if (this.#sealedToMs !== null && next.timeMs <= this.#sealedToMs) {
      this.#degraded = true;
      return NOTHING;
    }
    const known = this.#inTail.get(next.eventKey);
    if (known === undefined) {
      this.#put(next);
    } else {
      // A copy: only a better one changes anything.
      if (compareObservations(next, known) >= 0) return NOTHING;
      this.#tail.splice(this.#tail.indexOf(known), 1);
      this.#put(next);
      this.#refold(0);
    }
    const difference = this.#tell();
    if (this.#tail.length <= this.#tailMax) return difference;
    this.#degraded = true;
    const early = Math.ceil(this.#tailMax / 10);
    this.#sealedToMs = this.#tail[early - 1]?.timeMs ?? this.#sealedToMs;
    this.#seal(early);
    return difference;
  }

  /** Seals what is older than the watermark. */
  seal(watermarkMs: number): Difference<Payload> {
    const count = this.#tail.findIndex(({ timeMs }) => timeMs >= watermarkMs);
    this.#seal(count < 0 ? this.#tail.length : count);
    const { state, closed } = this.#detector.forget(this.#sealed, watermarkMs);
    this.#sealed = state;
    this.#refold(0);
    const difference = this.#tell(closed);
    // Nothing can change them any more.
    for (const { first } of closed) this.#told.delete(first.eventKey);
    return difference;
  }

  /** Puts an observation in its place. One that comes in order costs one step. */
  #put(next: Observation<Payload>): void {
    this.#inTail.set(next.eventKey, next);
    const place = placeOf(this.#tail, next);
    this.#tail.splice(place, 0, next);
    if (place < this.#tail.length - 1) {
      this.#refold(place);
      return;
    }
    if (place > 0 && place % MARK_EVERY === 0) this.#marks.push(this.#end);
    this.#end = this.#stepFrom(this.#end, next);
  }

  #stepFrom({ state, closed }: Mark<State, Payload>, next: Observation<Payload>): Mark<State, Payload> {
    const step = this.#detector.step(state, next);
    return { state: step.state, closed: step.closed.length === 0 ? closed : [...closed, ...step.closed] };
  }

  #seal(count: number): void {
    const closed: Finding<Payload>[] = [];
    for (const next of this.#tail.splice(0, count)) {
      this.#inTail.delete(next.eventKey);
      const step = this.#detector.step(this.#sealed, next);
      this.#sealed = step.state;
      closed.push(...step.closed);
    }
    for (const { first } of closed) this.#told.delete(first.eventKey);
    this.#refold(0);
  }

  /** Folds the tail again from the mark before a place. */
  #refold(place: number): void {
    const number = Math.min(Math.floor(place / MARK_EVERY), this.#marks.length - 1);
    if (place === 0) this.#marks = [{ state: this.#sealed, closed: [] }];
    this.#marks.length = number + 1;
    let mark = this.#marks[number] as Mark<State, Payload>; // number < length
    for (let at = number * MARK_EVERY; at < this.#tail.length; at += 1) {
      if (at > number * MARK_EVERY && at % MARK_EVERY === 0) this.#marks.push(mark);
      mark = this.#stepFrom(mark, this.#tail[at] as Observation<Payload>); // at < length
    }
    this.#end = mark;
  }

  /** What the findings that stand now differ in from those that were told. `final` were told or are new, and never change again. */
  #tell(final: readonly Finding<Payload>[] = []): Difference<Payload> {
    const standing = [...final, ...this.#end.closed, ...this.#detector.open(this.#end.state)];
    const now = new Map(standing.map((finding) => [finding.first.eventKey, finding]));
    const added = standing.filter(({ first }) => !this.#told.has(first.eventKey));
    const changed = standing.filter((finding) => {
      const before = this.#told.get(finding.first.eventKey);
      return before !== undefined && !isSameFinding(before, finding);
    });
    const superseded = [...this.#told.values()].filter(({ first }) => !now.has(first.eventKey));
    this.#told = now;
    return added.length + changed.length + superseded.length === 0 ? NOTHING : { added, changed, superseded };
  }
}

/** Where an observation belongs: after all that come before it. */
function placeOf<Payload>(tail: readonly Observation<Payload>[], next: Observation<Payload>): number {
  let [low, high] = [0, tail.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const isBefore = compareObservations(tail[middle] as Observation<Payload>, next) <= 0; // middle < length
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether two findings of one key tell the same, of the same events. */
export function isSameFinding(left: Finding<unknown>, right: Finding<unknown>): boolean {
  return (
    isSameEvent(left.first, right.first) &&
    isSameEvent(left.last, right.last) &&
    isSameWorst(left, right) &&
    left.count === right.count &&
    left.measured === right.measured &&
    left.untilMs === right.untilMs &&
    left.degraded === right.degraded &&
    left.events.length === right.events.length &&
    left.events.every(({ eventKey }, place) => eventKey === right.events[place]?.eventKey)
  );
}

/** Whether two findings are as bad, by the same event and for the same reason: a late event may show what was before it. */
export function isSameWorst({ worst: left }: Finding<unknown>, { worst: right }: Finding<unknown>): boolean {
  return isSameEvent(left, right) && left.rank === right.rank && left.prior?.seenMs === right.prior?.seenMs;
}

function isSameEvent(left: Observation<unknown>, right: Observation<unknown> | undefined): boolean {
  return left.eventKey === right?.eventKey && left.copy === right.copy;
}
