/**
 * One seed, many independent streams of choices: each routine and each story draws from its own, so that one more story
 * does not change what anybody else does.
 */
import { Random } from '../cloudtrail/random.ts';

/** The stream of that name below a seed. */
export function stream(seed: number, name: string): Random {
  const random = new Random(hash(`${seed}/${name}`));
  // FNV-1a of similar names lies close together; a few draws take them apart.
  for (let draw = 0; draw < 4; draw += 1) random.bits();
  return random;
}

/** FNV-1a over UTF-16 units, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}
