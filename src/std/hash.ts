/**
 * Hashing for ids: deterministic, the same on every machine, never for secrets.
 *
 * Four lanes of 32 bits, each multiplied and mixed for every UTF-16 code unit and finished together (the mixing of
 * MurmurHash3's finaliser): 128 bits keep accidental collisions out of reach for any number of alerts, at a few
 * nanoseconds a character and without `node:crypto` in the core.
 */

/** 32 hexadecimal digits that identify the parts in their order. Parts are kept apart: `['ab']` differs from `['a','b']`. */
export function hashId(parts: readonly string[]): string {
  const lanes: Lanes = { one: 0x9e3779b1, two: 0x85ebca77, three: 0xc2b2ae3d, four: 0x27d4eb2f };
  for (const part of parts) {
    absorb(lanes, `${part.length}:`);
    absorb(lanes, part);
  }
  // Twice round, so that every lane has seen every other one.
  for (let round = 0; round < 2; round += 1) {
    lanes.two = finish(lanes.two ^ lanes.one);
    lanes.three = finish(lanes.three ^ lanes.two);
    lanes.four = finish(lanes.four ^ lanes.three);
    lanes.one = finish(lanes.one ^ lanes.four);
  }
  return hex(lanes.one) + hex(lanes.two) + hex(lanes.three) + hex(lanes.four);
}

interface Lanes {
  one: number;
  two: number;
  three: number;
  four: number;
}

function absorb(lanes: Lanes, text: string): void {
  // As signed words, which the loop keeps in registers.
  let [one, two, three, four] = [lanes.one | 0, lanes.two | 0, lanes.three | 0, lanes.four | 0];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = two ^ Math.imul(one ^ unit, 0x239b961b);
    two = three ^ Math.imul(two ^ unit, 0xab0e9789);
    three = four ^ Math.imul(three ^ unit, 0x38b34ae5);
    four = one ^ Math.imul(four ^ unit, 0xa1e38b93);
  }
  lanes.one = one;
  lanes.two = two;
  lanes.three = three;
  lanes.four = four;
}

function hex(lane: number): string {
  return lane.toString(16).padStart(8, '0');
}

function finish(lane: number): number {
  let mixed = lane ^ (lane >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
