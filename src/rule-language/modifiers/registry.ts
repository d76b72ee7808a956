/** All modifiers by name and alias, and which of them may stand together. */
import { base64, base64offset, utf16be, utf16bom, utf16le } from './encoding.ts';
import { cidr } from './cidr.ts';
import { expand } from './expand.ts';
import { fieldref } from './fieldref.ts';
import { all, cased, exists, neq } from './generic.ts';
import type { Modifier } from './modifier.ts';
import { comparisons, timeParts } from './number.ts';
import { contains, endswith, startswith } from './position.ts';
import { predicateModifier } from './predicate.ts';
import { dotAll, ignoreCase, multiline, re } from './regex.ts';
import { windash } from './windash.ts';

/** Sigma's modifiers. */
export const sigmaModifiers: readonly Modifier[] = [
  ...[all, cased, neq, exists, contains, startswith, endswith, windash, expand],
  ...[re, ignoreCase, multiline, dotAll, utf16le, utf16be, utf16bom, base64, base64offset],
  ...comparisons,
  ...timeParts,
  ...[cidr, fieldref],
];

/** Name or alias → modifier, with one more modifier for every predicate. */
export function modifierTable(predicateNames: readonly string[]): ReadonlyMap<string, Modifier> {
  const modifiers = [...sigmaModifiers, ...predicateNames.map(predicateModifier)];
  return new Map(modifiers.flatMap((modifier) => [modifier.name, ...modifier.aliases].map((name) => [name, modifier])));
}

/** Whether two different modifiers may stand in one item, in whatever order. */
export function mayCombine(one: Modifier, other: Modifier): boolean {
  return one.combinesWith.includes(other.name);
}
