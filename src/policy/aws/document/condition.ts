/**
 * The Condition block of a statement, as a flat list: all tests must hold (AND); within one test any value will do (OR).
 * Semantics: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Multivalued context keys".
 */
import { isArray, isObject, type Json } from '../../../std/json.ts';

/** One operator on one key. */
export interface ConditionTest {
  /** In lower case, without set qualifier and `IfExists`: `stringequals`, `bool`, `ipaddress`. */
  readonly operator: string;
  /**
   * Whether the test fails when the request lacks the key. `…IfExists` and `ForAllValues:` hold on an absent key,
   * and so do the negated operators and `Null: true`; none of those proves anything about who calls.
   */
  readonly needsKey: boolean;
  /** How a key with several values is compared, where the statement says it. */
  readonly qualifier: 'for-all-values' | 'for-any-value' | undefined;
  /** Whether the operator ends in `IfExists`. */
  readonly isIfExists: boolean;
  /** In lower case: names of condition keys ignore case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** Reads a Condition block; undefined where it is malformed. An absent or empty block is an empty list. */
export function readCondition(block: Json | undefined): readonly ConditionTest[] | undefined {
  if (block === undefined) return [];
  if (!isObject(block)) return undefined;
  const tests: ConditionTest[] = [];
  for (const [name, keys] of Object.entries(block)) {
    if (!isObject(keys)) return undefined;
    for (const [key, value] of Object.entries(keys)) {
      const values = readValues(value);
      if (values === undefined) return undefined;
      tests.push({ ...readOperator(name, values), key: key.toLowerCase(), values });
    }
  }
  return tests;
}

function readOperator(name: string, values: readonly string[]): Omit<ConditionTest, 'key' | 'values'> {
  const lower = name.toLowerCase();
  const unqualified = lower.replace(/^for(?:allvalues|anyvalue):/u, '');
  const qualifier = QUALIFIERS.get(lower.slice(0, lower.length - unqualified.length));
  const operator = unqualified.replace(/ifexists$/u, '');
  const isIfExists = operator !== unqualified;
  const vacuous = qualifier === 'for-all-values' || isIfExists;
  const negated = operator.includes('not');
  const asksForAbsence = operator === 'null' && !values.every((value) => value.toLowerCase() === 'false');
  return { operator, needsKey: !vacuous && !negated && !asksForAbsence, qualifier, isIfExists };
}

const QUALIFIERS: ReadonlyMap<string, ConditionTest['qualifier']> = new Map([
  ['forallvalues:', 'for-all-values'],
  ['foranyvalue:', 'for-any-value'],
]);

function readValues(value: Json): readonly string[] | undefined {
  const values: string[] = [];
  for (const one of isArray(value) ? value : [value]) {
    if (one === null || typeof one === 'object') return undefined;
    values.push(String(one));
  }
  return values;
}
