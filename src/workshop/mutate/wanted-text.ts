/** The texts that a search wants of a field, where they are plain enough to reason about. */
import { foldCase } from '../../std/fold-case.ts';
import type { FieldSearch, TextRelation } from '../../rule-language/detection.ts';
import { innerPattern, relationOf } from '../clause-name.ts';

/** One text, in one case, and how it must stand in the value. */
export interface WantedText {
  readonly relation: TextRelation;
  readonly text: string;
}

/** All texts of a search of which any will do; undefined where it asks for more, for less, or with wildcards inside. */
export function wantedTexts({ negated, quantifier, tests }: FieldSearch): readonly WantedText[] | undefined {
  if (negated || (quantifier === 'all' && tests.length > 1)) return undefined;
  const texts = tests.flatMap((test): readonly WantedText[] => {
    if (test.kind !== 'text') return [];
    const [literal, ...more] = innerPattern(test.pattern);
    return literal?.kind === 'literal' && more.length === 0
      ? [{ relation: relationOf(test.pattern), text: foldCase(literal.text) }]
      : [];
  });
  return texts.length === tests.length ? texts : undefined;
}

/** Whether a value, in one case, is what is wanted. */
export function isWanted({ relation, text }: WantedText, value: string): boolean {
  switch (relation) {
    case 'equals':
      return value === text;
    case 'startswith':
      return value.startsWith(text);
    case 'endswith':
      return value.endsWith(text);
    case 'contains':
      return value.includes(text);
  }
}

/** Whether one value can be what both want. True where nothing proves the opposite. */
export function mayMeet(one: WantedText, other: WantedText): boolean {
  if (one.relation === 'equals') return isWanted(other, one.text);
  if (other.relation === 'equals') return isWanted(one, other.text);
  // Two ends must be ends of each other, two beginnings beginnings; all else can stand in one text.
  if (one.relation === 'endswith' && other.relation === 'endswith') {
    return one.text.endsWith(other.text) || other.text.endsWith(one.text);
  }
  if (one.relation === 'startswith' && other.relation === 'startswith') {
    return one.text.startsWith(other.text) || other.text.startsWith(one.text);
  }
  return true;
}
