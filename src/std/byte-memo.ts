/**
 * Remembers what was worked out for a text, looked up by its bytes: no string is made for a look-up, which is what a look-up in a
 * `Map` costs most for. Bounded: what does not fit is not remembered, and is worked out again.
 */

/** Slots looked at for one text. A log made to fill them all costs those looks, not more. */
const PROBES_MAX = 16;
/** Bytes of a text that its place depends on, of a longer one so many spread over it; equality looks at all of them. */
const SAMPLES = 64;
const SLOTS_MIN = 64;
const ARENA_MIN = 4_096;

/** What a memo holds at most. */
export interface ByteMemoBounds {
  readonly textsMax: number;
  /** Bytes of all texts together. */
  readonly bytesMax: number;
}

/** Answers by text. */
export class ByteMemo<T> {
  readonly #bounds: ByteMemoBounds;
  /** Number of a text by its slot, plus one; 0 is free. Open addressing. */
  #slots = new Int32Array(SLOTS_MIN);
  /** All texts, one after the other; where each ends. */
  #arena = new Uint8Array(ARENA_MIN);
  readonly #ends: number[] = [];
  readonly #answers: T[] = [];

  constructor(bounds: ByteMemoBounds) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#answers.length;
  }

  /** What was remembered for the text at `bytes[start, end)`. */
  get(bytes: Uint8Array, start: number, end: number): T | undefined {
    const mask = this.#slots.length - 1;
    let slot = placeOf(bytes, start, end) & mask;
    for (let probe = 0; probe < PROBES_MAX; probe += 1) {
      const number = (this.#slots[slot] as number) - 1; // slot <= mask
      if (number < 0) return undefined;
      if (this.#isText(number, bytes, start, end)) return this.#answers[number];
      slot = (slot + 1) & mask;
    }
    return undefined;
  }

  /** Remembers an answer for a text that has none yet, where it fits. */
  set(bytes: Uint8Array, start: number, end: number, answer: T): void {
    const used = this.#startOf(this.#ends.length);
    const length = end - start;
    if (this.#answers.length >= this.#bounds.textsMax || used + length > this.#bounds.bytesMax) return;
    if (this.#answers.length * 2 >= this.#slots.length) this.#grow();
    if (!this.#place(bytes, start, end, this.#answers.length)) return;
    if (used + length > this.#arena.length) {
      const wider = new Uint8Array((used + length) * 2);
      wider.set(this.#arena);
      this.#arena = wider;
    }
    this.#arena.set(bytes.subarray(start, end), used);
    this.#ends.push(used + length);
    this.#answers.push(answer);
  }

  /** @returns whether a free slot was found. */
  #place(bytes: Uint8Array, start: number, end: number, number: number): boolean {
    const mask = this.#slots.length - 1;
    const first = placeOf(bytes, start, end);
    for (let probe = 0; probe < PROBES_MAX; probe += 1) {
      const slot = (first + probe) & mask;
      if (this.#slots[slot] !== 0) continue;
      this.#slots[slot] = number + 1;
      return true;
    }
    return false;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (const [number, end] of this.#ends.entries()) this.#place(this.#arena, this.#startOf(number), end, number);
  }

  #startOf(number: number): number {
    return number === 0 ? 0 : (this.#ends[number - 1] ?? 0);
  }

  #isText(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#startOf(number);
    const length = end - start;
    if ((this.#ends[number] as number) - from !== length) return false; // number < length
    const arena = this.#arena;
    for (let index = 0; index < length; index += 1) if (arena[from + index] !== bytes[start + index]) return false;
    return true;
  }
}

/** Where to look first: by length and a few bytes spread over the text, its last one among them. */
function placeOf(bytes: Uint8Array, start: number, end: number): number {
  const step = Math.floor((end - start) / SAMPLES) + 1;
  let place = end - start;
  for (let at = end - 1; at >= start; at -= step) place = Math.imul(place ^ (bytes[at] as number), 0x01000193); // at < length
  return place ^ (place >>> 15);
}
