/** The shipped rules and the base events of their tests, read from where they lie. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RuleFile } from '../src/rule-language/load.ts';
import { loadRules } from '../src/rule-language/load.ts';
import type { Rule } from '../src/rule-language/rule.ts';

const ROOT = fileURLToPath(new URL('../rules', import.meta.url));
const files: readonly RuleFile[] = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => ({ file: name, text: readFileSync(path.join(ROOT, name), 'utf8') }));

function isBase({ file }: RuleFile): boolean {
  return path.basename(file).startsWith('base-events');
}

/** Files of rules, and files of the base events that the tests in them patch. */
export const ruleFiles: readonly RuleFile[] = files.filter((file) => !isBase(file));
export const baseFiles: readonly RuleFile[] = files.filter(isBase);

/** All shipped rules that load. */
export function shippedRules(): readonly Rule[] {
  return loadRules(ruleFiles).rules;
}
