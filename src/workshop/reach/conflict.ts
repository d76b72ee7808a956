/**
 * Whether claims about one field can all hold at once. Sound: a conflict is a proof that no record has such a field.
 *
 * A field may be a list: then each claim may be met by another element, and only a few pairs conflict. Fields that are
 * documented to hold one value, and those whose values can be listed, conflict more.
 */
import type { ValueTest } from '../../rule-language/detection.ts';
import type { FieldKey, Literal } from './formula.ts';
import { exactTexts, excludes, implies, onlyText, passesNothing } from './value-relation.ts';

/** What is known of fields beside the rule. */
export interface FieldFacts {
  /** Whether the field never holds a list. */
  isSingle(at: FieldKey): boolean;
  /** All values that the field can have; undefined where they cannot be listed. */
  valuesOf(at: FieldKey): readonly string[] | undefined;
  /** Why a claim holds in no record that really occurs; undefined where it may. */
  neverHolds?(literal: Literal, beside: readonly Literal[]): string | undefined;
}

/** Claims that cannot hold together. One claim alone is one that never holds. */
export interface Conflict {
  readonly literals: readonly Literal[];
  /** From what is known of real records, not from the rule itself. */
  readonly reason: string | undefined;
}

/** The conflict of a claim with those made before; `earlier` may speak of any fields. */
export function conflictWith(literal: Literal, earlier: readonly Literal[], facts: FieldFacts): Conflict | undefined {
  const same = earlier.filter((one) => one.at.key === literal.at.key);
  const pair = same.find((one) => clash(literal, one, facts));
  if (pair !== undefined) return { literals: [pair, literal], reason: undefined };
  const group = [...same, literal];
  const somes = group.filter(hasKind('some'));
  const nones = group.filter(hasKind('none'));
  const excluding = nones.flatMap(({ tests }) => tests);
  for (const some of somes) {
    if (flat(some.tests).every((test) => !canPass(test, excluding, some.at, facts)))
      return { literals: [...nones, some], reason: undefined };
  }
  if (facts.isSingle(literal.at) && !hasCommonValue(somes, excluding, literal.at, facts))
    return { literals: group.filter(({ kind }) => kind === 'some' || kind === 'none'), reason: undefined };
  const reason = facts.neverHolds?.(literal, earlier);
  return reason === undefined ? undefined : { literals: [literal], reason };
}

function clash(left: Literal, right: Literal, facts: FieldFacts): boolean {
  if (left.kind === 'absent') return right.kind === 'present' || right.kind === 'some';
  if (right.kind === 'absent') return left.kind === 'present' || left.kind === 'some';
  if (left.kind === 'opaque' && right.kind === 'opaque')
    return left.question === right.question && left.holds !== right.holds;
  if (left.kind === 'verdict' && right.kind === 'verdict') return verdictsClash(left, right, facts);
  if (left.kind !== 'some' || right.kind !== 'some' || !facts.isSingle(left.at)) return false;
  return left.tests.every((one) => right.tests.every((other) => excludes(one, other)));
}

/** One value has one verdict, and so has a field that is absent. */
function verdictsClash(
  left: Extract<Literal, { kind: 'verdict' }>,
  right: Extract<Literal, { kind: 'verdict' }>,
  facts: FieldFacts,
): boolean {
  if (left.name !== right.name) return false;
  if (left.holds !== right.holds) {
    const [yes, no] = left.holds ? [left, right] : [right, left];
    return yes.verdicts.every((verdict) => no.verdicts.includes(verdict));
  }
  return left.holds && facts.isSingle(left.at) && !left.verdicts.some((verdict) => right.verdicts.includes(verdict));
}

/** Whether a value may pass a test, pass none of the excluding ones, and be one that the field can have. */
function canPass(test: ValueTest, excluding: readonly ValueTest[], at: FieldKey, facts: FieldFacts): boolean {
  if (passesNothing(test) || excluding.some((other) => implies(test, other))) return false;
  const values = facts.valuesOf(at)?.map(onlyText);
  return (
    values === undefined ||
    values.some((value) => !excludes(value, test) && !excluding.some((other) => implies(value, other)))
  );
}

/** Whether one value may pass every claim, where the candidates can be listed; true where they cannot. */
function hasCommonValue(
  somes: readonly { readonly tests: readonly ValueTest[] }[],
  excluding: readonly ValueTest[],
  at: FieldKey,
  facts: FieldFacts,
): boolean {
  if (somes.length === 0) return true;
  const listed = somes.map(({ tests }) => exactTexts({ kind: 'either', tests })).find((texts) => texts !== undefined);
  const candidates = facts.valuesOf(at)?.map(onlyText) ?? listed;
  if (candidates === undefined) return true;
  return candidates.some(
    (value) =>
      somes.every(({ tests }) => tests.some((test) => !excludes(value, test))) &&
      !excluding.some((other) => implies(value, other)),
  );
}

function flat(tests: readonly ValueTest[]): readonly ValueTest[] {
  return tests.flatMap((test) => (test.kind === 'either' ? flat(test.tests) : [test]));
}

function hasKind<Kind extends 'some' | 'none'>(kind: Kind) {
  return (literal: Literal): literal is Literal & { readonly kind: Kind; readonly tests: readonly ValueTest[] } =>
    literal.kind === kind;
}
