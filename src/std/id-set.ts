/**
 * A set of ids for counting repeats, in 16 bytes an id: 64-bit fingerprints in open addressing. Two ids share a
 * fingerprint with a probability below one in a million at the limit, so the set is for statistics, never for deciding
 * what is evaluated.
 */

/** Fingerprints held before the set stops growing (64 MB). */
export const IDS_MAX = 4_000_000;

/** Fingerprint of one id, taken in part by part: of `ab` and of `a`, `b` it is the same. */
export class Fingerprint {
  #high = 0;
  #low = 0;
  #length = 0;

  constructor() {
    this.clear();
  }

  /** Begins another id. */
  clear(): this {
    this.#high = 0x811c9dc5 | 0;
    this.#low = 0x9747b28c | 0;
    this.#length = 0;
    return this;
  }

  text(text: string): this {
    let [high, low] = [this.#high, this.#low];
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      high = Math.imul(high ^ unit, HIGH_PRIME);
      low = Math.imul(low + unit, LOW_PRIME) ^ (low >>> 15);
    }
    return this.#took(high, low, text.length);
  }

  /** The same for the text that ASCII bytes stand for. */
  ascii(bytes: Uint8Array, start: number, end: number): this {
    let [high, low] = [this.#high, this.#low];
    for (let at = start; at < end; at += 1) {
      const unit = bytes[at] as number; // within the bytes
      high = Math.imul(high ^ unit, HIGH_PRIME);
      low = Math.imul(low + unit, LOW_PRIME) ^ (low >>> 15);
    }
    return this.#took(high, low, end - start);
  }

  #took(high: number, low: number, length: number): this {
    this.#high = high;
    this.#low = low;
    this.#length += length;
    return this;
  }

  get high(): number {
    return this.#high >>> 0;
  }

  get low(): number {
    return (this.#low ^ this.#high ^ this.#length) >>> 0 || 1; // zero marks a free slot
  }
}

const HIGH_PRIME = 0x01000193;
const LOW_PRIME = 0x5bd1e995;

/** Ids seen so far, up to a limit. */
export class IdSet {
  readonly #idsMax: number;
  #high = new Uint32Array(1 << 12);
  #low = new Uint32Array(1 << 12);
  #count = 0;
  readonly #own = new Fingerprint();

  constructor(idsMax: number = IDS_MAX) {
    this.#idsMax = idsMax;
  }

  /** Whether the limit was reached: from then on a repeat of an unseen id goes unnoticed. */
  get isFull(): boolean {
    return this.#count >= this.#idsMax;
  }

  /** Remembers an id. @returns false where it was there already. */
  add(id: string | Fingerprint): boolean {
    const { high, low } = typeof id === 'string' ? this.#own.clear().text(id) : id;
    const slot = this.#slotOf(high, low);
    if (this.#low[slot] !== 0) return false;
    if (this.isFull) return true;
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#count += 1;
    if (this.#count * 2 > this.#low.length) this.#grow();
    return true;
  }

  #slotOf(high: number, low: number): number {
    const mask = this.#low.length - 1;
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask;
    while (this.#low[slot] !== 0 && (this.#low[slot] !== low || this.#high[slot] !== high)) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [oldHigh, oldLow] = [this.#high, this.#low];
    this.#high = new Uint32Array(oldHigh.length * 2);
    this.#low = new Uint32Array(oldLow.length * 2);
    for (let from = 0; from < oldLow.length; from += 1) {
      const low = oldLow[from] ?? 0;
      if (low === 0) continue;
      const slot = this.#slotOf(oldHigh[from] ?? 0, low);
      this.#high[slot] = oldHigh[from] ?? 0;
      this.#low[slot] = low;
    }
  }
}
