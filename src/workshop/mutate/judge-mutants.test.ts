/** What kills a mutant, what does not, and what is said of recorded ones. */
import { describe, expect, test } from 'vitest';
import { type RuleMutationReport, withFate } from './judge-mutants.ts';
import { judged } from './mutants.fixture.ts';
import { mutationReportJson } from './report-json.ts';
import { mutationReportText, mutationTotalsText } from './report-text.ts';

const DETECTION = 'created: { eventName: CreateUser, user: bob }\ncondition: created';
const BASE = { eventName: 'CreateUser', user: 'bob' };
const POSITIVE = '  - { name: bob is made, event: base, expect: alert }\n';
const NEAR_MISSES = `
  - { name: another user, event: base, patch: { user: ann }, expect: none }
  - { name: a longer name, event: base, patch: { user: bobby }, expect: none }
  - { name: another action, event: base, patch: { eventName: DeleteUser }, expect: none }
  - { name: a later event, event: base, without: [x], expect: { level: medium } }`;

function surviving(report: RuleMutationReport): readonly string[] {
  return withFate(report, 'survived').map(({ mutant }) => mutant.id);
}

describe('a mutant is killed', () => {
  test('by a test that passes on the rule and fails on the mutant; the first one is named', () => {
    const report = judged(DETECTION, `tests:\n${POSITIVE}${NEAR_MISSES}`, BASE);
    expect(surviving(report)).toEqual([]);
    const fate = report.mutants.find(({ mutant }) => mutant.id === 'drop-clause created.user')?.fate;
    expect(fate).toEqual({ kind: 'killed', test: 'another user', reason: 'expected no alert, got medium' });
  });

  test('by no test that fails on the rule itself; such tests are listed', () => {
    const report = judged(DETECTION, 'tests:\n  - { name: wrong, event: base, expect: none }\n', BASE);
    expect(withFate(report, 'killed')).toEqual([]);
    expect(report.failing).toEqual(['wrong']);
  });

  test('by the level and the variation that a test expects', () => {
    const exactOnly = ['negate variation "bob" "created"', 'raise-level variation "bob"'];
    const variations = 'variations: [{ name: bob, condition: created, level: high }]\n';
    const loose = judged(DETECTION, `${variations}tests:\n${POSITIVE}`, BASE);
    expect(surviving(loose)).toEqual(expect.arrayContaining(exactOnly));
    const exact = `${variations}tests:\n  - { name: bob is made, event: base, expect: { level: high, variation: bob } }\n`;
    const killed = withFate(judged(DETECTION, exact, BASE), 'killed').map(({ mutant }) => mutant.id);
    expect(killed).toEqual(expect.arrayContaining(exactOnly));
  });
});

describe('a recorded mutant', () => {
  const record = (mutation: string): string =>
    `equivalent_mutants: [{ mutation: "${mutation}", reason: none is longer }]\n`;

  test('is equivalent where no test kills it', () => {
    const report = judged(DETECTION, `${record('loosen-text created.user')}tests:\n${POSITIVE}`, BASE);
    expect(withFate(report, 'equivalent').map(({ fate }) => fate)).toEqual([
      { kind: 'equivalent', reason: 'none is longer' },
    ]);
    expect(report.stale).toEqual([]);
  });

  test.each([
    ['drop-clause created.nobody', 'the rule has no such mutant'],
    ['drop-clause created.user', 'the test "another user" tells it from the rule'],
  ])('is stale where there is none, or a test kills it: %s', (mutation, problem) => {
    const report = judged(DETECTION, `${record(mutation)}tests:\n${POSITIVE}${NEAR_MISSES}`, BASE);
    expect(report.stale.map((one) => [one.entry.mutation, one.entry.place.line, one.problem])).toEqual([
      [mutation, 6, problem],
    ]);
  });
});

test('people read survivors with place, change and hint, and a table of totals', async () => {
  const report = judged(DETECTION, `tests:\n${POSITIVE}`, BASE);
  const text = mutationReportText(report) + mutationTotalsText([report]);
  await expect(text).toMatchFileSnapshot('testdata/survivors.txt');
  expect(mutationReportText(judged(DETECTION, `tests:\n${POSITIVE}${NEAR_MISSES}`, BASE))).toBe('');
});

test('programs read every mutant with its fate', async () => {
  const json = mutationReportJson([judged(DETECTION, `tests:\n${POSITIVE}`, BASE)]);
  await expect(`${JSON.stringify(json, null, 2)}\n`).toMatchFileSnapshot('testdata/survivors.json');
});

test('of a rule with more mutants than are judged the first ones are, and the report says so', () => {
  const tests = `tests:\n${POSITIVE}${NEAR_MISSES}`;
  const whole = judged(DETECTION, tests, BASE);
  expect(whole.isCut).toBe(false);
  const cut = judged(DETECTION, `equivalent_mutants: [{ mutation: of the rest, reason: r }]\n${tests}`, BASE, 2);
  expect(cut).toMatchObject({ isCut: true, stale: [] });
  expect(cut.mutants.map(({ mutant }) => mutant.id)).toEqual(whole.mutants.slice(0, 2).map(({ mutant }) => mutant.id));
  expect(mutationReportText(cut)).toContain('the rule has more mutants; only the first 2 were judged');
  expect(judged(DETECTION, tests, BASE, whole.mutants.length).isCut).toBe(false);
});
