/** Whether the Condition block of a statement holds for a request. */
import type { ConditionTest } from '../document/condition.ts';
import { allOf, anyOf, verdictOf, type Verdict } from '../../verdict.ts';
import { applied, type Comparison, type Comparisons } from './comparison.ts';
import { substitute, valuesOf } from './policy-variable.ts';
import type { RequestContext } from './request.ts';

/** What a test is read with. */
export interface ConditionReading {
  readonly comparisons: Comparisons;
  readonly hasVariables: boolean;
}

/**
 * Whether one test holds.
 *
 * A missing key fails every operator but the negated ones, `…IfExists` and `ForAllValues:`; it fails `ForAnyValue:`
 * always. A key of several values under no qualifier is unknown: AWS does not say. So is an operator that it does not
 * have.
 */
export function holds(test: ConditionTest, context: RequestContext, reading: ConditionReading): Verdict {
  const values = valuesOf(context, test.key);
  if (values === 'unknown') return 'unknown';
  if (test.operator === 'null') return anyOf(test.values.map((one) => isNull(one, values === 'absent')));
  const comparison = reading.comparisons.get(test.operator);
  if (comparison === undefined) return 'unknown';
  if (values === 'absent') return whenAbsent(test, comparison);
  const each = values.map((requested) => matchesAny(test, requested, { comparison, context, ...reading }));
  if (test.qualifier === 'for-all-values') return allOf(each);
  if (test.qualifier === 'for-any-value') return anyOf(each);
  return each.length === 1 ? (each[0] ?? 'unknown') : 'unknown';
}

function isNull(expected: string, isAbsent: boolean): Verdict {
  const wanted = expected.toLowerCase();
  if (wanted !== 'true' && wanted !== 'false') return 'unknown';
  return verdictOf((wanted === 'true') === isAbsent);
}

function whenAbsent(test: ConditionTest, comparison: Comparison): Verdict {
  if (test.isIfExists || test.qualifier === 'for-all-values') return 'yes';
  return verdictOf(comparison.isNegated && test.qualifier !== 'for-any-value');
}

interface Comparing {
  readonly comparison: Comparison;
  readonly context: RequestContext;
  readonly hasVariables: boolean;
}

function matchesAny(test: ConditionTest, requested: string, { comparison, context, hasVariables }: Comparing): Verdict {
  const matched = test.values.map((given) => {
    if (!hasVariables || !comparison.takesVariables) return comparison.compare(given, requested);
    const substituted = substitute(given, context);
    if (substituted.kind === 'text') return comparison.compare(substituted.text, requested);
    // Without the value there is nothing to equal.
    return substituted.kind === 'absent' ? 'no' : 'unknown';
  });
  return applied(comparison, anyOf(matched));
}
