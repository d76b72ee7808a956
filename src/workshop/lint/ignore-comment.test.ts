/** A comment silences what it names, on its line or the line below, and nothing else; and it has to say why. */
import { describe, expect, test } from 'vitest';
import { lint } from './lint.ts';

/** What the examples are about; other checks may say more about them. */
const OWN = ['user-agent-as-evidence', 'covered-value'];

function codesIn(lines: readonly string[]): readonly string[] {
  const text = [
    'title: A rule',
    'logsource: { product: aws, service: cloudtrail }',
    'detection:',
    '  it:',
    ...lines,
    '  condition: it',
  ].join('\n');
  return lint({ files: [{ file: 'rule.yaml', text }], baseFiles: [] })
    .map(({ code }) => code)
    .filter((code) => code.includes('ignore') || OWN.includes(code));
}

const AGENT = '    userAgent|contains: pacu';
const CODE = 'user-agent-as-evidence';

test('without a comment the finding is there', () => {
  expect(codesIn([AGENT])).toEqual([CODE]);
});

describe('silenced', () => {
  test.each<[string, readonly string[]]>([
    ['on the line above', [`    # iamwatch: ignore[${CODE}] a cheap extra`, AGENT]],
    ['at the end of the line', [`${AGENT} # iamwatch: ignore[${CODE}] a cheap extra`]],
    ['with other comments between', [`    # iamwatch: ignore[${CODE}] a cheap extra`, '    # seen in March', AGENT]],
    [
      'with other codes',
      [`    # iamwatch: ignore[${CODE}, covered-value] why`, `    userAgent|contains: [pacu, pacu2]`],
    ],
    [
      'behind the key of a text of several lines',
      [`    userAgent|contains: | # iamwatch: ignore[${CODE}] why`, '      pacu'],
    ],
    ['in a file with the line ends of Windows', [`    # iamwatch: ignore[${CODE}] a cheap extra\r`, `${AGENT}\r`]],
    ['with little space', [`    #iamwatch:ignore[${CODE}]why`, AGENT]],
  ])('%s', (_where, lines) => {
    expect(codesIn(lines)).toEqual([]);
  });
});

describe('not silenced', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['without a reason', [`    # iamwatch: ignore[${CODE}]`, AGENT], ['ignore-without-reason', CODE]],
    ['by another code', [`    # iamwatch: ignore[covered-value] why`, AGENT], ['unused-ignore', CODE]],
    ['by an unknown code', [`    # iamwatch: ignore[no-such-code] why`, AGENT], ['ignore-unknown-code', CODE]],
    ['two lines further', [`    # iamwatch: ignore[${CODE}] why`, '    eventName: x', AGENT], ['unused-ignore', CODE]],
    [
      'from the line below',
      [AGENT, `    # iamwatch: ignore[${CODE}] why`, '    eventName: x'],
      [CODE, 'unused-ignore'],
    ],
    ['inside of a value', [`    a: 'x # iamwatch: ignore[${CODE}] why'`, AGENT], [CODE]],
    ['at the end of a value', [`    userAgent|contains: 'pacu # iamwatch: ignore[${CODE}] why'`], [CODE]],
    ['inside of a text of several lines', [`    a: |`, `      # iamwatch: ignore[${CODE}] why`, AGENT], [CODE]],
  ])('%s', (_why, lines, codes) => {
    expect(codesIn(lines)).toEqual(codes);
  });
});

test('a code in a comment is looked up, and the nearest is offered', () => {
  const text = '# iamwatch: ignore[user-agent-as-evidenc] why\ntitle: x';
  const [found] = lint({ files: [{ file: 'rule.yaml', text }], baseFiles: [] });
  expect(found).toMatchObject({
    code: 'ignore-unknown-code',
    line: 1,
    column: 20,
    suggestion: `did you mean "${CODE}"?`,
  });
});
