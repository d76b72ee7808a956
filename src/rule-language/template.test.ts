/** Sentences with holes. */
import { describe, expect, test } from 'vitest';
import { fillTemplate, parseTemplate, type TemplatePart } from './template.ts';

function filled(source: string): string {
  const template = parseTemplate(source);
  if ('problem' in template) return `problem: ${template.problem}`;
  return fillTemplate(template, (part: TemplatePart) =>
    part.kind === 'raw' ? `<${part.path}>` : part.kind.toUpperCase(),
  );
}

describe('holes and braces', () => {
  test.each([
    ['nothing to fill', 'nothing to fill'],
    ['', ''],
    ['{actor} took {target} in {account}', 'ACTOR took TARGET in ACCOUNT'],
    ['{raw.requestParameters.userName}!', '<requestParameters.userName>!'],
    ['{{actor}} is {actor}', '{actor} is ACTOR'],
  ])('%s', (source, text) => {
    expect(filled(source)).toBe(text);
  });

  test.each([
    ['{actr}', 'problem: unknown placeholder "{actr}"'],
    ['{}', 'problem: unknown placeholder "{}"'],
    ['{raw.}', 'problem: unknown placeholder "{raw.}"'],
    ['{actor', 'problem: unpaired "{"; write "{{" for the character'],
    ['actor}', 'problem: unpaired "}"; write "}}" for the character'],
  ])('%s is refused', (source, text) => {
    expect(filled(source)).toBe(text);
  });
});
