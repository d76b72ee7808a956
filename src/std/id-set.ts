/**
 * A set of ids for counting repeats, in 16 bytes an id: 64-bit fingerprints in open addressing. Two ids share a
 * fingerprint with a probability below one in a million at the limit, so the set is for statistics, never for deciding
 * what is evaluated.
 */

/** Fingerprints held before the set stops growing (64 MB). */
export const IDS_MAX = 4_000_000;

/** Ids seen so far, up to a limit. */
export class IdSet {
  readonly #idsMax: number;
  #high = new Uint32Array(1 << 12);
  #low = new Uint32Array(1 << 12);
  #count = 0;

  constructor(idsMax: number = IDS_MAX) {
    this.#idsMax = idsMax;
  }

  /** Whether the limit was reached: from then on a repeat of an unseen id goes unnoticed. */
  get isFull(): boolean {
    return this.#count >= this.#idsMax;
  }

  /** Remembers an id. @returns false where it was there already. */
  add(id: string): boolean {
    let high = 0x811c9dc5;
    let low = 0x9747b28c;
    for (let index = 0; index < id.length; index += 1) {
      const unit = id.charCodeAt(index);
      high = Math.imul(high ^ unit, 0x01000193);
      low = Math.imul(low + unit, 0x5bd1e995) ^ (low >>> 15);
    }
    high >>>= 0;
    low = (low ^ high ^ id.length) >>> 0 || 1; // zero marks a free slot
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
