/**
 * The keys of a search, `field|modifier|…`, as regular expressions: what the loader accepts as a key, an editor accepts
 * too. They are made from the modifiers themselves; the test holds them against `checkModifiers`.
 */
import { auditFields } from '../audit-fields.ts';
import { ANY_ELEMENT } from '../item.ts';
import type { Modifier } from '../modifiers/modifier.ts';
import { modifierTable } from '../modifiers/registry.ts';
import { FIELD_SEGMENTS_MAX } from '../field-path.ts';
import { KEYWORD_MODIFIERS } from '../parse-search.ts';
import { policyPredicateNames } from '../policy-predicates.ts';

/** A regular expression that every key must fit, and what to say where one does not. */
export interface KeyPattern {
  readonly pattern: string;
  readonly patternErrorMessage: string;
}

/** Every modifier once. */
export const modifiers: readonly Modifier[] = [...new Set(modifierTable(policyPredicateNames).values())];

/** What every key of a search fits. */
export const itemKeyPatterns: readonly KeyPattern[] = [
  {
    pattern: `^(?!iamwatch\\.)|^iamwatch\\.${oneOf([...auditFields.keys()].map(escaped))}(?:\\||$)`,
    patternErrorMessage:
      'The normalised event has no such field. Names below "iamwatch." are those of the normalised event; every other name reads the raw record.',
  },
  {
    pattern: `^(?!(?:[^|.]*\\.){${FIELD_SEGMENTS_MAX}})`,
    patternErrorMessage: `The field name has more than ${FIELD_SEGMENTS_MAX} parts.`,
  },
  {
    pattern: `^(?:[^|]*\\|${ANY_ELEMENT}|[^|]+(?:\\|${oneOf(modifiers.flatMap(spellings))})*|(?:\\|${oneOf(keywordSpellings())})*)$`,
    patternErrorMessage: `Unknown modifier, or one that cannot stand here: "${ANY_ELEMENT}" stands alone, and behind no field at all only those for keywords may stand.`,
  },
  {
    pattern: `^${successions().join('')}${needs().join('')}`,
    patternErrorMessage: 'These modifiers cannot be combined, or not in this order.',
  },
];

/** A pattern for keys that carry one of the modifiers. */
export function keyWith(names: readonly string[]): string {
  const carried = modifiers.filter(({ name }) => names.includes(name)).flatMap(spellings);
  return `\\|${oneOf(carried)}(?:\\||$)`;
}

/** A text as the regular expression that fits it. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
}

function spellings({ name, aliases }: Modifier): readonly string[] {
  return [name, ...aliases];
}

function keywordSpellings(): readonly string[] {
  return modifiers.filter(({ name }) => KEYWORD_MODIFIERS.has(name)).flatMap(spellings);
}

function oneOf(words: readonly string[]): string {
  return `(?:${words.join('|')})`;
}

/** For every modifier: none stands behind it but those that may. Modifiers with the same followers share one look. */
function successions(): readonly string[] {
  const byFollowers = new Map<string, Modifier[]>();
  for (const modifier of modifiers) {
    const followers = modifiers
      .filter(({ name, standsBefore }) => modifier.combinesWith.includes(name) && !standsBefore.includes(modifier.name))
      .flatMap(spellings)
      .join('|');
    byFollowers.set(followers, [...(byFollowers.get(followers) ?? []), modifier]);
  }
  return [...byFollowers].map(([followers, group]) => {
    const stranger = followers === '' ? '' : `.*\\|(?!(?:${followers})(?:\\||$))`;
    return `(?!.*\\|${oneOf(group.flatMap(spellings))}(?=\\|)${stranger})`;
  });
}

/** For every modifier that needs another one beside it: it is there. */
function needs(): readonly string[] {
  return modifiers
    .filter((modifier) => modifier.needs.length > 0)
    .map((modifier) => {
      const needed = modifiers.filter(({ name }) => modifier.needs.includes(name)).flatMap(spellings);
      return `(?:(?!.*\\|${oneOf(spellings(modifier))}(?:\\||$))|(?=.*\\|${oneOf(needed)}(?:\\||$)))`;
    });
}
