/**
 * Parts of a rule that can be left out without changing what it matches, nor which variation wins: each is left out on
 * trial, and kept out where the rule without it is proven to say the same.
 */
import type {
  Condition,
  Detection,
  FieldSearch,
  FieldTest,
  KeywordSearch,
  Search,
} from '../../rule-language/detection.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { implies } from './value-relation.ts';
import type { FieldFacts } from './conflict.ts';
import { allOf, type Formula, type FormulaOptions, isValueTest, type RulePart } from './formula.ts';
import { impossibility, type SearchBudget } from './possible.ts';
import { ruleIsSilent, ruleMatches, variationHolds } from './rule-formula.ts';

/** A part that makes no difference. */
export interface IdlePart {
  readonly part: RulePart;
  /** The search identifier that it names, for one of several under `1 of` or `all of`. */
  readonly name: string | undefined;
  /** The whole condition that it stands in; undefined in a search. */
  readonly within: Condition | undefined;
}

/** Rules with more parts are generated ones; looking at each of them against the others would take long. */
const PARTS_MAX = 400;

/** What all trials of a rule may cost together; parts that come later count as needed. The shipped rules take up to 100,000. */
const STEPS_MAX = 150_000;

/** The parts of a rule that make no difference; of two that do the same work, the later one. */
export function idleParts(rule: Rule, facts: FieldFacts): readonly IdlePart[] {
  const all = removable(rule);
  if (all.length > PARTS_MAX) return [];
  // Values that another of their list covers make no difference wherever they stand, so they are out of the way first.
  const covered = all.filter(({ isCovered }) => isCovered);
  const idle: Trial[] = [];
  const proofs: Proofs = { facts, budget: { stepsLeft: STEPS_MAX } };
  const left = new Map<object, number>();
  for (const { siblings } of all) left.set(siblings, siblings.length);
  for (const { siblings } of covered) left.set(siblings, (left.get(siblings) ?? 0) - 1);
  for (const trial of [...all].reverse()) {
    const remaining = left.get(trial.siblings) ?? 0;
    const gone = [...covered, ...idle];
    // A value that covers another one of its list stands for it, as long as both are written.
    if (trial.isCovered || remaining < 2 || covered.some(({ siblings }) => siblings === trial.siblings)) continue;
    if (!isSame(rule, trial, [leaveOut(gone), leaveOut([...gone, trial])], proofs)) continue;
    idle.push(trial);
    left.set(trial.siblings, remaining - 1);
  }
  return idle.reverse();
}

/** What proofs build on, and what they may still cost. */
interface Proofs {
  readonly facts: FieldFacts;
  readonly budget: SearchBudget;
}

function leaveOut(parts: readonly IdlePart[]): FormulaOptions {
  return { isLeftOut: (part, name) => parts.some((one) => one.part === part && one.name === name) };
}

/**
 * Whether two readings of a rule are proven to match the same events, with the same variations. Conditions that do not
 * use what is left out need not be asked.
 */
function isSame(
  rule: Rule,
  { scope }: Trial,
  [full, short]: readonly FormulaOptions[],
  { facts, budget }: Proofs,
): boolean {
  function never(...parts: readonly Formula[]): boolean {
    return budget.stepsLeft > 0 && impossibility(allOf(parts), facts, budget) !== undefined;
  }
  const isUsed = [rule, ...rule.filters].some(({ detection }) => scope.isUsedBy(detection.condition, detection));
  const concerned = rule.variations.filter(({ condition }) => scope.isUsedBy(condition, rule.detection));
  return (
    (!isUsed ||
      (never(ruleMatches(rule, full), ruleIsSilent(rule, short)) &&
        never(ruleMatches(rule, short), ruleIsSilent(rule, full)))) &&
    // Not "where the rule matches": a variation may say again what the rule has said, so that it reads by itself.
    concerned.every((variation) =>
      [
        [full, short],
        [short, full],
      ].every(([one, other]) =>
        never(variationHolds(rule, variation, one), variationHolds(rule, variation, { ...other, holds: false })),
      ),
    )
  );
}

interface Trial extends IdlePart {
  readonly scope: Scope;
  /** The parts that stand beside it, itself too: one of them has to stay. */
  readonly siblings: readonly unknown[];
  /** One of the values of a list that another of it makes needless: a check of its own tells of these. */
  readonly isCovered: boolean;
}

/** Where a part stands: in a search identifier, or in a condition itself. */
interface Scope {
  readonly condition: Condition | undefined;
  isUsedBy(condition: Condition, detection: Detection): boolean;
}

/** Everything that has a sibling, in the order of the file: searches first, then conditions. */
function removable(rule: Rule): readonly Trial[] {
  const detections = [rule, ...rule.filters].map(({ detection }) => detection);
  const searches = detections.flatMap((detection) =>
    [...detection.identifiers].flatMap(([name, search]) =>
      inSearch(search, {
        condition: undefined,
        isUsedBy: (condition, other) => other === detection && identifiersIn(condition).has(name),
      }),
    ),
  );
  const conditions = [...detections, ...rule.variations].map(({ condition }) => condition);
  return [
    ...searches,
    ...conditions.flatMap((whole) => inCondition(whole, { isUsedBy: (one) => one === whole, condition: whole })),
  ];
}

function identifiersIn(condition: Condition): ReadonlySet<string> {
  switch (condition.kind) {
    case 'identifier':
      return new Set([condition.name]);
    case 'of':
      return new Set(condition.names);
    case 'not':
      return identifiersIn(condition.operand);
    case 'and':
    case 'or':
      return new Set(condition.operands.flatMap((operand) => [...identifiersIn(operand)]));
  }
}

function inSearch(search: Search, scope: Scope): readonly Trial[] {
  switch (search.kind) {
    case 'all-of':
    case 'any-of':
      return [...search.searches.flatMap((one) => inSearch(one, scope)), ...trials(search.searches, scope)];
    case 'field':
    case 'keyword': {
      const covered = new Set<RulePart>(coveredTests(search));
      return trials(search.tests, scope).map((trial) => ({
        ...trial,
        isCovered: covered.has(trial.part),
      }));
    }
    case 'element': // what it finds is part of the alert
      return [];
  }
}

/** Tests of a list that another of it makes needless; of two equal ones the later. */
function coveredTests({ tests, quantifier }: FieldSearch | KeywordSearch): readonly FieldTest[] {
  const listed: readonly FieldTest[] = tests;
  return listed.filter((test, index) =>
    listed.some((other, position) => {
      if (index === position || !isValueTest(test) || !isValueTest(other)) return false;
      const [isWider, isNarrower] = [implies(test, other), implies(other, test)];
      return isWider && isNarrower ? position < index : quantifier === 'any' ? isWider : isNarrower;
    }),
  );
}

function inCondition(condition: Condition, scope: Scope): readonly Trial[] {
  switch (condition.kind) {
    case 'identifier':
      return [];
    case 'of': {
      const of = { part: condition, within: scope.condition, scope, siblings: condition.names, isCovered: false };
      return condition.names.map((name) => ({ ...of, name }));
    }
    case 'not':
      return inCondition(condition.operand, scope);
    case 'and':
    case 'or':
      return [
        ...condition.operands.flatMap((operand) => inCondition(operand, scope)),
        ...trials(condition.operands, scope),
      ];
  }
}

function trials(parts: readonly RulePart[], scope: Scope): readonly Trial[] {
  return parts
    .filter((part) => part.kind !== 'element')
    .map((part) => ({ part, name: undefined, within: scope.condition, scope, siblings: parts, isCovered: false }));
}
