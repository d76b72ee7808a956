/**
 * Sentences of rules. Law: any text is a template or a problem with words; written again from its parts it is the same; and
 * filled with any values it holds these and its own words, in their order; with none, what stands in square brackets is gone.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fillTemplate, parseTemplate, type Template } from '../../src/rule-language/template.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { oddText } from '../generate/odd.ts';
import { target } from '../target.ts';

interface Input {
  readonly sentence: string;
  readonly value: string;
}

const SEEDS = [
  '{actor} made {target} an administrator in {account}.',
  '{{literal}} {raw.a.b}, {matched.member} and {foreign_accounts}',
  '{action}',
  '{actor}[ on {target}, [[{raw.x}]]].',
];
const PIECES = [
  '{',
  '}',
  '{{',
  '}}',
  '{actor}',
  '{raw.}',
  '{raw.x}',
  '{raw.a b}',
  '{matched.a.b}',
  '{ actor }',
  '{Actor}',
  '{raw..}',
  '$&',
  '\n',
  '{}',
  '[',
  ']',
  '[[',
  ']]',
  '[{raw.x}]',
];

export const templates = target<Input>({
  name: 'templates',
  law: 'a sentence is a template that means its text, or a problem with words',
  inputs: fc.record({
    sentence: mutatedText(SEEDS, PIECES),
    value: fc.oneof(fc.constantFrom('{actor}', '$&', '{{'), oddText),
  }),
  runsInTest: 3000,
  check({ sentence, value }) {
    const template = parseTemplate(sentence);
    if ('problem' in template) {
      assert.ok(template.problem.length > 0);
      return;
    }
    assert.equal(template.parts.map(written).join(''), sentence, 'written again');
    assert.equal(
      fillTemplate(
        template,
        () => value,
        () => '-',
      ),
      template.parts.map((part) => filled(part, value)).join(''),
    );
    const outside = template.parts.filter(({ kind }) => kind !== 'optional').map((part) => filled(part, '-'));
    assert.equal(
      fillTemplate(
        template,
        () => undefined,
        () => '-',
      ),
      outside.join(''),
    );
  },
});

type Part = Template['parts'][number];

function filled(part: Part, value: string): string {
  if (part.kind === 'optional') return part.parts.map((one) => filled(one, value)).join('');
  return part.kind === 'text' ? part.text : value;
}

function written(part: Part): string {
  if (part.kind === 'optional') return `[${part.parts.map(written).join('')}]`;
  if (part.kind === 'text') return part.text.replaceAll(/[{}[\]]/g, '$&$&');
  return part.kind === 'raw' || part.kind === 'matched' ? `{${part.kind}.${part.path}}` : `{${part.kind}}`;
}
