/** Law: a key fits the published patterns exactly where the loader takes it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFieldPath } from '../field-path.ts';
import { ANY_ELEMENT, checkModifiers } from '../item.ts';
import { modifierTable } from '../modifiers/registry.ts';
import { policyPredicateNames } from '../policy-predicates.ts';
import { itemKeyPatterns, modifiers } from './item-key.ts';

const table = modifierTable(policyPredicateNames);
const patterns = itemKeyPatterns.map(({ pattern }) => new RegExp(pattern, 'u'));
// One predicate stands for all: they combine with nothing.
const words = [...table.keys()].filter((word) => !policyPredicateNames.slice(1).includes(word));

function fits(key: string): boolean {
  return patterns.every((pattern) => pattern.test(key));
}

function loads(field: string, behind: readonly string[]): boolean {
  if ('problem' in parseFieldPath(field)) return false;
  return behind.includes(ANY_ELEMENT) ? behind.length === 1 : !('problem' in checkModifiers(behind, table));
}

describe('behind a field', () => {
  it('every modifier alone, and every pair in either order, is as the loader has it', () => {
    const wrong: string[] = [];
    for (const one of [...words, ANY_ELEMENT, 'no-modifier', '']) {
      for (const behind of [[one], ...words.map((other) => [one, other])]) {
        if (fits(['field', ...behind].join('|')) !== loads('field', behind)) wrong.push(behind.join('|'));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('so are longer rows', () => {
    const row = fc.array(fc.constantFrom(...words), { minLength: 3, maxLength: 5 });
    fc.assert(
      fc.property(row, (behind) => {
        expect(fits(['field', ...behind].join('|'))).toBe(loads('field', behind));
      }),
      { numRuns: 5000 },
    );
  });

  it('predicates are known by their names', () => {
    for (const name of policyPredicateNames) expect(fits(`field|${name}`)).toBe(true);
    expect(modifiers.length).toBeGreaterThan(policyPredicateNames.length + 20);
  });
});

it.each([
  ['iamwatch.outcome', true],
  ['iamwatch.gcp.bindings.role', true],
  ['iamwatch.gcp.bindings.rolle', false],
  ['iamwatch.outcome.x', false],
  ['iamwatch.', false],
  ['iamwatch', true],
  ['a.iamwatch.b', true],
  ['a'.concat('.b'.repeat(23)), true],
  ['a'.concat('.b'.repeat(24)), false],
])('the field %s', (field, expected) => {
  expect(fits(field)).toBe(expected);
  expect(fits(`${field}|exists`)).toBe(expected);
  expect(loads(field, ['exists'])).toBe(expected);
});
