/**
 * A seeded source of choices: the same seed gives the same choices on every machine. Integer arithmetic only
 * (mulberry32), because functions such as Math.log may differ in the last bit between machines.
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to 2^32 - 1. */
  bits(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    return this.bits() % limit;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True in `permille` of 1,000 calls. */
  permille(permille: number): boolean {
    return this.below(1000) < permille;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** Fisher and Yates, in place. */
  shuffle<T>(items: T[]): T[] {
    for (let last = items.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      const swapped = items[last] as T; // both indexes lie inside
      items[last] = items[other] as T;
      items[other] = swapped;
    }
    return items;
  }

  hex(digits: number): string {
    let text = '';
    while (text.length < digits) {
      const bits = this.bits();
      text += hexOf(bits >>> 24) + hexOf((bits >>> 16) & 255) + hexOf((bits >>> 8) & 255) + hexOf(bits & 255);
    }
    return text.slice(0, digits);
  }

  /** Upper-case letters and digits, as in the ids that AWS gives out. */
  code(length: number): string {
    let text = '';
    for (let at = 0; at < length; at += 1) text += CODE.charAt(this.below(CODE.length));
    return text;
  }

  uuid(): string {
    const digits = this.hex(30);
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(12, 15)}`,
      `a${digits.slice(15, 18)}`,
      digits.slice(18, 30),
    ].join('-');
  }
}

function hexOf(byte: number): string {
  return HEX[byte] ?? '';
}

/** Ids are most of what is drawn: looking two digits up is three times as fast as writing a number in base 16. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const CODE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
