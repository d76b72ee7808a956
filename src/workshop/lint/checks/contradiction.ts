/**
 * Rules, search identifiers and variations that no record can fulfil, and those that every record fulfils.
 *
 * What is said here is proven from the rule alone and from which fields are single values; `cannot-fire` adds what is
 * known of real records.
 */
import type { Condition, Detection } from '../../../rule-language/detection.ts';
import { namesIn } from '../../../rule-language/parse-detection.ts';
import type { Rule, Variation } from '../../../rule-language/rule.ts';
import type { FieldFacts } from '../../reach/conflict.ts';
import { fieldFacts } from '../../reach/field-facts.ts';
import { allOf, formulaOf } from '../../reach/formula.ts';
import { describeLiteral } from '../../reach/literal-text.ts';
import { type Impossibility, impossibility } from '../../reach/possible.ts';
import { ruleIsSilent, ruleMatches, variationHolds, winsOver } from '../../reach/rule-formula.ts';
import type { LintCheck, LintFinding } from '../lint-check.ts';
import { placeOf } from '../place-of.ts';

/** Looks for conditions that cannot be true, or cannot be false. */
export const contradiction: LintCheck = {
  codes: [
    {
      code: 'cannot-be-true',
      severity: 'error',
      summary: 'A rule, a search identifier or a variation demands what no record can fulfil.',
    },
    {
      code: 'matches-everything',
      severity: 'warning',
      summary: 'A rule matches every record of its log source.',
    },
    {
      code: 'variation-never-wins',
      severity: 'warning',
      summary: 'Wherever a variation holds, another one that goes before it holds too.',
    },
    {
      code: 'variation-always-holds',
      severity: 'warning',
      summary: 'A variation holds wherever its rule does, so that the rule is never told by itself.',
    },
  ],
  find(rule) {
    const facts = fieldFacts(rule.logsource);
    const inIdentifiers = identifiersThatNeverHold(rule, facts);
    const never = impossibility(ruleMatches(rule), facts);
    if (never !== undefined) {
      // An identifier that never holds is the whole reason where there is one.
      return inIdentifiers.length > 0
        ? inIdentifiers
        : [contradictory(rule, rule.detection.condition, never, 'this rule')];
    }
    if (impossibility(ruleIsSilent(rule), facts) !== undefined) {
      const at = placeOf(rule, rule.detection.condition);
      const message = 'this rule matches every record of its log source';
      return [...inIdentifiers, { code: 'matches-everything', ...at, message }];
    }
    return [...inIdentifiers, ...rule.variations.flatMap((variation) => inVariation(rule, variation, facts))];
  },
};

function identifiersThatNeverHold(rule: Rule, facts: FieldFacts): readonly LintFinding[] {
  const { detection } = rule;
  const used = [detection.condition, ...rule.variations.map(({ condition }) => condition)].flatMap(namesIn);
  return [...detection.identifiers.keys()].flatMap((name) => {
    if (!used.includes(name)) return [];
    const never = impossibility(identifierHolds(name, detection), facts);
    return never === undefined ? [] : [contradictory(rule, name, never, `"${name}"`)];
  });
}

function identifierHolds(name: string, detection: Detection): ReturnType<typeof formulaOf> {
  return formulaOf({ kind: 'identifier', name }, detection);
}

function inVariation(rule: Rule, variation: Variation, facts: FieldFacts): readonly LintFinding[] {
  const matches = ruleMatches(rule);
  const holds = variationHolds(rule, variation);
  const never = impossibility(allOf([matches, holds]), facts);
  if (never !== undefined)
    return [contradictory(rule, variation.condition, never, `the variation "${variation.name}"`)];
  const at = placeOf(rule, variation.condition);
  const earlier = rule.variations.filter((other) => other !== variation && winsOver(rule, other, variation));
  const alone = earlier.map((other) => variationHolds(rule, other, { holds: false }));
  if (earlier.length > 0 && impossibility(allOf([matches, holds, ...alone]), facts) !== undefined) {
    const names = earlier.map(({ name }) => `"${name}"`).join(' or ');
    const message = `the variation "${variation.name}" never wins: wherever it holds, ${names} holds and goes before it`;
    const help = 'the most severe variation that holds wins, the first among equals';
    return [{ code: 'variation-never-wins', ...at, message, help }];
  }
  if (impossibility(allOf([matches, variationHolds(rule, variation, { holds: false })]), facts) === undefined)
    return [];
  const message = `the variation "${variation.name}" holds wherever the rule does`;
  const suggestion = 'give its level and text to the rule itself';
  return [{ code: 'variation-always-holds', ...at, message, suggestion }];
}

function contradictory(rule: Rule, part: Condition | string, { conflicts }: Impossibility, what: string): LintFinding {
  const conflict = conflicts.find(({ literals }) => literals.length > 0);
  const [last] = [...(conflict?.literals ?? [])].reverse();
  const others = conflict?.literals.slice(0, -1) ?? [];
  // A variation is at fault as a whole; in a rule and in an identifier it is the clause that is too much.
  const isVariation = rule.variations.some(({ condition }) => condition === part);
  const isClause = last !== undefined && others.length < 2 && !isVariation;
  const at = placeOf(rule, isClause ? last.part : part);
  const texts = conflict?.literals.map(describeLiteral) ?? [];
  const [first = '', second] = texts;
  const pair = second === undefined ? `${first} is never so` : `${first} and ${second} exclude each other`;
  const message = `${what} can match no record: ${texts.length === 0 ? 'nothing is left to hold' : pair}`;
  const many =
    conflicts.length > 1 ? 'every way to fulfil the condition ends in a contradiction; this is the first' : undefined;
  return { code: 'cannot-be-true', ...at, message, help: many };
}
