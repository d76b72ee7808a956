/** A claim of a rule in words. */
import { describeSearch } from '../../alerts/clause-text.ts';
import type { FieldTest } from '../../rule-language/detection.ts';
import type { Literal } from './formula.ts';

/** Values that are spelled out; longer lists say how many more there are. */
const VALUES_MAX = 3;

/** One claim: `eventName = CreateUser or = CreateRole`, `errorCode is absent`. */
export function describeLiteral(literal: Literal): string {
  const tests = testsOf(literal);
  const shown = tests.slice(0, VALUES_MAX);
  const more = tests.length > shown.length ? ` (and ${tests.length - shown.length} more)` : '';
  const text = describeSearch({
    kind: 'field',
    field: literal.at.field,
    quantifier: 'any',
    negated: false,
    tests: shown,
  });
  return isDenied(literal) ? `not (${text}${more})` : text + more;
}

function isDenied(literal: Literal): boolean {
  if (literal.kind === 'none') return true;
  return (literal.kind === 'verdict' || literal.kind === 'opaque') && !literal.holds;
}

function testsOf(literal: Literal): readonly FieldTest[] {
  switch (literal.kind) {
    case 'some':
    case 'none':
      return literal.tests;
    case 'present':
    case 'absent':
      return [{ kind: 'exists', expected: literal.kind === 'present' }];
    case 'verdict':
    case 'opaque': {
      const { part } = literal;
      return part.kind === 'predicate' || part.kind === 'fieldref' ? [part] : [{ kind: 'exists', expected: true }];
    }
  }
}
