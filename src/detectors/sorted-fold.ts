/** A fold whose observations come in its order. */
import type { Detector, Finding, Observation } from './detector.ts';

/** Takes the observations of one key, sorted, with the copies of a record behind each other; then ends. */
export class SortedFold<Payload, State = unknown> {
  readonly #detector: Detector<State, Payload>;
  #state: State;
  #lastKey: string | undefined;

  constructor(detector: Detector<State, Payload>) {
    this.#detector = detector;
    this.#state = detector.empty;
  }

  /** @returns findings that nothing can change any more. */
  take(next: Observation<Payload>): readonly Finding<Payload>[] {
    // Of the copies of a record the best comes first, and counts alone.
    if (next.eventKey === this.#lastKey) return [];
    this.#lastKey = next.eventKey;
    const { state, closed } = this.#detector.step(this.#state, next);
    this.#state = state;
    return closed;
  }

  /** The findings that were still open. */
  end(): readonly Finding<Payload>[] {
    return this.#detector.open(this.#state);
  }
}
