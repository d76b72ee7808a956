/** The catalogue: every entry has a rule, or says what it waits for; the page over it is made from both. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { levels, type Rule } from '../src/rule-language/rule.ts';
import { reachableLevels } from '../src/rule-language/severity-modifier.ts';
import { shippedRules } from './shipped-rules.fixture.ts';

const entry = z.union([
  z.strictObject({ what: z.string() }),
  z.strictObject({ what: z.string(), waits_for: z.enum(['memory', 'inventory', 'addresses']), why: z.string() }),
]);
const entries = z
  .record(z.string().regex(/^(?:[AGW]|G?[TN])\d{2,3}$/), entry)
  .parse(parse(readFileSync(new URL('../docs/catalogue.yaml', import.meta.url), 'utf8')));
const rules = shippedRules();

function rulesFor(id: string): readonly Rule[] {
  return rules.filter(({ catalogue }) => catalogue.includes(id));
}

it('every entry has a rule or says what it waits for', () => {
  const open = Object.entries(entries).filter(([id, one]) => !('waits_for' in one) && rulesFor(id).length === 0);
  expect(open.map(([id]) => id)).toEqual([]);
});

it('rules name entries that are there', () => {
  const named = rules.flatMap(({ name, catalogue }) =>
    catalogue.filter((id) => /^(?:[AGW]|G?[TN])\d/.test(id) && !(id in entries)).map((id) => `${name}: ${id}`),
  );
  expect(named).toEqual([]);
});

it('the page is made from the entries and the rules; `npx vitest run test/catalogue.test.ts -u` writes it anew', async () => {
  await expect(page()).toMatchFileSnapshot('../docs/catalogue.md');
});

function page(): string {
  const ids = Object.keys(entries);
  const waiting = ids.filter((id) => 'waits_for' in (entries[id] ?? {}));
  const covered = ids.filter((id) => rulesFor(id).length > 0);
  return [
    '# The catalogue',
    '',
    'What iamwatch wants to notice, in single events and over time, and which rules do. Generated from [catalogue.yaml](catalogue.yaml) and the',
    'rules; sequences and baselines are no part of it yet.',
    '',
    `${ids.length} entries: ${covered.length} with rules (${rules.length} rules), ${waiting.length} that wait in whole or in part.`,
    '',
    ...section('AWS', ids, 'A'),
    ...section('AWS, counted over time', ids, 'T'),
    ...section('AWS, for the first time', ids, 'N'),
    ...section('Google Cloud', ids, 'G'),
    ...section('Google Cloud, counted over time', ids, 'GT'),
    ...section('Google Cloud, for the first time', ids, 'GN'),
    ...section('Google Workspace and Cloud Identity', ids, 'W'),
  ].join('\n');
}

function section(title: string, ids: readonly string[], letters: string): readonly string[] {
  const own = ids.filter((id) => id.replace(/\d+$/u, '') === letters);
  if (own.length === 0) return [];
  return [
    `## ${title}`,
    '',
    '| Id | What | Rules, with the levels they can reach | Waits for |',
    '|---|---|---|---|',
    ...own.map(row),
    '',
  ];
}

function row(id: string): string {
  const one = entries[id];
  const what = one?.what ?? '';
  const cells = rulesFor(id).map((rule) => `[${rule.name}](rules/${rule.name}.md) (${levelsOf(rule)})`);
  const waits = one !== undefined && 'waits_for' in one ? `${one.waits_for}: ${one.why}` : '';
  return `| ${id} | ${what} | ${cells.join('<br>')} | ${waits} |`;
}

function levelsOf(rule: Rule): string {
  const reached = new Set(reachableLevels(rule));
  return levels.filter((level) => reached.has(level)).join(', ');
}
