/** Reads the conditions of a pipeline item: a list joined by one word, or names joined by an expression. */
import { isMap, isScalar, isSeq } from 'yaml';
import { didYouMean } from '../../../document/reporter.ts';
import { childOf, keyText } from '../../../document/yaml-documents.ts';
import { nearestName } from '../../../std/did-you-mean.ts';
import type { Condition } from '../../detection.ts';
import { namesIn, readCondition } from '../../parse-detection.ts';
import type { OptionSource } from '../options.ts';
import type { ConditionKind, Test } from './condition.ts';

/** What conditions are about; the keys of an item begin so. */
export type ConditionAbout = 'rule' | 'detection_item' | 'field_name';

/** The keys of an item that hold conditions. */
export function conditionKeys(about: ConditionAbout): readonly string[] {
  return [`${about}_conditions`, `${about}_cond_op`, `${about}_cond_not`, `${about}_cond_expr`];
}

/** One question of all conditions of an item; always true without any. Undefined after problems have been reported. */
export function readConditions<Subject>(
  about: ConditionAbout,
  kinds: readonly ConditionKind<Subject>[],
  source: OptionSource,
): Test<Subject> | undefined {
  const { node, document } = source;
  const [conditionsKey = '', opKey = '', notKey = '', exprKey = ''] = conditionKeys(about);
  const [list, op, not, expression] = [conditionsKey, opKey, notKey, exprKey].map((key) => childOf(node, key));
  const named = readNamed(conditionsKey, kinds, source);
  const isNegated = readNot(notKey, not, source);
  const isAny = readOp(opKey, op, source);
  if (expression !== undefined && (op !== undefined || !isMap(list))) {
    document.reporter.error(
      'invalid-value',
      expression,
      op === undefined
        ? `"${exprKey}" needs conditions with names`
        : `"${exprKey}" and "${opKey}" cannot stand together`,
      { help: `write "${conditionsKey}" as a map of names to conditions, and join the names in "${exprKey}"` },
    );
    return undefined;
  }
  if (named === undefined || isNegated === undefined || isAny === undefined) return undefined;
  if (named.size === 0) return () => true;
  const joined =
    expression === undefined ? joinedBy(isAny, [...named.values()]) : readExpression(expression, named, source);
  return joined && (isNegated ? (subject) => !joined(subject) : joined);
}

function readNamed<Subject>(
  key: string,
  kinds: readonly ConditionKind<Subject>[],
  { node, document, path }: OptionSource,
): ReadonlyMap<string, Test<Subject>> | undefined {
  const list = childOf(node, key);
  if (list === undefined) return new Map();
  const entries = isMap(list)
    ? list.items.map((pair) => ({ name: keyText(pair.key), step: keyText(pair.key), node: pair.value }))
    : isSeq(list)
      ? list.items.map((item, index) => ({ name: String(index), step: index, node: item }))
      : undefined;
  if (entries === undefined) {
    document.reporter.error('invalid-value', list, `"${key}" must be a list of conditions, or a map of named ones`);
    return undefined;
  }
  const tests = new Map<string, Test<Subject>>();
  for (const { name, step, node: condition } of entries) {
    const test = readOne(kinds, { document, node: condition, path: [...path, key, step] });
    if (test !== undefined) tests.set(name, test);
  }
  return tests.size === entries.length ? tests : undefined;
}

function readOne<Subject>(kinds: readonly ConditionKind<Subject>[], source: OptionSource): Test<Subject> | undefined {
  const { node, document } = source;
  const type = childOf(node, 'type');
  if (!isMap(node) || !isScalar(type)) {
    document.reporter.error('invalid-value', node, 'a condition must be a map with a "type"');
    return undefined;
  }
  const kind = kinds.find((one) => one.type === type.value);
  if (kind !== undefined) return kind.read(source);
  const names = kinds.map((one) => one.type).sort();
  document.reporter.error('unknown-pipeline-condition', type, `unknown condition "${String(type.value)}"`, {
    suggestion: didYouMean(nearestName(String(type.value), names)),
    help: `allowed here: ${names.join(', ')}`,
  });
  return undefined;
}

function readOp(key: string, node: unknown, { document }: OptionSource): boolean | undefined {
  const op = isScalar(node) ? node.value : undefined;
  if (node === undefined || op === 'and' || op === 'or') return op === 'or';
  document.reporter.error('invalid-value', node, `"${key}" must be "and" or "or"`);
  return undefined;
}

function readNot(key: string, node: unknown, { document }: OptionSource): boolean | undefined {
  if (node === undefined) return false;
  if (isScalar(node) && typeof node.value === 'boolean') return node.value;
  document.reporter.error('invalid-value', node, `"${key}" must be true or false`);
  return undefined;
}

function joinedBy<Subject>(isAny: boolean, tests: readonly Test<Subject>[]): Test<Subject> {
  return (subject) => (isAny ? tests.some((test) => test(subject)) : tests.every((test) => test(subject)));
}

function readExpression<Subject>(
  node: unknown,
  named: ReadonlyMap<string, Test<Subject>>,
  { document }: OptionSource,
): Test<Subject> | undefined {
  const condition = readCondition(node, [...named.keys()], document.reporter);
  if (condition === undefined) return undefined;
  const used = new Set(namesIn(condition));
  const unused = [...named.keys()].filter((name) => !used.has(name));
  if (unused.length > 0) {
    document.reporter.error('unused-pipeline-condition', node, `the expression does not name ${unused.join(', ')}`);
    return undefined;
  }
  return (subject) => evaluate(condition, (name) => named.get(name)?.(subject) ?? false);
}

function evaluate(condition: Condition, holds: (name: string) => boolean): boolean {
  switch (condition.kind) {
    case 'identifier':
      return holds(condition.name);
    case 'of':
      return condition.quantifier === 'any' ? condition.names.some(holds) : condition.names.every(holds);
    case 'not':
      return !evaluate(condition.operand, holds);
    case 'and':
      return condition.operands.every((operand) => evaluate(operand, holds));
    case 'or':
      return condition.operands.some((operand) => evaluate(operand, holds));
  }
}
