/**
 * One seed, many independent streams of choices: each routine and each story draws from its own, so that one more story
 * does not change what anybody else does.
 */
import { Random } from '../cloudtrail/random.ts';

/** The stream of that name below a seed. */
export function stream(seed: number, name: string): Random {
  return new Random(hash(`${seed}/${name}`));
}

/** FNV-1a over UTF-16 units, 32 bits, stirred at the end (murmur3): alike names give numbers that are not alike. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
