/** What shipped rules say of ATT&CK: ids of the present release, and no more than they can show (R144, R147). */
import { expect, it } from 'vitest';
import { presentId } from '../src/attack/alias.ts';
import { ATTACK_RELEASE, tactics, techniqueOf } from '../src/attack/release.ts';
import type { Rule } from '../src/rule-language/rule.ts';
import { shippedRules } from './shipped-rules.fixture.ts';

it.each(shippedRules().map((rule): [string, Rule] => [rule.name, rule]))('%s', (_, rule) => {
  const techniques = rule.attack?.techniques ?? [];
  const claimed = rule.attack?.tactics ?? [];
  expect(rule.attack?.release).toBe(ATTACK_RELEASE);
  expect(techniques.map(({ id }) => presentId(id))).toEqual(techniques.map(({ id }) => id));
  expect(techniques.filter(({ id }) => techniqueOf(id) === undefined)).toEqual([]);
  // A tactic of our own stands on a technique below it; what a source published is told as it was published.
  const below = new Set(techniques.flatMap(({ id }) => techniqueOf(id)?.tactics ?? []));
  const known = new Set(tactics.map(({ id }) => id));
  const unfounded = claimed
    .filter(
      ({ origin, id }) =>
        !known.has(id) || (origin === 'local, unvalidated' && techniques.length > 0 && !below.has(id)),
    )
    .map(({ id }) => id);
  expect(unfounded).toEqual([]);
  // Tags repeat the mapping for programs that read nothing else.
  const named = new Set(
    tactics.filter(({ id }) => claimed.some((one) => one.id === id)).map(({ tag }) => `attack.${tag}`),
  );
  const wanted = new Set([...named, ...techniques.map(({ id }) => `attack.${id.toLowerCase()}`)]);
  expect(new Set(rule.tags.filter((tag) => tag.startsWith('attack.')))).toEqual(wanted);
});
