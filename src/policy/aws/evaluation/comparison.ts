/**
 * The condition operators. IAM User Guide, "IAM JSON policy elements: Condition operators".
 * A table, so that a test can plant a bug and see it found.
 */
import { isInNetwork, parseNetwork } from '../../../std/ip-network.ts';
import { parseInstant } from '../../../std/time.ts';
import { not, verdictOf, type Verdict } from '../../verdict.ts';
import { matches } from '../document/wildcard.ts';
import { mask, unmask } from './policy-variable.ts';

/** How an operator compares one value of the policy with one of the request. */
export interface Comparison {
  /** Whether it is a `…Not…` operator: true of what none of the values matches. */
  readonly isNegated: boolean;
  /** Whether variables in the value of the policy are replaced. */
  readonly takesVariables: boolean;
  /** Unknown where the value of the policy is not of the operator's kind: IAM would not have stored it. */
  readonly compare: (given: string, requested: string) => Verdict;
}

/** Every operator by its name in lower case, but for `null`, which asks for no value. */
export type Comparisons = ReadonlyMap<string, Comparison>;

/** The operators of AWS. */
export const COMPARISONS: Comparisons = new Map([
  ...pair(
    'stringequals',
    'stringnotequals',
    text((given, requested) => unmask(given) === requested),
  ),
  ...pair(
    'stringequalsignorecase',
    'stringnotequalsignorecase',
    text((given, requested) => unmask(given).toLowerCase() === requested.toLowerCase()),
  ),
  ...pair('stringlike', 'stringnotlike', text(isLike)),
  ...pair('arnequals', 'arnnotequals', text(isArnLike)),
  ...pair('arnlike', 'arnnotlike', text(isArnLike)),
  ...pair(
    'numericequals',
    'numericnotequals',
    ordered(numberOf, (given, requested) => requested === given),
  ),
  ['numericlessthan', ordered(numberOf, (given, requested) => requested < given)],
  ['numericlessthanequals', ordered(numberOf, (given, requested) => requested <= given)],
  ['numericgreaterthan', ordered(numberOf, (given, requested) => requested > given)],
  ['numericgreaterthanequals', ordered(numberOf, (given, requested) => requested >= given)],
  ...pair(
    'dateequals',
    'datenotequals',
    ordered(instantOf, (given, requested) => requested === given),
  ),
  ['datelessthan', ordered(instantOf, (given, requested) => requested < given)],
  ['datelessthanequals', ordered(instantOf, (given, requested) => requested <= given)],
  ['dategreaterthan', ordered(instantOf, (given, requested) => requested > given)],
  ['dategreaterthanequals', ordered(instantOf, (given, requested) => requested >= given)],
  ['bool', value((given, requested) => verdictOf(given.toLowerCase() === requested.toLowerCase()))],
  ['binaryequals', value((given, requested) => verdictOf(given === requested))],
  ...pair('ipaddress', 'notipaddress', value(isAddressIn)),
]);

function pair(name: string, opposite: string, comparison: Comparison): readonly (readonly [string, Comparison])[] {
  return [
    [name, comparison],
    [opposite, { ...comparison, isNegated: true }],
  ];
}

function text(holds: (given: string, requested: string) => boolean): Comparison {
  return { isNegated: false, takesVariables: true, compare: (given, asked) => verdictOf(holds(given, asked)) };
}

function value(compare: Comparison['compare']): Comparison {
  return { isNegated: false, takesVariables: false, compare };
}

function ordered(
  read: (text: string) => number | undefined,
  holds: (given: number, requested: number) => boolean,
): Comparison {
  return value((given, requested) => {
    const limit = read(given);
    const number = read(requested);
    if (limit === undefined) return 'unknown';
    return verdictOf(number !== undefined && holds(limit, number));
  });
}

function isLike(pattern: string, requested: string): boolean {
  return matches(pattern, mask(requested));
}

/**
 * Each of the six parts is compared by itself, so a `*` does not reach across colons; both ARN operators take
 * wildcards.
 */
function isArnLike(pattern: string, requested: string): boolean {
  if (pattern === '*') return true;
  const given = partsOf(pattern);
  const asked = partsOf(requested);
  return given.length === asked.length && given.every((part, i) => matches(part, mask(asked[i] ?? '')));
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function numberOf(text: string): number | undefined {
  return /^-?\d{1,15}(?:\.\d{1,15})?$/u.test(text) ? Number(text) : undefined;
}

/** An instant in ISO 8601, a day, or seconds since the epoch. */
function instantOf(text: string): number | undefined {
  if (/^\d{1,11}$/u.test(text)) return Number(text) * 1000;
  return parseInstant(/^\d{4}-\d{2}-\d{2}$/u.test(text) ? `${text}T00:00:00Z` : text);
}

function isAddressIn(given: string, requested: string): Verdict {
  const network = parseNetwork(given);
  return network === undefined ? 'unknown' : verdictOf(isInNetwork(requested, network));
}

/** The opposite of a comparison where it is negated. */
export function applied(comparison: Comparison, verdict: Verdict): Verdict {
  return comparison.isNegated ? not(verdict) : verdict;
}
