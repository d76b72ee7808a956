/** Numbers for tuples of numbers, in open addressing over typed arrays: no string is made of a tuple. */

const SLOTS_MIN = 1 << 10;

/** Tuples of one length and their numbers, from 0. */
export class TupleIds {
  readonly #length: number;
  #slots = new Int32Array(SLOTS_MIN);
  #values: Int32Array;
  #count = 0;

  /** @param length Numbers in each tuple. */
  constructor(length: number) {
    this.#length = length;
    this.#values = new Int32Array(SLOTS_MIN * length);
  }

  get size(): number {
    return this.#count;
  }

  /** Number of a tuple, a new one where it was not met before. */
  idOf(tuple: Int32Array): number {
    const mask = this.#slots.length - 1;
    let slot = this.#hash(tuple, 0) & mask;
    for (;;) {
      const id = (this.#slots[slot] as number) - 1; // slot <= mask
      if (id < 0) return this.#add(tuple, slot);
      if (this.#isAt(id, tuple)) return id;
      slot = (slot + 1) & mask;
    }
  }

  /** Number at a place of a tuple. */
  valueOf(id: number, place: number): number {
    return this.#values[id * this.#length + place] ?? 0;
  }

  #add(tuple: Int32Array, slot: number): number {
    const id = this.#count;
    this.#count += 1;
    if (this.#count * this.#length > this.#values.length) {
      const wider = new Int32Array(this.#values.length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values.set(tuple, id * this.#length);
    this.#slots[slot] = id + 1;
    if (this.#count * 2 > this.#slots.length) this.#grow();
    return id;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.#count; id += 1) {
      let slot = this.#hash(this.#values, id * this.#length) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = id + 1;
    }
  }

  #hash(values: Int32Array, from: number): number {
    let hash = 0;
    for (let place = 0; place < this.#length; place += 1) {
      hash = Math.imul(hash ^ (values[from + place] as number), 0x9e3779b1); // within the tuple
      hash ^= hash >>> 15;
    }
    return hash;
  }

  #isAt(id: number, tuple: Int32Array): boolean {
    const from = id * this.#length;
    for (let place = 0; place < this.#length; place += 1) {
      if (this.#values[from + place] !== tuple[place]) return false;
    }
    return true;
  }
}
