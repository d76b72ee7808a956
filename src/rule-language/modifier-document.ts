/** Reads the modifiers of severity of a rule, and refuses those that no fold could judge. */
import { z } from 'zod';
import { childOf, keyNodeOf, type YamlDocument } from '../document/yaml-documents.ts';
import { durationText } from '../std/time.ts';
import { checkMemoryHoles, newTermsSchema, readNewTerms } from './memory-document.ts';
import type { NewTerms } from './memory.ts';
import type { PlaceTable } from './parse-search.ts';
import { periodOf, REPEATS_KEY_FIELDS } from './repeats-key.ts';
import type { RuleDocument } from './rule-document.ts';
import type { Dedup, SeverityModifier } from './rule.ts';
import { readSentence } from './rule-extension.ts';

/** Levels that one modifier may raise by: from the lowest to the highest. */
const RAISE_MAX = 4;

/** The shape of one modifier. */
export const modifierSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .meta({ description: 'Name of the step, unique in the rule', examples: ['first time in 14 days'] }),
  raise: z.number().int().min(1).max(RAISE_MAX).describe('Levels by which the alert rises'),
  new_terms: newTermsSchema.describe('It holds where these values were not seen in the time before'),
  sentence: z
    .string()
    .optional()
    .meta({
      description: 'What it adds to the sentence of the alert',
      examples: ['It had created no user in the {history} before.'],
    }),
});

/** Reads the modifiers; none after a problem has been reported. */
export function readModifiers(
  shape: RuleDocument,
  { root, reporter }: YamlDocument,
  { places, dedup }: { readonly places: PlaceTable; readonly dedup: Dedup | undefined },
): readonly SeverityModifier[] {
  const { modifiers = [], threshold, new_terms: newTerms } = shape;
  const list = childOf(root, 'modifiers');
  if (modifiers.length > 0 && (threshold !== undefined || newTerms !== undefined)) {
    reporter.error('modifiers-of-memory', keyNodeOf(root, 'modifiers'), 'a rule that remembers has modifiers', {
      help: 'modifiers raise the level of single events; write a rule without "threshold" and "new_terms"',
    });
    return [];
  }
  const read: SeverityModifier[] = [];
  for (const [index, { name, raise, new_terms: asked, sentence }] of modifiers.entries()) {
    const node = childOf(list, index);
    const memory = readNewTerms(asked, `modifiers.${index}`, { root: childOf(node, 'new_terms'), reporter, places });
    const template = readSentence(sentence, childOf(node, 'sentence'), reporter);
    checkMemoryHoles(template, 'modifier', { node: childOf(node, 'sentence'), reporter });
    if (read.some((one) => one.name === name)) {
      reporter.error('duplicate-modifier-name', childOf(node, 'name'), `modifier "${name}" stands here twice`);
    }
    checkTerms(memory, read[0]?.memory, { node: childOf(childOf(node, 'new_terms'), 'terms'), reporter });
    checkHistory(memory, periodOf(dedup), { node: childOf(node, 'new_terms'), reporter });
    read.push({ name, raise, memory, sentence: template });
  }
  return read;
}

type Report = Pick<YamlDocument, 'reporter'> & { readonly node: unknown };

/** One fold owns the memory and the repeats: what it is kept by must be the same for all repeats of an event. */
function checkTerms({ terms }: NewTerms, first: NewTerms | undefined, { node, reporter }: Report): void {
  for (const [index, { text }] of terms.entries()) {
    if (REPEATS_KEY_FIELDS.includes(text)) continue;
    const help = `allowed here: ${REPEATS_KEY_FIELDS.join(', ')}; for anything else write a rule with "new_terms"`;
    reporter.error(
      'modifier-terms',
      childOf(node, index) ?? node,
      `repeats that fold may differ in "${text}", so no modifier can be kept by it`,
      { help },
    );
  }
  if (first === undefined || namesOf(first) === namesOf({ terms })) return;
  reporter.error('modifier-terms', node, 'the modifiers of one rule ask about different terms', {
    help: `all of them ask about ${namesOf(first)}; they may differ in "history"`,
  });
}

/** Else what is new could be so twice within one alert, and which of the two speaks would be left to chance. */
function checkHistory({ historyMs }: NewTerms, periodMs: number | null, { node, reporter }: Report): void {
  if (periodMs === null || historyMs >= periodMs) return;
  const period = durationText(periodMs);
  reporter.error(
    'modifier-history',
    childOf(node, 'history') ?? node,
    `the history is shorter than the time in which repeats fold, ${period}`,
    { help: `write "history" of at least ${period}, or a shorter period under "dedup"` },
  );
}

function namesOf({ terms }: Pick<NewTerms, 'terms'>): string {
  return terms
    .map(({ text }) => text)
    .sort()
    .join(', ');
}
