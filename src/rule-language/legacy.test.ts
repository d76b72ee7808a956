/** Forms of rules from before Sigma's present specification, as public collections and old forks still hold them. */
import { describe, expect, it, test } from 'vitest';
import { errorsIn, matchesOf, ruleAround, ruleFrom } from './harness.fixture.ts';
import { eventView } from './event-view.fixture.ts';
import { loadRules } from './load.ts';

const searches = 's1: { a: x }\ns2: { b: y }\n';

describe('conditions in early words', () => {
  test.each<[string, string, boolean, boolean]>([
    ['1 of', '1 of them', true, true],
    ['any of', 'any of them', true, true],
    ['any of a pattern', 'any of s*', true, true],
    ['all of', 'all of them', false, true],
    ['in capitals', 'ANY OF THEM AND NOT s2', true, false],
    ['a list of conditions', '[s1 and s2, s1]', true, true],
  ])('%s', (_, condition, one, both) => {
    const rule = ruleFrom(ruleAround(`${searches}condition: ${condition}`));
    expect(matchesOf([rule], eventView({ a: 'x' })).length > 0).toBe(one);
    expect(matchesOf([rule], eventView({ a: 'x', b: 'y' })).length > 0).toBe(both);
  });

  test.each(['1 of s* | count() > 5', 's1 | count(a) by b > 5', 's1 | near s2', 's1 | sum(a) by b > 3'])(
    'an aggregation is refused by its name: %s',
    (condition) => {
      const text = ruleAround(`${searches}condition: "${condition}"`);
      const { diagnostics } = loadRules([{ file: 'rule.yaml', text }]);
      const word = /\| (?<word>\w+)/u.exec(condition)?.groups?.word ?? '';
      const told = diagnostics.filter(({ severity }) => severity === 'error');
      expect(told.map(({ code, message }) => [code, message])).toEqual([
        ['legacy-aggregation', `the legacy aggregation "| ${word}" is not supported`],
      ]);
    },
  );
});

describe('early spellings', () => {
  const detection = ruleAround(`${searches}condition: all of them`);

  it.each([
    ['2022-02-08', '2022-02-08'],
    ['2022/2/8', '2022-02-08'],
    ['02/28/2022', '2022-02-28'],
  ])('the date %s', (written, read) => {
    expect(ruleFrom(`date: ${written}\n${detection}`).date).toBe(read);
  });

  it('a log source in capitals reads the same logs', () => {
    const rule = ruleFrom(detection.replace('product: aws, service: cloudtrail', 'product: AWS, service: CloudTrail'));
    expect(matchesOf([rule], eventView({ a: 'x', b: 'y' }))).toHaveLength(1);
  });

  it('a name with spaces, tags in capitals and without a namespace', () => {
    const rule = ruleFrom(`name: My old rule\ntags: [Attack.T1098, gcp]\n${detection}`);
    expect([rule.name, rule.tags]).toEqual(['My old rule', ['Attack.T1098', 'gcp']]);
  });
});

describe('filters', () => {
  const rule = ruleAround('selection: { a: x }\nf: { a: x }\ncondition: 1 of * and selection').replace(
    'title',
    'name: r\ntitle',
  );
  const filter = (rules: string): string =>
    `title: F\nlogsource: { product: aws, service: cloudtrail }\nfilter:\n${rules}  selection: { b: y }\n  selection2: { c: z }\n  condition: not 1 of selection*\n`;

  it.each([
    ['rules: any', '  rules: any\n'],
    ['no rules', ''],
    ['an empty list', '  rules: []\n'],
    ['a list with any', '  rules: [any]\n'],
    ['a name', '  rules: [r]\n'],
  ])('%s: patterns of rule and filter catch their own identifiers alone', (_, named) => {
    const { rules, diagnostics } = loadRules([
      { file: 'r.yaml', text: rule },
      { file: 'f.yaml', text: filter(named) },
    ]);
    expect(diagnostics).toEqual([]);
    const verdicts = [{ a: 'x' }, { a: 'x', b: 'y' }, { a: 'x', c: 'z' }, { b: 'y' }].map(
      (raw) => matchesOf(rules, eventView(raw)).length,
    );
    expect(verdicts).toEqual([1, 0, 0, 0]);
  });

  it('without a condition are refused', () => {
    expect(errorsIn('title: F\nlogsource: { product: aws }\nfilter: { rules: any, s: { b: y } }\n')).toEqual([
      'missing-condition',
    ]);
  });
});
