/** What a correlation says beside what it counts: the same keys as in a rule, for its alerts are its own. */
import { childOf, type YamlDocument } from '../document/yaml-documents.ts';
import { customKeys, readMeta } from './build-rule.ts';
import type { RuleWords } from './memory-rule.ts';
import { readExtensions, readSentence } from './rule-extension.ts';
import { checkRuleDocument } from './rule-schema.ts';
import { reportRuleShape } from './rule-shape.ts';

/** Keys that speak of single events, and mean nothing in a correlation. */
export const KEYS_OF_RULES: readonly string[] = [
  'logsource',
  'detection',
  'variations',
  'dedup',
  'threshold',
  'new_terms',
  'tests',
  'equivalent_mutants',
];

/** Reads the words of a correlation; undefined after problems have been reported. */
export function readCorrelationWords(document: YamlDocument, name: string): RuleWords | undefined {
  const { root, reporter, value, source } = document;
  const words = Object.entries(value).filter(([key]) => !KEYS_OF_RULES.includes(key));
  // A rule around the words: the shape of a rule is the shape of its words.
  const shape = checkRuleDocument({ ...Object.fromEntries(words), logsource: {}, detection: {} });
  if (!('title' in shape)) {
    reportRuleShape(shape, document);
    return undefined;
  }
  return {
    ...readMeta(shape),
    ...readExtensions(shape),
    name,
    sentence: readSentence(shape.sentence, childOf(root, 'sentence'), reporter),
    custom: customKeys(document),
    file: reporter.file,
    source,
  };
}
