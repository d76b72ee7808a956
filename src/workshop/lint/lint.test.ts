/** What linting promises as a whole: everything at once, in order, of the wanted files only, each thing once. */
import { expect, test } from 'vitest';
import { lint } from './lint.ts';
import { lintCodes } from './lint-codes.ts';
import { sarifLog } from './sarif.ts';

const rule = (title: string, detection: string): string =>
  `title: ${title}\nname: ${title}\nlogsource: { product: aws, service: cloudtrail }\ndetection: ${detection}\n`;
const BROKEN = rule('broken', "{ a: { eventName|startwith: x, userIdentity.arn|re: '(' }, condition: a }");
const AGENT = rule('agent', '{ a: { eventName: CreateAccessKey, userAgent: pacu }, condition: a }');

test('problems of loading and of checking come together, in the order of files, lines and columns', () => {
  const files = [
    { file: 'b.yaml', text: AGENT },
    { file: 'a.yaml', text: `${BROKEN}---\n${AGENT.replaceAll('agent', 'other')}` },
  ];
  const found = lint({ files, baseFiles: [{ file: 'base-events.yaml', text: 'x: 1' }] });
  const places = found.map(({ file, line, column }) => [file, line, column] as const);
  expect(places).toEqual([...places].sort(([a, b, c], [d, e, f]) => (a < d ? -1 : a > d ? 1 : b - e || c - f)));
  const told = new Set(found.map(({ file, code }) => `${file} ${code}`));
  expect(told).toEqual(
    new Set([
      ...['unknown-modifier', 'invalid-regex', 'missing-metadata', 'missing-tests', 'user-agent-as-evidence'].map(
        (code) => `a.yaml ${code}`,
      ),
      ...['missing-metadata', 'missing-tests', 'user-agent-as-evidence'].map((code) => `b.yaml ${code}`),
      'base-events.yaml base-not-a-map',
    ]),
  );
});

test('files that are only known are not told about, but what they hold is known', () => {
  const known = { file: 'known.yaml', text: AGENT };
  const wanted = {
    file: 'wanted.yaml',
    text: `${rule('w', '{ a: { eventName: CreateAccessKey }, condition: a }')}counterparts: [agent]\n`,
  };
  const found = lint({ files: [known, wanted], baseFiles: [], only: new Set(['wanted.yaml']) });
  expect(new Set(found.map(({ file }) => file))).toEqual(new Set(['wanted.yaml']));
  expect(found.map(({ code }) => code)).not.toContain('unknown-counterpart');
});

test('a filter that narrows many rules is told about once, in its own file, wherever the rules lie', () => {
  const filter = `title: F\nlogsource: { product: aws }\nfilter: { rules: any, t: { userAgent: x }, condition: not t }\n`;
  const rules = ['one', 'two', 'three']
    .map((name) => rule(name, '{ a: { eventName: CreateAccessKey }, condition: a }'))
    .join('---\n');
  const files = [
    { file: 'rules.yaml', text: rules },
    { file: 'filter.yaml', text: filter },
  ];
  const found = lint({ files, baseFiles: [], only: new Set(['filter.yaml']) });
  expect(found.map(({ file, line, code }) => [file, line, code])).toEqual([
    ['filter.yaml', 3, 'user-agent-as-innocence'],
  ]);
});

test('SARIF names each code that occurs once, and each result points to its code and place', () => {
  const found = lint({ files: [{ file: 'a folder/a.yaml', text: BROKEN + '---\n' + AGENT }], baseFiles: [] });
  const { version, runs } = sarifLog(found, '1.2.3');
  const [{ tool, results }] = runs;
  expect([version, tool.driver.name, tool.driver.semanticVersion]).toEqual(['2.1.0', 'iamwatch', '1.2.3']);
  expect(results).toHaveLength(found.length);
  expect(new Set(tool.driver.rules.map(({ id }) => id)).size).toBe(tool.driver.rules.length);
  for (const [index, result] of results.entries()) {
    expect(tool.driver.rules[result.ruleIndex]?.id).toBe(found[index]?.code);
    const { artifactLocation, region } = result.locations[0]?.physicalLocation ?? {};
    expect(artifactLocation?.uri).toBe('a%20folder/a.yaml');
    expect(region?.startLine).toBe(found[index]?.line);
    expect(result.message.text).toContain(found[index]?.message);
  }
  expect(
    tool.driver.rules.every(({ id, shortDescription }) =>
      lintCodes.some(({ code, summary }) => code === id && summary === shortDescription.text),
    ),
  ).toBe(true);
});
