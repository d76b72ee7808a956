/**
 * Everything in docs/rule-language.md is tried: its rules load or are told what is wrong with them, its commands print
 * what it says, its tables are those of the code. `IAMWATCH_WRITE_MANUAL=1 npx vitest run test/manual.test.ts` writes the
 * tables and what commands print anew; read the difference.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { renderDiagnostic } from '../src/document/diagnostic.ts';
import { loadRules } from '../src/rule-language/load.ts';
import { stepsOf, type Step } from './manual.fixture.ts';
import { follow, isManualWritten } from './manual-run.fixture.ts';
import { manualTables } from './manual-table.fixture.ts';

const MANUAL = new URL('../docs/rule-language.md', import.meta.url);
const TABLE = /(<!-- table: ([^>]+) -->\n)(.*?)(<!-- end of table -->)/gsu;

if (isManualWritten) {
  const text = readFileSync(MANUAL, 'utf8')
    .replace(TABLE, (_, start: string, name: string, __, end: string) => `${start}${manualTable(name)}${end}`)
    .replace(
      /(```yaml wrong\n)(.*?)(```\n\n```text\n).*?(?=```)/gsu,
      (_, start: string, rule: string, between: string) => start + rule + between + said(rule),
    );
  writeFileSync(MANUAL, text);
}
const manual = readFileSync(MANUAL, 'utf8');
const steps = stepsOf(manual);

function said(text: string): string {
  return loadRules([{ file: 'rule.yaml', text }])
    .diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, text))
    .join('\n');
}

function rules(): readonly (readonly [number, Step & { kind: 'rule' }])[] {
  return steps.flatMap((step) => (step.kind === 'rule' ? [[step.line, step] as const] : []));
}

describe('the rules', () => {
  it.each(rules())('on line %d', (_, { text, says = '' }) => {
    expect(said(text)).toBe(says);
  });
});

test('the commands, in their order, in a folder of their own, print what the manual says', () => {
  expect(follow(MANUAL).commands.length).toBeGreaterThan(5);
});

test('the tables are those of the code, all of them and no other', () => {
  const found = [...manual.matchAll(TABLE)].map(([, , name = '', table]) => [name, table] as const);
  expect(found.map(([name]) => name).sort()).toEqual([...manualTables.keys()].sort());
  for (const [name, table] of found) expect(table, name).toBe(manualTable(name));
});

/** A table as it stands between its marks. */
function manualTable(name: string): string {
  return `\n${manualTables.get(name) ?? ''}\n\n`;
}
