/** Reads a `detection` (or the body of a `filter`): search identifiers and the condition over them. */
import { isMap, isScalar, isSeq } from 'yaml';
import { parseCondition } from './condition.ts';
import type { Condition, Detection, Search } from './detection.ts';
import { parseSearch, type SearchContext } from './parse-search.ts';
import { didYouMean, type Reporter, spanOf } from '../document/reporter.ts';
import { childOf, keyText } from '../document/yaml-documents.ts';

/** A detection with the identifiers that its condition never names. */
export interface ParsedDetection {
  readonly detection: Detection;
  /** Identifiers by name, with the key node to point at. */
  readonly keys: ReadonlyMap<string, unknown>;
}

/** Reads a detection; undefined after problems have been reported. `reserved` are keys that are no identifiers. */
export function parseDetection(
  node: unknown,
  reserved: readonly string[],
  context: SearchContext,
): ParsedDetection | undefined {
  const { reporter } = context;
  if (!isMap(node)) {
    reporter.error('detection-not-a-map', node, 'the detection must be a map of search identifiers and a condition');
    return undefined;
  }
  const identifiers = new Map<string, Search | undefined>();
  const keys = new Map<string, unknown>();
  for (const pair of node.items) {
    const name = keyText(pair.key);
    if (name === 'condition' || reserved.includes(name)) continue;
    if (!/^[\w-]+$/u.test(name)) {
      reporter.error('invalid-identifier', pair.key, `"${name}" is no search identifier`, {
        help: 'use letters, digits, "_" and "-"',
      });
    }
    keys.set(name, pair.key);
    context.places.set(name, reporter.placeOf(pair.key));
    identifiers.set(name, parseSearch(pair.value, context));
  }
  const conditionNode = childOf(node, 'condition');
  if (conditionNode === undefined) {
    reporter.error('missing-condition', node, 'the detection has no condition');
    return undefined;
  }
  const condition = readCondition(conditionNode, [...keys.keys()], reporter);
  if (condition !== undefined) context.places.set(condition, reporter.placeOf(conditionNode));
  const complete = completeIdentifiers(identifiers);
  return condition === undefined || complete === undefined
    ? undefined
    : { detection: { identifiers: complete, condition }, keys };
}

/** Reads a condition or a list of conditions (any of them). */
export function readCondition(
  node: unknown,
  identifiers: readonly string[],
  reporter: Reporter,
): Condition | undefined {
  const items = isSeq(node) ? node.items : [node];
  if (items.length === 0) reporter.error('empty-list', node, 'this list of conditions is empty');
  const conditions = items.map((item) => readOne(item, identifiers, reporter));
  const operands = conditions.filter((condition) => condition !== undefined);
  if (operands.length < conditions.length || operands.length === 0) return undefined;
  return operands.length === 1 ? operands[0] : { kind: 'or', operands };
}

/** The identifiers that a condition names. */
export function namesIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'identifier':
      return [condition.name];
    case 'of':
      return condition.names;
    case 'not':
      return namesIn(condition.operand);
    case 'and':
    case 'or':
      return condition.operands.flatMap(namesIn);
  }
}

function readOne(node: unknown, identifiers: readonly string[], reporter: Reporter): Condition | undefined {
  if (!isScalar(node) || typeof node.value !== 'string') {
    reporter.error('condition-not-text', node, 'a condition must be a text');
    return undefined;
  }
  const result = parseCondition(node.value, identifiers);
  if (result.kind === 'condition') return result.condition;
  const { code, message, start, end, nearest, help } = result.problem;
  const span = spanOf(node);
  // Offsets in the value are offsets in the file only where the file writes the value as it is, on one line.
  const plain =
    node.source === node.value &&
    !node.value.includes('\n') &&
    node.type !== 'BLOCK_LITERAL' &&
    node.type !== 'BLOCK_FOLDED';
  const first = span.start + (node.type === 'PLAIN' ? 0 : 1);
  const at = plain ? { start: first + start, end: first + end } : span;
  reporter.error(code, at, message, { suggestion: didYouMean(nearest), help });
  return undefined;
}

function completeIdentifiers(
  identifiers: ReadonlyMap<string, Search | undefined>,
): ReadonlyMap<string, Search> | undefined {
  const complete = new Map<string, Search>();
  for (const [name, search] of identifiers) if (search !== undefined) complete.set(name, search);
  return complete.size === identifiers.size ? complete : undefined;
}
