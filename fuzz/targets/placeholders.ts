/**
 * `%name%` under `expand`. Law: any text with any configured values becomes texts, as many as the values allow and each as a
 * naive replacement makes it, or a problem with words; never more than the limit, and never much work on the way there.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expand, expandText, plainly } from '../../src/rule-language/modifiers/expand.ts';
import { parsePattern } from '../../src/rule-language/pattern.ts';
import { oddText } from '../generate/odd.ts';
import { target } from '../target.ts';

interface Input {
  readonly text: string;
  readonly values: readonly (readonly [string, readonly (string | number)[]])[];
  /** Each list of values is repeated so often. */
  readonly times: number;
}

const piece = fc.constantFrom(
  '%',
  '%a%',
  '%b%',
  '%none%',
  '\\%',
  '\\\\',
  '\\',
  '*',
  'x',
  '%%',
  '% a%',
  '%a.b-c:1%',
  '\\%a%',
);
const value = fc.oneof(oddText, fc.constantFrom('*', '%a%', '\\', 5, -1.5));

export const placeholders = target<Input>({
  name: 'placeholders',
  law: 'placeholders become the texts that they stand for, within the limit',
  inputs: fc.record({
    text: fc.array(piece, { maxLength: 7 }).map((parts) => parts.join('')),
    values: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'a.b-c:1'), fc.array(value, { maxLength: 4 })), {
      maxLength: 3,
    }),
    times: fc.oneof({ weight: 20, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(700) }),
  }),
  runsInTest: 1000,
  check({ text, values, times }) {
    const configured = new Map(values.map(([name, list]) => [name, Array.from({ length: times }, () => list).flat()]));
    const texts = expandText(text, configured, plainly);
    const pattern = parsePattern(text, { keepsBackslashes: true });
    const names = new Set(['expand']);
    if (expand.role === 'transform')
      expand.transform({ alternatives: [pattern], isBytes: false }, { names, placeholders: configured });
    if ('problem' in texts) {
      assert.ok(texts.problem.length > 0);
      return;
    }
    assert.ok(texts.length <= 10_000);
    if (times === 1) assert.deepEqual([...texts], naively(text, configured));
  },
  growth: [
    {
      name: 'values of three placeholders',
      size: 500,
      make: (size) => ({ text: '%a%%a%%a%', values: [['a', ['x']]], times: size }),
    },
  ],
});

/** From left to right, one character or one placeholder at a time. */
function naively(text: string, values: ReadonlyMap<string, readonly (string | number)[]>): readonly string[] {
  if (text === '') return [''];
  const name = /^%([\w.:-]+)%/.exec(text)?.[1];
  const isEscape = /^\\[\\%]/.test(text);
  const length = name === undefined ? (isEscape ? 2 : 1) : name.length + 2;
  const heads =
    name === undefined ? [isEscape ? text.charAt(1) : text.charAt(0)] : (values.get(name) ?? []).map(String);
  const tails = naively(text.slice(length), values);
  return heads.flatMap((head) => tails.map((tail) => head + tail));
}
