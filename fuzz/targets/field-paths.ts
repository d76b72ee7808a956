/**
 * Names of fields. Law: any text is a path or a problem with words; and a path finds in any JSON what a naive reader finds, which
 * tries every way of splitting it.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseFieldPath } from '../../src/rule-language/field-path.ts';
import { fieldReader } from '../../src/rule-language/field-reader.ts';
import { eventView } from '../../src/rule-language/event-view.fixture.ts';
import { meanings } from '../../src/rule-language/meaning.ts';
import { isObject, type Json } from '../../src/std/json.ts';
import { jsonAround, oddText } from '../generate/odd.ts';
import { target } from '../target.ts';

interface Input {
  readonly name: string;
  readonly value: Json;
}

const KEYS = ['a', 'b', 'a.b', 'b.a', 'a.b.a', '', '.', '__proto__', 'constructor', 'length', '0'];
const name = fc
  .array(fc.constantFrom(...KEYS, 'iamwatch', 'actor', 'kind'), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join('.'));

export const fieldPaths = target<Input>({
  name: 'field-paths',
  law: 'a field name finds what a naive reader finds, or is a problem with words',
  inputs: fc.record({
    name: fc.oneof({ weight: 4, arbitrary: name }, { weight: 1, arbitrary: oddText }),
    value: jsonAround(KEYS),
  }),
  runsInTest: 4000,
  check({ name: written, value }) {
    const field = parseFieldPath(written);
    if ('problem' in field) {
      assert.ok(field.problem.length > 0 && field.code.length > 0);
      return;
    }
    if (field.origin !== 'raw' || !isObject(value)) return;
    const found = fieldReader(field)(eventView(value)).map((leaf) => JSON.stringify(leaf));
    const naive = meanings.values(value, field.segments).map((leaf) => JSON.stringify(leaf));
    assert.deepEqual(found.toSorted(), naive.toSorted());
  },
  growth: [
    { name: 'long names', size: 2000, make: (size) => ({ name: `iamwatch.${'a'.repeat(size)}`, value: {} }) },
    {
      name: 'splits',
      size: 5,
      make: (size) => ({
        name: Array<string>(Math.min(size, 20)).fill('a').join('.'),
        value: ladder(Math.min(size, 20)),
      }),
    },
  ],
});

/** Objects in which every way of splitting `a.a.a…` leads somewhere. */
function ladder(levels: number): Json {
  let value: Json = 1;
  const below: Json[] = [];
  for (let level = 0; level < levels; level += 1) {
    below.unshift(value);
    value = Object.fromEntries(
      below.map((child, index) => [
        Array<string>(index + 1)
          .fill('a')
          .join('.'),
        child,
      ]),
    );
  }
  return value;
}
