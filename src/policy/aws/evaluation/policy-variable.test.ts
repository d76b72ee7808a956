import { describe, expect, test } from 'vitest';
import { mask, patternCharsMax, substitute, unmask, valueCharsMax } from './policy-variable.ts';
import type { RequestContext } from './request.ts';

const values = new Map([
  ['aws:username', ['ann']],
  ['aws:userid', ['*']],
  ['aws:tagkeys', ['a', 'b']],
  ['aws:sourceip', []],
  ['long', ['x'.repeat(valueCharsMax + 1)]],
]);

function filled(pattern: string, isComplete = true): string {
  const context: RequestContext = { values, isComplete };
  const result = substitute(pattern, context);
  return result.kind === 'text' ? unmask(result.text) : result.kind;
}

describe('variables', () => {
  test.each([
    ['plain', 'plain'],
    ['home/${aws:username}/*', 'home/ann/*'],
    ['${AWS:UserName}${aws:username}', 'annann'],
    ["${aws:username, 'nobody'}", 'ann'],
    ["${aws:SourceIp, 'nowhere'}", 'nowhere'],
    ['${aws:SourceIp}', 'absent'],
    ['${*}${?}${$}', '*?$'],
    ['${aws:TagKeys}', 'unknown'],
    ['${long}', 'unknown'],
    ['${', '${'],
    ['${aws:username', '${aws:username'],
    ['$aws:username}', '$aws:username}'],
  ])('%s is %s', (pattern, expected) => {
    expect(filled(pattern)).toBe(expected);
  });
  test('a key that may be there is unknown, even beside one that is absent', () => {
    expect(filled('${aws:principaltype}', false)).toBe('unknown');
    expect(filled('${aws:SourceIp}${aws:principaltype}', false)).toBe('unknown');
    expect(filled('${aws:principaltype}${aws:SourceIp}', false)).toBe('unknown');
    expect(filled("${aws:principaltype, 'x'}", false)).toBe('unknown');
  });
  test('a pattern longer than any that IAM stores is not filled in', () => {
    expect(filled('${*}'.padEnd(patternCharsMax, 'x'))).toBe('*'.padEnd(patternCharsMax - 3, 'x'));
    expect(filled('${*}'.padEnd(patternCharsMax + 1, 'x'))).toBe('unknown');
  });
});

test('what a variable stands for has no wildcards, nor has a masked text', () => {
  expect(substitute('${aws:userid}*', { values, isComplete: true })).toEqual({ kind: 'text', text: `${mask('*')}*` });
  expect(mask('a*b?')).not.toMatch(/[*?]/u);
});
