/** All pages of a set of rules: one a rule, and the indexes. The same rules give the same text, on every machine. */
import type { Rule } from '../../rule-language/rule.ts';
import type { JsonObject } from '../../std/json.ts';
import { exampleAlert } from './example-alert.ts';
import { pageNames } from './page-name.ts';
import { ruleIndexes } from './rule-index.ts';
import { rulePage } from './rule-page.ts';

/** What the pages draw on beside the rules. */
export interface PagesInput {
  /** Base events that the tests of the rules patch. */
  readonly bases: ReadonlyMap<string, JsonObject>;
  /** Address of a rule's file, seen from the folder of the pages. */
  readonly fileAddress: (rule: Rule) => string;
}

/** File name → Markdown, indexes first. */
export function rulePages(rules: readonly Rule[], { bases, fileAddress }: PagesInput): ReadonlyMap<string, string> {
  const names = pageNames(rules);
  const pages = new Map(ruleIndexes(rules, (name) => names.get(name)));
  for (const rule of rules) {
    const page = rulePage(rule, {
      example: exampleAlert(rule, bases),
      pageOf: (name) => names.get(name),
      fileAddress: fileAddress(rule),
    });
    pages.set(names.get(rule.name) ?? '', page);
  }
  return pages;
}
