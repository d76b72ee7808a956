import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStruct } from './struct-text.ts';

describe('the text of a struct', () => {
  it.each<[string, string, unknown]>([
    ['fields', '{type=Root, accountid=111122223333}', { type: 'Root', accountid: '111122223333' }],
    ['nothing', '{}', {}],
    ['null', '{username=null, arn=x}', { username: null, arn: 'x' }],
    [
      'structs in structs',
      '{type=AssumedRole, sessioncontext={attributes={mfaauthenticated=false}, sessionissuer={username=r}}}',
      {
        type: 'AssumedRole',
        sessioncontext: { attributes: { mfaauthenticated: 'false' }, sessionissuer: { username: 'r' } },
      },
    ],
    ['texts with commas', '{useragent=[a, b], x=Jul 10, 2023, 9:00}', { useragent: '[a, b]', x: 'Jul 10, 2023, 9:00' }],
    ['texts with an equals sign', '{arn=a=b, x=1}', { arn: 'a=b', x: '1' }],
    [
      'JSON as a text, which is what it is in the record too',
      '{policyDocument={"Statement":[{"Action":"*","Condition":"a=b"}]}, userName=bob}',
      { policyDocument: '{"Statement":[{"Action":"*","Condition":"a=b"}]}', userName: 'bob' },
    ],
    [
      'lists of structs',
      '[{arn=x, type=AWS::IAM::Role}, {arn=y}]',
      [{ arn: 'x', type: 'AWS::IAM::Role' }, { arn: 'y' }],
    ],
    ['an empty list', '[]', []],
    ['names like those of any object', '{__proto__=x}', Object.fromEntries([['__proto__', 'x']])],
  ])('%s', (_, text, value) => {
    expect(parseStruct(text)).toEqual(value);
  });

  it.each(['', 'x', '{', '{a}', '{=b}', '{a=b', '[a, b]', '{"a":1}', '{a b=c}'])('%j is none', (text) => {
    expect(parseStruct(text)).toBeUndefined();
  });
});

it('never throws, and reads nested structs up to a depth', () => {
  fc.assert(fc.property(fc.stringMatching(/^[a{}[\]=, "\\]{0,40}$/), (text) => void parseStruct(text)));
  expect(JSON.stringify(parseStruct(`${'{a='.repeat(50)}x${'}'.repeat(50)}`))).toContain('{a=');
});

it.each([
  ['commas', ',a'.repeat(250_000)],
  ['braces', '{'.repeat(500_000)],
  ['structs', `${'{a='.repeat(120_000)}${'}'.repeat(120_000)}`],
  ['blanks', `,${' '.repeat(500_000)}`],
  ['quotes', '",\\"'.repeat(120_000)],
  ['fields', ', a=b'.repeat(100_000)],
])('half a megabyte of %s costs a moment', (_, text) => {
  const start = performance.now();
  parseStruct(`{x=1${text}}`);
  expect(performance.now() - start).toBeLessThan(2000);
});
