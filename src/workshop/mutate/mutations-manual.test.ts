/** The manual's list of mutations is that of the code, and its examples are what the mutations do. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ruleFrom } from '../../rule-language/harness.fixture.ts';
import type { Rule } from '../../rule-language/rule.ts';
import type { Mutation } from './mutation.ts';
import { mutations } from './mutations.ts';
import { normalForm } from './normal-form.ts';

const MANUAL = new URL('../../../docs/mutations.md', import.meta.url);
const START = '<!-- mutations: checked against src/workshop/mutate/mutations.ts -->\n';
const END = '<!-- end of mutations -->';

function exampleRule(text: string): Rule {
  return ruleFrom(`title: Example\nlogsource: { product: aws, service: cloudtrail }\n${text}\n`);
}

describe.each(mutations.map((mutation) => [mutation.name, mutation] as const))('%s', (_, mutation) => {
  test('makes the second rule of its example out of the first', () => {
    const [before, after] = [mutation.example.before, mutation.example.after].map(exampleRule);
    if (before === undefined || after === undefined) throw new Error('no example');
    const made = mutation.changes(before).map(({ rule }) => normalForm(rule));
    expect(made).toContain(normalForm(after));
    expect(normalForm(after)).not.toBe(normalForm(before));
  });
});

test('every mutation stands in the manual with its example, and no other', () => {
  const section = ({ name, about, example }: Mutation): string =>
    `\n### ${name}\n\n${about}\n\n\`\`\`yaml\n# before${example.before}\n\`\`\`\n\n\`\`\`yaml\n# after${example.after}\n\`\`\`\n`;
  const list = `${mutations.map(section).join('')}\n`;
  const manual = readFileSync(MANUAL, 'utf8');
  const from = manual.indexOf(START) + START.length;
  // Rewrite the list with IAMWATCH_WRITE_MANUAL=1 and read the difference.
  if (process.env.IAMWATCH_WRITE_MANUAL === '1') {
    writeFileSync(MANUAL, manual.slice(0, from) + list + manual.slice(manual.indexOf(END)));
  } else {
    expect(manual.slice(from, manual.indexOf(END))).toBe(list);
  }
});

test('names are words of one form, each once', () => {
  const names = mutations.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
});
