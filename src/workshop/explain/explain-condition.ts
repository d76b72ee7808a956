/** Explains a detection: its condition with every operand, and every identifier, whether the condition names it or not. */
import type { Condition, Detection } from '../../rule-language/detection.ts';
import { explainSearch } from './explain-search.ts';
import type { ClausePlace, ExplainedCondition, ExplainedDetection, ExplainedIdentifier } from './explained-rule.ts';
import { placeOf, type Scene } from './scene.ts';

/** Explains a condition and all identifiers beside it. */
export function explainDetection(detection: Detection, scene: Scene): ExplainedDetection {
  const identifiers = [...detection.identifiers].map(([name, search]): ExplainedIdentifier => {
    const explained = explainSearch(search, scene);
    return {
      kind: 'identifier',
      holds: explained.holds,
      decides: false,
      place: placeOf(name, scene),
      name,
      search: explained,
    };
  });
  const place = placeOf(detection.condition, scene);
  const condition = explainCondition(detection.condition, identifiers, place);
  return { holds: condition.holds, decides: false, place, condition, identifiers };
}

/** Explains a condition over identifiers that are explained; its parts stand where it stands. */
export function explainCondition(
  condition: Condition,
  identifiers: readonly ExplainedIdentifier[],
  place: ClausePlace | null,
): ExplainedCondition {
  function named(name: string): ExplainedCondition {
    const found = identifiers.find((one) => one.name === name);
    if (found === undefined) throw new Error(`Cannot explain condition: no search identifier "${name}"`);
    return { kind: 'name', holds: found.holds, decides: false, place: found.place, name };
  }
  function explained(part: Condition): ExplainedCondition {
    switch (part.kind) {
      case 'identifier':
        return named(part.name);
      case 'not': {
        const operand = explained(part.operand);
        return { kind: 'not', holds: !operand.holds, decides: false, place, operand };
      }
      case 'and':
      case 'or': {
        const operands = part.operands.map(explained);
        const held = operands.filter(({ holds }) => holds).length;
        const holds = part.kind === 'and' ? held === operands.length : held > 0;
        return { kind: part.kind, holds, decides: false, place, operands };
      }
      case 'of': {
        const operands = part.names.map(named);
        const held = operands.filter(({ holds }) => holds).length;
        const holds = part.quantifier === 'all' ? held === operands.length : held > 0;
        return { kind: 'of', holds, decides: false, place, quantifier: part.quantifier, operands };
      }
    }
  }
  return explained(condition);
}
