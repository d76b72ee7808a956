/** Verbs for tests of checks: what does linting this detection, or these files, say? */
import { readdirSync, readFileSync } from 'node:fs';
import { ruleAround } from '../../rule-language/harness.fixture.ts';
import type { RuleFile } from '../../rule-language/load.ts';
import { lint } from './lint.ts';

const SHIPPED = new URL('../../../rules/', import.meta.url);
const PIPELINES = new URL('../../../pipelines/', import.meta.url);
/** The shipped ones. They take long to read, so a text without tests does without. */
export const baseFiles: readonly RuleFile[] = ['aws/base-events.yaml', 'gcp/base-events.yaml'].map((file) => ({
  file,
  text: readFileSync(new URL(file, SHIPPED), 'utf8'),
}));

/** The shipped pipelines, which `rules lint` uses as well. */
export const pipelines: readonly RuleFile[] = readdirSync(PIPELINES).map((file) => ({
  file: `pipelines/${file}`,
  text: readFileSync(new URL(file, PIPELINES), 'utf8'),
}));

/** Findings of one code in the text of a file, as `line:column message`. */
export function foundIn(text: string, code: string): readonly string[] {
  return lint({ files: [{ file: 'rule.yaml', text }], baseFiles: text.includes('tests:') ? baseFiles : [] })
    .filter((one) => one.code === code)
    .map(({ line, column, message }) => `${line}:${column} ${message}`);
}

/** Whether linting the text finds a code. */
export function finds(text: string, code: string): boolean {
  return foundIn(text, code).length > 0;
}

/** Whether linting a rule with this detection finds a code. */
export function findsIn(detection: string, code: string, more = ''): boolean {
  return finds(ruleAround(detection, more), code);
}
