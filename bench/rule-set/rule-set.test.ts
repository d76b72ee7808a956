import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sharedRules } from './shared-rules.ts';
import { writeRuleSet } from './rule-set.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'iamwatch-rule-set-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function files(size: number): Map<string, string> {
  const place = path.join(folder, String(size));
  writeRuleSet(place, size);
  return new Map(readdirSync(place).map((name) => [name, readFileSync(path.join(place, name), 'utf8')]));
}

test('there are 56 shared rules, four of them without an action', () => {
  expect(sharedRules).toHaveLength(56);
  const generic = sharedRules.filter(({ detection }) => !JSON.stringify(detection).includes('"eventName'));
  expect(generic).toHaveLength(4);
});

test('a larger set holds the smaller one, and is the same each time', () => {
  const small = files(56);
  const large = files(300);
  expect(large.size).toBe(300);
  for (const [name, text] of small) expect(large.get(name)).toBe(text);
  expect(files(300)).toEqual(large);
});
