/** The manual's table of predicates is that of the code, word for word. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { policyPredicateList } from './policy-predicates.ts';

const MANUAL = new URL('../../docs/rule-language.md', import.meta.url);
const START = '<!-- predicates: checked against src/rule-language/policy-predicates.ts -->\n';
const END = '<!-- end of predicates -->';

test('every predicate stands in the manual, and no other', () => {
  const rows = policyPredicateList.map(({ name, about, needs }) => `| \`${name}\` | ${about} | ${needs ?? ''} |\n`);
  const table = `\n| Predicate | \`true\` where | List of the profile |\n|---|---|---|\n${rows.join('')}\n`;
  const manual = readFileSync(MANUAL, 'utf8');
  const from = manual.indexOf(START) + START.length;
  // Rewrite the table with IAMWATCH_WRITE_MANUAL=1 and read the difference.
  if (process.env.IAMWATCH_WRITE_MANUAL === '1') {
    writeFileSync(MANUAL, manual.slice(0, from) + table + manual.slice(manual.indexOf(END)));
  } else {
    expect(manual.slice(from, manual.indexOf(END))).toBe(table);
  }
});

test('names are words of one form, each once', () => {
  const names = policyPredicateList.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+(?:_[a-z]+)+$/);
});
