/** R172: every detection of one cloud has its counterpart in the other, or says why not; the table is generated. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../src/rule-language/rule.ts';
import { parityTable } from '../src/cli/rules-parity.ts';
import { shippedRules } from './shipped-rules.fixture.ts';

const rules = shippedRules();
const byName = new Map(rules.map((rule) => [rule.name, rule]));

describe.each(rules.map((rule): [string, Rule] => [rule.name, rule]))('%s', (_, rule) => {
  it('names counterparts, or one reason why there is none', () => {
    expect(rule.counterparts.length > 0).toBe(rule.noCounterpart === undefined);
    expect(rule.noCounterpart?.trim() ?? 'A reason is a whole sentence.').toMatch(/^[A-Z].{20,}\.$/s);
  });

  it('has counterparts that are there, in the other cloud', () => {
    for (const name of rule.counterparts) {
      const other = byName.get(name);
      expect(other?.logsource.product, name).toBeDefined();
      expect(other?.logsource.product, name).not.toBe(rule.logsource.product);
    }
    expect(new Set(rule.counterparts).size).toBe(rule.counterparts.length);
  });

  it('is named by its counterparts in turn', () => {
    const oneWay = rule.counterparts.filter((name) => byName.get(name)?.counterparts.includes(rule.name) === false);
    expect(oneWay).toEqual([]);
  });

  it('has a reason that holds today: it names rules that are there, and puts nothing off', () => {
    const reason = rule.noCounterpart ?? '';
    expect(reason).not.toMatch(/\b(?:later part|yet|shipped|[AGW]\d{2,3})\b/u);
    const unknown = [...reason.matchAll(/\b(?:aws|gcp|workspace)-[a-z0-9-]+/gu)].filter(([name]) => !byName.has(name));
    expect(unknown.map(([name]) => name)).toEqual([]);
  });
});

it('the published table is the generated one; `bin/iamwatch rules parity > docs/parity.md` writes it anew', () => {
  expect(readFileSync(new URL('../docs/parity.md', import.meta.url), 'utf8')).toBe(parityTable(rules));
});
