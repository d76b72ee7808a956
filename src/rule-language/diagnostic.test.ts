/**
 * Diagnostics as people read them: every `testdata/diagnostics/x.yaml` is pinned by `x.out`. Rewrite them with
 * `npx vitest run src/rule-language/diagnostic.test.ts -u` and read the difference.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../document/diagnostic.ts';
import { loadRules } from './load.ts';

const folder = new URL('testdata/diagnostics/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe('what a person reads', () => {
  test.each(files)('%s', async (file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const { diagnostics } = loadRules([{ file, text }]);
    const output = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, text)).join('\n');
    expect(output).not.toBe('');
    await expect(output).toMatchFileSnapshot(`testdata/diagnostics/${file.replace('.yaml', '.out')}`);
  });
});

test('diagnostics come in the order of the files, then of the lines', () => {
  const bad = 'title: x\n';
  const { diagnostics } = loadRules([
    { file: 'b.yaml', text: bad },
    { file: 'a.yaml', text: `${bad}---\n${bad}` },
  ]);
  expect(diagnostics.map(({ file, line }) => `${file}:${line}`)).toEqual(['b.yaml:1', 'a.yaml:1', 'a.yaml:3']);
});

test('of a line that is too long to read, the part around the marked place is shown', () => {
  const text = `title: ${'a'.repeat(500)}wrong${'b'.repeat(500)}`;
  const at = {
    code: 'c',
    severity: 'error',
    file: 'f.yaml',
    line: 1,
    column: 508,
    endColumn: 513,
    message: 'm',
  } as const;
  const [, , line = '', pointer = ''] = renderDiagnostic(at, text).split('\n');
  expect(line.length).toBeLessThan(260);
  expect(line.slice(pointer.indexOf('^'), pointer.lastIndexOf('^') + 1)).toBe('wrong');
  const [, , start = ''] = renderDiagnostic({ ...at, column: 1, endColumn: 6 }, text).split('\n');
  expect(start).toMatch(/^1 \| title: a+…$/u);
});
