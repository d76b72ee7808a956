/** Sentences with holes. */
import { describe, expect, test } from 'vitest';
import { fillTemplate, type Hole, holesOf, parseTemplate } from './template.ts';

function filled(source: string): string {
  const template = parseTemplate(source);
  if ('problem' in template) return `problem: ${template.problem}`;
  return fillTemplate(template, valueOf, () => '(none)');
}

/** `raw.none` is the one field that is not in the log. */
function valueOf(hole: Hole): string | undefined {
  if (hole.kind !== 'raw') return hole.kind.toUpperCase();
  return hole.path === 'none' ? undefined : `<${hole.path}>`;
}

describe('holes and braces', () => {
  test.each([
    ['nothing to fill', 'nothing to fill'],
    ['', ''],
    ['{actor} took {target} in {account}', 'ACTOR took TARGET in ACCOUNT'],
    ['{raw.requestParameters.userName}!', '<requestParameters.userName>!'],
    ['{{actor}} is {actor}', '{actor} is ACTOR'],
    ['[[x]] {raw.none}', '[x] (none)'],
  ])('%s', (source, text) => {
    expect(filled(source)).toBe(text);
  });

  test.each([
    ['{actr}', 'problem: unknown placeholder "{actr}"'],
    ['{}', 'problem: unknown placeholder "{}"'],
    ['{raw.}', 'problem: unknown placeholder "{raw.}"'],
    ['{actor', 'problem: unpaired "{"; write "{{" for the character'],
    ['[{actor}', 'problem: unpaired "["; write "[[" for the character'],
    ['{actor}]', 'problem: unpaired "]"; write "]]" for the character'],
    ['[{actor}[{target}]]', 'problem: unpaired "["; write "[[" for the character'],
    ['a [b]', 'problem: nothing in the square brackets may be absent'],
    ['actor}', 'problem: unpaired "}"; write "}}" for the character'],
  ])('%s is refused', (source, text) => {
    expect(filled(source)).toBe(text);
  });
});

describe('what stands in square brackets', () => {
  test.each([
    ['a[ of {raw.b}]', 'a of <b>'],
    ['a[ of {raw.none}]', 'a'],
    ['a[ of {raw.b} and {raw.none}]', 'a'],
    ['a[ {raw.none}][ {raw.b}]', 'a <b>'],
    ['a[ [[{raw.b}]], {{x}}]', 'a [<b>], {x}'],
  ])('%s is left out where a hole in it is not in the log', (source, text) => {
    expect(filled(source)).toBe(text);
  });

  test('is searched for holes too', () => {
    const template = parseTemplate('{actor}[ on {target}]');
    expect('problem' in template ? [] : holesOf(template).map(({ kind }) => kind)).toEqual(['actor', 'target']);
  });
});
