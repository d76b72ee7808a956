/** The fields that a rule's memory or its modifiers name, each with its place. */
import type { Place } from '../../document/reporter.ts';
import type { FieldPath } from '../../rule-language/detection.ts';
import type { Rule } from '../../rule-language/rule.ts';

/** A field of a memory, and what it is there for: to keep events apart, or to be counted. */
export interface MemoryField {
  readonly field: FieldPath;
  readonly use: 'key' | 'value';
  readonly place: Place;
}

/** All of them, in the order in which a reader meets them. */
export function memoryFields({ memory, modifiers, places }: Rule): readonly MemoryField[] {
  function at(key: string, use: MemoryField['use'], fields: readonly FieldPath[] = []): readonly MemoryField[] {
    const place = places.get(key) ?? { line: 1, column: 1 };
    return fields.map((field) => ({ field, use, place }));
  }
  const ofModifiers = modifiers.flatMap((modifier, index) =>
    at(`modifiers.${index}.terms`, 'key', modifier.memory.terms),
  );
  if (memory === undefined) return ofModifiers;
  if (memory.kind === 'new-terms') return at('new_terms.terms', 'key', memory.terms);
  return [
    ...at('threshold.distinct', 'value', memory.fields),
    ...at('threshold.by', 'key', memory.by),
    ...at('threshold.else_by', 'key', memory.elseBy),
  ];
}
