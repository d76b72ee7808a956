/**
 * The golden files of a code, `testdata/CODE.*`: a file that shows it, what is printed, the mended file, the prose of its
 * page, and the pipeline in front of it where there is one. From them the page docs/lint/CODE.md is put together, so that no page can say what is not so.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { renderDiagnostic } from '../../document/diagnostic.ts';
import type { Diagnostic } from '../../document/diagnostic.ts';
import { baseFiles, pipelines as shippedPipelines } from './lint.fixture.ts';
import type { RuleFile } from '../../rule-language/load.ts';
import { lint, type LintInput } from './lint.ts';
import type { LintCode } from './lint-check.ts';

/** Where the golden files lie. */
export const TESTDATA = new URL('testdata/', import.meta.url);
/** Where the pages lie. */
export const PAGES = new URL('../../../docs/lint/', import.meta.url);

/** Examples are short, so they lack what these ask for, and leave it out of what is printed. */
export const LEFT_OUT = ['missing-metadata', 'missing-explanation', 'missing-tests', 'missing-test-kind'];

/** One golden file, or undefined where there is none. */
export function golden(code: string, end: string): string | undefined {
  const file = new URL(`${code}.${end}`, TESTDATA);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** The codes that have any golden file, and those that have a page. */
export function codesWithFiles(folder: URL): readonly string[] {
  return [...new Set(readdirSync(folder).map((name) => name.replace(/\..*/u, '')))];
}

/** What linting an example finds. Its first line may say how it is to be read. */
export function lintExample(code: string, file: string, text: string): readonly Diagnostic[] {
  const [, times] = /^# golden: the last line stands here (\d+) times\n/u.exec(text) ?? [];
  const example = { file, text: times === undefined ? text : withRepeatedEnd(text, Number(times)) };
  return lint({ ...inputOf(code, example), only: new Set([file]) }).filter(
    (one) => one.code === code || !LEFT_OUT.includes(one.code),
  );
}

function inputOf(code: string, example: RuleFile): LintInput {
  const { text } = example;
  if (text.startsWith('# golden: a file of base events\n')) return { files: [], baseFiles: [example] };
  if (text.startsWith('# golden: a pipeline\n')) return { files: [], baseFiles: [], pipelines: [example] };
  const pipeline = golden(code, 'pipeline.yaml');
  const pipelines = pipeline === undefined ? shippedPipelines : [{ file: 'pipeline.yaml', text: pipeline }];
  return { files: [example], baseFiles: text.includes('tests:') ? baseFiles : [], pipelines };
}

function withRepeatedEnd(text: string, times: number): string {
  const lines = text.trimEnd().split('\n');
  return [...lines.slice(0, -1), ...Array<string>(times).fill(lines.at(-1) ?? '')].join('\n');
}

/** What `rules lint` prints of an example. */
export function printedExample(code: string, file: string, text: string): string {
  return lintExample(code, file, text)
    .map((one) => renderDiagnostic(one, text))
    .join('\n');
}

/** The page of a code. */
export function pageOf({ code, severity, summary }: LintCode): string {
  const [prose = '', wrong = '', fixed = ''] = ['md', 'yaml', 'fixed.yaml'].map((end) => golden(code, end));
  const pipeline = golden(code, 'pipeline.yaml');
  const before = pipeline === undefined ? '' : `With this pipeline:\n\n\`\`\`yaml\n${pipeline.trimEnd()}\n\`\`\`\n\n`;
  const out = printedExample(code, `${code}.yaml`, wrong);
  return `<!-- Put together from src/workshop/lint/testdata/${code}.*; npx vitest run src/workshop/lint -u writes it again. -->

# ${code}

**${severity}.** ${summary}

${prose.trim()}

## Wrong

${before}\`\`\`yaml
${wrong.trimEnd()}
\`\`\`

\`\`\`text
${out.trimEnd()}
\`\`\`

## Mended

\`\`\`yaml
${fixed.trimEnd()}
\`\`\`
`;
}
