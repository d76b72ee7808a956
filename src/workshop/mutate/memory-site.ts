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

/** Changes of a rule that looks for what is new. */
export function changesOfNewTerms(
  rule: Rule,
  changes: (memory: NewTerms) => readonly MemoryChange<NewTerms>[],
): readonly Change[] {
  return rule.memory?.kind === 'new-terms' ? changes(rule.memory).map((change) => changeOf(rule, change)) : [];
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

const TOP: Place = { line: 1, column: 1 };
