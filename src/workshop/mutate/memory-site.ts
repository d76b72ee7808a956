/** The parts of a rule's memory, and the rule with something else in their place. */
import type { Place } from '../../document/reporter.ts';
import type { FieldPath } from '../../rule-language/detection.ts';
import type { Memory, NewTerms, Threshold } from '../../rule-language/memory.ts';
import type { Rule } from '../../rule-language/rule.ts';
import type { Change } from './mutation.ts';

/** A change of a memory; `key` is where it stands in the file. */
export interface MemoryChange<Of extends Memory> extends Pick<Change, 'words' | 'hint'> {
  readonly at: string;
  readonly key: string;
  readonly memory: Of;
}

/** Changes of a rule that counts. */
export function changesOfThreshold(
  rule: Rule,
  changes: (memory: Threshold) => readonly MemoryChange<Threshold>[],
): readonly Change[] {
  return rule.memory?.kind === 'threshold' ? changes(rule.memory).map((change) => changeOf(rule, change)) : [];
}

/** Changes of a rule that looks for what is new, or whose modifiers do. */
export function changesOfNewTerms(
  rule: Rule,
  changes: (memory: NewTerms) => readonly MemoryChange<NewTerms>[],
): readonly Change[] {
  const ofRule = rule.memory?.kind === 'new-terms' ? changes(rule.memory) : [];
  return [
    ...ofRule.map((change) => changeOf(rule, change)),
    ...rule.modifiers.flatMap((modifier, index) =>
      changes(modifier.memory).map((change) => changeOfModifier(rule, index, change)),
    ),
  ];
}

/** A list with one field less, for each field. */
export function withoutEach(
  fields: readonly FieldPath[],
): readonly { readonly dropped: FieldPath; readonly others: readonly FieldPath[] }[] {
  return fields.map((dropped) => ({ dropped, others: fields.filter((one) => one !== dropped) }));
}

function changeOf(rule: Rule, { at, key, words, hint, memory }: MemoryChange<Memory>): Change {
  return { at, place: rule.places.get(key) ?? TOP, words, hint, rule: { ...rule, memory } };
}

/** All modifiers of a rule ask about the same terms, so they change together. */
function changeOfModifier(rule: Rule, index: number, { at, key, words, memory }: MemoryChange<NewTerms>): Change {
  const { name } = rule.modifiers[index] ?? { name: '' };
  return {
    at: `modifier "${name}" ${at}`,
    place: rule.places.get(key.replace('new_terms', `modifiers.${index}`)) ?? TOP,
    words,
    hint: HINTS_OF_MODIFIERS.find(([start]) => at.startsWith(start))?.[1] ?? '',
    rule: {
      ...rule,
      modifiers: rule.modifiers.map((modifier, place) => ({
        ...modifier,
        memory: place === index ? memory : { ...modifier.memory, terms: memory.terms },
      })),
    },
  };
}

/** Which test tells, by the beginning of the place: a modifier shows in the levels, not in the number of alerts. */
const HINTS_OF_MODIFIERS: readonly (readonly [string, string])[] = [
  [
    'history',
    'two events about the history apart, one a little less and one a little more, in tests that expect "levels"',
  ],
  ['terms', 'two events that differ in this field alone, in a test that expects their "levels"'],
  ['readiness', 'a test with "log_since" shorter than the readiness that expects not-ready'],
];

const TOP: Place = { line: 1, column: 1 };
