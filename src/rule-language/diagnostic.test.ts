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
