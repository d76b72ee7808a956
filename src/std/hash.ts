/**
 * Hashing for ids: deterministic, the same on every machine, never for secrets.
 *
 * Four lanes of 32 bits, each multiplied and mixed for every UTF-16 code unit and finished together (the mixing of
 * MurmurHash3's finaliser): 128 bits keep accidental collisions out of reach for any number of alerts, at a few
 * nanoseconds a character and without `node:crypto` in the core.
 */

/** 32 hexadecimal digits that identify the parts in their order. Parts are kept apart: `['ab']` differs from `['a','b']`. */
export function hashId(parts: readonly string[]): string {
  const lanes = new Uint32Array([0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f]);
  for (const part of parts) {
    absorb(lanes, `${part.length}:`);
    absorb(lanes, part);
  }
  // Twice round, so that every lane has seen every other one.
  for (let round = 0; round < 8; round += 1) {
    const next = (round + 1) % 4;
    lanes[next] = finish((lanes[next] ?? 0) ^ (lanes[round % 4] ?? 0));
  }
  return Array.from(lanes, (lane) => lane.toString(16).padStart(8, '0')).join('');
}

function absorb(lanes: Uint32Array, text: string): void {
  let [one = 0, two = 0, three = 0, four = 0] = lanes;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = two ^ Math.imul(one ^ unit, 0x239b961b);
    two = three ^ Math.imul(two ^ unit, 0xab0e9789);
    three = four ^ Math.imul(three ^ unit, 0x38b34ae5);
    four = one ^ Math.imul(four ^ unit, 0xa1e38b93);
  }
  lanes.set([one, two, three, four]);
}

function finish(lane: number): number {
  let mixed = lane ^ (lane >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
