/**
 * The fold of one key over one batch: what was kept of it, and what arrived since, in one ordered pass.
 *
 * Law: after any split of a delivery into batches the findings that stand are those of `foldAll`, and what goes out are the
 * differences that `KeyFold` would come to by taking the same events one by one. Memory: one state, and the events that are not
 * older than the watermark, of which at most {@link TAIL_MAX} are kept; findings that are final leave at once.
 */
import { compareObservations, type Detector, type Finding, type Observation } from './detector.ts';
import { type KeySnapshot, isSameFinding, TAIL_MAX } from './key-fold.ts';

/** What a batch changed about one finding. Findings of a key are told apart by their first event. */
export type FindingChange<Payload> =
  | { readonly kind: 'added'; readonly finding: Finding<Payload> }
  | { readonly kind: 'changed'; readonly before: Finding<Payload>; readonly finding: Finding<Payload> }
  | {
      readonly kind: 'superseded';
      readonly finding: Finding<Payload>;
      /** What stands in its place: the finding that has its first event, else the next one that begins among its events. */
      readonly successor: Finding<Payload> | undefined;
    };

/** What is left of a key after a batch. */
export interface BatchEnd<Payload> {
  readonly changes: readonly FindingChange<Payload>[];
  /** Undefined where nothing is left to remember. */
  readonly snapshot: KeySnapshot<unknown, Payload> | undefined;
  /** Events that came on time and still too late, because a full tail had been sealed early. */
  readonly unplaced: number;
  /** Whether this batch sealed a full tail early. */
  readonly sealedEarly: boolean;
}

/** How far a batch seals, and how much it keeps. */
export interface BatchOptions {
  /** Older events are sealed: nothing will come before them any more. */
  readonly watermarkMs: number;
  readonly tailMax?: number;
}

/** One pass over one key. Take what arrived, in order; then end. */
export class BatchFold<Payload> {
  readonly #detector: Detector<unknown, Payload>;
  readonly #watermarkMs: number;
  readonly #tailMax: number;
  /** The tail of before; what arrives is merged with it. */
  readonly #before: readonly Observation<Payload>[];
  #nextBefore = 0;
  #sealed: unknown;
  readonly #tail: Observation<Payload>[] = [];
  readonly #refusesToMs: number | null;
  #sealedToMs: number | null;
  #lastTaken: Observation<Payload> | undefined;
  #degraded: boolean;
  #unplaced = 0;
  #sealedEarly = false;
  /** Findings that were told and were not found again so far. */
  readonly #told: Map<string, Finding<Payload>>;
  readonly #toldBefore: boolean;
  /** Those that stand; needed only where something may be superseded. */
  readonly #standing: Finding<Payload>[] = [];
  readonly #changes: FindingChange<Payload>[] = [];

  constructor(
    detector: Detector<unknown, Payload>,
    snapshot: KeySnapshot<unknown, Payload> | undefined,
    options: BatchOptions,
  ) {
    if (snapshot !== undefined && snapshot.version !== detector.version) {
      throw new Error(`Cannot restore a state of version ${snapshot.version}: the detector reads ${detector.version}`);
    }
    this.#detector = detector;
    this.#watermarkMs = options.watermarkMs;
    this.#tailMax = options.tailMax ?? TAIL_MAX;
    this.#before = snapshot?.tail ?? [];
    this.#sealed = snapshot?.sealed ?? detector.empty;
    this.#refusesToMs = snapshot?.sealedToMs ?? null;
    this.#sealedToMs = this.#refusesToMs;
    this.#degraded = snapshot?.degraded ?? false;
    this.#told = new Map((snapshot?.told ?? []).map((finding) => [finding.first.eventKey, finding]));
    this.#toldBefore = this.#told.size > 0;
  }

  /** Takes the next event that arrived; they come in the order of {@link compareObservations}. @returns what is final. */
  take(next: Observation<Payload>): readonly FindingChange<Payload>[] {
    if (this.#refusesToMs !== null && next.timeMs <= this.#refusesToMs) {
      this.#degraded = true;
      this.#unplaced += 1;
      return [];
    }
    this.#takeBefore(next);
    this.#put(next);
    return this.#changes.splice(0);
  }

  /** Ends the pass. @returns the rest of what changed, and what to keep. */
  end(): BatchEnd<Payload> {
    this.#takeBefore(undefined);
    const forgotten = this.#detector.forget(this.#sealed, this.#watermarkMs);
    this.#sealed = forgotten.state;
    for (const finding of forgotten.closed) this.#stand(finding);
    const told = this.#foldTail().map((finding) => this.#stand(finding));
    for (const finding of this.#told.values()) {
      this.#changes.push({ kind: 'superseded', finding, successor: this.#successorOf(finding) });
    }
    const isEmpty = this.#tail.length === 0 && told.length === 0 && this.#detector.isEmpty(this.#sealed);
    return {
      changes: this.#changes.splice(0),
      snapshot: isEmpty ? undefined : this.#snapshot(told),
      unplaced: this.#unplaced,
      sealedEarly: this.#sealedEarly,
    };
  }

  #snapshot(told: readonly Finding<Payload>[]): KeySnapshot<unknown, Payload> {
    return {
      version: this.#detector.version,
      sealed: this.#sealed,
      tail: this.#tail,
      told,
      sealedToMs: this.#sealedToMs,
      degraded: this.#degraded,
    };
  }

  /** Takes what was kept and comes before the next arrival. */
  #takeBefore(next: Observation<Payload> | undefined): void {
    for (; this.#nextBefore < this.#before.length; this.#nextBefore += 1) {
      const kept = this.#before[this.#nextBefore] as Observation<Payload>; // below the length
      if (next !== undefined && compareObservations(kept, next) > 0) return;
      this.#put(kept);
    }
  }

  #put(next: Observation<Payload>): void {
    // Of the copies of a record the best comes first, and counts alone.
    if (next.eventKey === this.#lastTaken?.eventKey && next.timeMs === this.#lastTaken.timeMs) return;
    this.#lastTaken = next;
    if (next.timeMs < this.#watermarkMs) return this.#seal(next);
    this.#tail.push(next);
    if (this.#tail.length <= this.#tailMax) return;
    this.#sealedEarly = true;
    for (const oldest of this.#tail.splice(0, Math.ceil(this.#tailMax / 10))) {
      this.#sealedToMs = oldest.timeMs;
      this.#seal(oldest);
    }
  }

  #seal(next: Observation<Payload>): void {
    const { state, closed } = this.#detector.step(this.#sealed, next);
    this.#sealed = state;
    for (const finding of closed) this.#stand(finding);
  }

  /** Findings of the tail: later events may change them. */
  #foldTail(): readonly Finding<Payload>[] {
    const findings: Finding<Payload>[] = [];
    let state = this.#sealed;
    for (const next of this.#tail) {
      const step = this.#detector.step(state, next);
      findings.push(...step.closed);
      ({ state } = step);
    }
    return [...findings, ...this.#detector.open(state)];
  }

  /** Compares a finding that stands with what was told of it. */
  #stand(found: Finding<Payload>): Finding<Payload> {
    const finding = this.#degraded && !found.degraded ? { ...found, degraded: true } : found;
    const { eventKey } = finding.first;
    const before = this.#told.get(eventKey);
    this.#told.delete(eventKey);
    if (this.#toldBefore) this.#standing.push(finding);
    if (before === undefined) this.#changes.push({ kind: 'added', finding });
    else if (!isSameFinding(before, finding)) this.#changes.push({ kind: 'changed', before, finding });
    return finding;
  }

  #successorOf({ first, last }: Finding<Payload>): Finding<Payload> | undefined {
    const ofKey = this.#standing.filter((one) => one.first.dedupKey === first.dedupKey);
    const begunBefore = ofKey.findLast((one) => compareObservations(one.first, first) < 0);
    if (begunBefore !== undefined && compareObservations(begunBefore.last, first) >= 0) return begunBefore;
    return ofKey.find((one) => compareObservations(one.first, first) > 0 && compareObservations(one.first, last) <= 0);
  }
}
