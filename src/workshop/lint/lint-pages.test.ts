/**
 * Every code of `rules lint` has a golden pair (file in, text out), a mended file and a page. Rewrite what is derived
 * with `npx vitest run src/workshop/lint/lint-pages.test.ts -u` and read the difference. A new code needs three files in
 * `testdata`, written by hand: CODE.yaml, CODE.fixed.yaml and CODE.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codesWithFiles, golden, lintExample, pageOf, PAGES, printedExample, TESTDATA } from './golden.fixture.ts';
import { lintCodes } from './lint-codes.ts';

const codes = lintCodes.map(({ code }) => code);

it('every code is declared once', () => {
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
});

it('every code that a source can report is declared', () => {
  /** Codes that no rule file can lead to. */
  const ofProfiles = ['one-profile'];
  const reported = new Set(sources().flatMap(reportedCodes));
  expect(reported.size).toBeGreaterThan(50);
  expect([...reported].filter((code) => !codes.includes(code) && !ofProfiles.includes(code))).toEqual([]);
});

it('every declared code of the loader can be reported by a source', () => {
  const text = sources().join('\n');
  // Written out of a part and the key it speaks about.
  const composed = ['duplicate-id', 'duplicate-name'];
  expect(codes.filter((code) => !text.includes(`'${code}'`) && !composed.includes(code))).toEqual([]);
});

it('no golden file and no page belongs to a code that is gone', () => {
  expect(codesWithFiles(TESTDATA).filter((code) => !codes.includes(code))).toEqual([]);
  expect(codesWithFiles(PAGES).filter((code) => !codes.includes(code))).toEqual(['README']);
});

describe.each(lintCodes.map((code) => [code.code, code] as const))('%s', (name, code) => {
  it('is shown by its file, at its severity', async () => {
    const text = golden(name, 'yaml') ?? '';
    const found = lintExample(name, `${name}.yaml`, text).filter((one) => one.code === name);
    expect(found.length).toBeGreaterThan(0);
    // At the top of a rule a key may be the author's own.
    const isMilder = name === 'unknown-key';
    expect(found.map(({ severity }) => severity)).toContain(isMilder ? 'warning' : code.severity);
    await expect(printedExample(name, `${name}.yaml`, text)).toMatchFileSnapshot(`testdata/${name}.out`);
  });

  it('is mended in its mended file, where nothing else is wrong', () => {
    const text = golden(name, 'fixed.yaml') ?? '';
    expect(text).not.toBe('');
    expect(lintExample(name, `${name}.yaml`, text)).toEqual([]);
  });

  it('has a page that says what it means', async () => {
    expect(golden(name, 'md')?.length).toBeGreaterThan(80);
    await expect(pageOf(code)).toMatchFileSnapshot(`../../../docs/lint/${name}.md`);
  });
});

it('the index of the pages names every code', async () => {
  const rows = lintCodes.map(({ code, severity, summary }) => `| [${code}](${code}.md) | ${severity} | ${summary} |`);
  await expect(`${INTRODUCTION}${rows.join('\n')}\n`).toMatchFileSnapshot('../../../docs/lint/README.md');
});

const INTRODUCTION = `<!-- Put together by src/workshop/lint/lint-pages.test.ts; npx vitest run src/workshop/lint -u writes it again. -->

# What \`iamwatch rules lint\` can say

\`\`\`
iamwatch rules lint                          # the shipped rules, and those of --rules
iamwatch rules lint my-rules/ one-more.yaml  # these files; the others are only known
\`\`\`

Every problem has a code, and every code a page with an example, what is printed, and the example mended. An error is a rule
that does not load or cannot do what it says; a warning is something that a reviewer would ask about. The exit code is 3
where there is an error, and with \`--strict\` also where there is a warning. \`--output json\` and \`--output sarif\` are for
programs and code-scanning pages.

\`--ignore CODE\` leaves a code out of a run. A single finding is silenced in the file, with a reason, at the end of its line
or on the line above:

\`\`\`yaml
  # iamwatch: ignore[user-agent-as-evidence] a cheap extra beside the rules on what the tool does
  userAgent|contains: pacu
\`\`\`

The examples are short: they were linted without \`missing-metadata\`, \`missing-explanation\`, \`missing-tests\` and
\`missing-test-kind\` (see \`--ignore\`), but for those that show one of these.

| Code | Severity | What is wrong |
|---|---|---|
`;

/** The sources in which problems of rule files arise. */
function sources(): readonly string[] {
  const source = new URL('../../', import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /^(?:document|context|rule-language|workshop[\\/]lint[\\/](?!lint-pages))/u.test(file))
    .filter((file) => file.endsWith('.ts') && !/(?:test|fixture|loader-codes)\.ts$/u.test(file))
    .map((file) => readFileSync(new URL(file, source), 'utf8'));
}

/** Codes as they stand in calls of a reporter, behind `code:`, and in the conditions' own helper. */
function reportedCodes(text: string): readonly string[] {
  const calls = /(?:\b(?:error|warn)\(|\bfail\(\s*cursor,|\bcode:)\s*'(?<code>[a-z]+(?:-[a-z]+)+)'/gu;
  return [...text.matchAll(calls)].map(({ groups }) => groups?.code ?? '');
}
