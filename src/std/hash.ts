/**
 * Hashing for ids: deterministic, the same on every machine, never for secrets.
 *
 * Two independent 64-bit FNV-1a passes over UTF-16 code units: 128 bits keep accidental collisions out of reach for
 * any number of alerts, and need no `node:crypto` in the core.
 */

const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;
const SEEDS = [0xcbf29ce484222325n, 0x84222325cbf29ce4n] as const;

/** 32 hexadecimal digits that identify the parts in their order. Parts are kept apart: `['ab']` differs from `['a','b']`. */
export function hashId(parts: readonly string[]): string {
  const text = parts.map((part) => `${part.length}:${part}`).join('');
  return SEEDS.map((seed) => fnv1a(text, seed).toString(16).padStart(16, '0')).join('');
}

function fnv1a(text: string, seed: bigint): bigint {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) {
    hash = ((hash ^ BigInt(text.charCodeAt(index))) * PRIME) & MASK;
  }
  return hash;
}
