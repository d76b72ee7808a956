/**
 * An explanation for a terminal: the answer, then the tree. Every clause has its line in the rule file before it and a mark
 * for its verdict; an arrow points at those that decided.
 */
import { colors } from './colors.ts';
import { printable } from '../std/printable.ts';
import { chopped, textWidth } from '../std/text-width.ts';
import { explainedConditionText, failingClauses } from '../workshop/explain/answer.ts';
import type {
  Explained,
  ExplainedCondition,
  ExplainedDetection,
  ExplainedElements,
  ExplainedField,
  ExplainedIdentifier,
  ExplainedKeywords,
  ExplainedLogsource,
  ExplainedRule,
  ExplainedSearch,
  ExplainedTest,
  ExplainedVariation,
  ShownValues,
} from '../workshop/explain/explained-rule.ts';
import type { Explanation } from '../workshop/explain/explanation.ts';
import type { ShownDifference } from '../workshop/explain/shown-difference.ts';
import { wrap } from './alert-table.ts';

/** One clause, or a remark on it, before it is fitted to the terminal. */
interface Row {
  readonly depth: number;
  /** Undefined for a remark on the clause before it. */
  readonly node: Explained | undefined;
  readonly text: string;
  /** What was found there: beside the text where it fits, else below it. */
  readonly there?: string;
}

/** The explanation in lines of at most so many columns; 80 is the least that is used. */
export function explanationText({ answer, rule, event, explained, why_not }: Explanation, columns: number): string {
  const width = Math.max(80, Math.min(columns, 160));
  const { holds } = explained;
  const [first = '', ...rest] = wrap(printable(answer), width);
  const happened = [event.action ?? 'unnamed action', `by ${event.actor}`, event.time ?? 'no time', event.id];
  return [
    (holds ? colors.green : colors.red)(colors.bold(first)),
    ...rest,
    ...labelled('event', happened.join(', '), width),
    ...labelled('rule', `${rule.file} (${rule.title})`, width),
    '',
    colors.dim('line'),
    ...rowsOf(explained).flatMap((row) => fitted(row, width)),
    ...(why_not === null ? [] : ['', ...differenceLines(why_not, width)]),
    '',
  ].join('\n');
}

const LABEL_WIDTH = 7;

function labelled(label: string, text: string, width: number): readonly string[] {
  return wrap(printable(text), width - LABEL_WIDTH).map((line, index) => {
    return (index === 0 ? label : '').padEnd(LABEL_WIDTH) + line;
  });
}

/** Columns of the line number and of the arrow. */
const GUTTER = 7;
const INDENT = 2;

function fitted({ depth, node, text, there }: Row, width: number): readonly string[] {
  const indent = ' '.repeat(depth * INDENT);
  const free = Math.max(24, width - GUTTER - indent.length - 2);
  const below = `${' '.repeat(GUTTER)}${indent}  `;
  const found = there === undefined ? undefined : `there: ${printable(there)}`;
  const isBeside = found !== undefined && textWidth(printable(text)) + BESIDE.length + textWidth(found) <= free;
  const [first = '', ...more] = wrap(printable(text), free);
  // A value is broken where the line ends, not at its blanks: they may matter.
  const values = found === undefined || isBeside ? [] : chopped(found, free - 2).map((part) => `${below}  ${part}`);
  if (node === undefined) return [first, ...more].map((part) => colors.dim(below + part));
  const line = (node.place?.line ?? '').toString().padStart(4);
  const mark = node.holds ? colors.green('✓') : colors.red('✗');
  const body = node.decides ? colors.bold(first) : first;
  const beside = isBeside ? colors.dim(BESIDE) + found : '';
  return [
    `${colors.dim(line)} ${node.decides ? '→' : ' '} ${indent}${mark} ${body}${beside}`,
    ...more.map((part) => below + part),
    ...values,
  ];
}

/** Stands between what is needed and what is there. */
const BESIDE = ' · ';

function rowsOf(explained: ExplainedRule): readonly Row[] {
  const told = new Set<string>();
  return [
    { depth: 0, node: explained.logsource, text: logsourceText(explained.logsource) },
    ...detectionRows(explained.detection, 'condition', told),
    ...untoldRows(explained.detection, told),
    ...explained.filters.flatMap((filter) => detectionRows(filter, `filter ${filter.name}`, new Set())),
    ...explained.variations.flatMap((variation) => variationRows(variation)),
  ];
}

/** All identifiers stand above by then. */
function variationRows({ name, level, condition, wins, ...node }: ExplainedVariation): readonly Row[] {
  const speaks = wins ? ' (it speaks)' : '';
  const text = `variation "${name}", level ${level}${speaks}: ${explainedConditionText(condition)}`;
  const failing = failingClauses(condition).join('; ');
  return [{ depth: 0, node, text }, ...(node.holds || failing === '' ? [] : [remark(0, `fails: ${failing}`)])];
}

function logsourceText({ product, service }: ExplainedLogsource): string {
  const parts = [product, service].map(({ needed, there, holds }) => {
    if (needed === null) return `any (there: ${there})`;
    return holds ? needed : `${needed} (there: ${there})`;
  });
  return `log source: ${parts.join(', ')}`;
}

function detectionRows(detection: ExplainedDetection, label: string, told: Set<string>): readonly Row[] {
  const { condition, identifiers } = detection;
  const text = `${label}: ${explainedConditionText(condition)}`;
  const parts = 'operands' in condition ? condition.operands : [condition];
  return [
    { depth: 0, node: detection, text },
    ...parts.flatMap((part) => conditionRows(part, 1, { identifiers, told })),
  ];
}

/** Identifiers that only a variation names, or nobody. */
function untoldRows({ identifiers }: ExplainedDetection, told: Set<string>): readonly Row[] {
  const untold = identifiers.filter(({ name }) => !told.has(name));
  if (untold.length === 0) return [];
  for (const { name } of untold) told.add(name);
  return [
    { depth: 0, node: undefined, text: 'not in the condition:' },
    ...untold.flatMap(({ name, search, ...node }) => [
      { depth: 1, node, text: name },
      ...searchRows(search, 2, { isTop: true }),
    ]),
  ];
}

interface Naming {
  readonly identifiers: readonly ExplainedIdentifier[];
  /** Identifiers whose searches stand above. */
  readonly told: Set<string>;
}

function conditionRows(condition: ExplainedCondition, depth: number, naming: Naming): readonly Row[] {
  switch (condition.kind) {
    case 'name':
      return nameRows(condition, depth, naming);
    case 'not': {
      const { operand } = condition;
      if (operand.kind === 'name') return nameRows(operand, depth, { ...naming, negation: condition });
      return [{ depth, node: unplaced(condition), text: 'not' }, ...conditionRows(operand, depth + 1, naming)];
    }
    case 'and':
    case 'or':
    case 'of': {
      const { operands } = condition;
      const isJoint = condition.kind === 'and' || (condition.kind === 'of' && condition.quantifier === 'all');
      const text = `${isJoint ? 'all of these' : 'at least one of these'}: ${heldText(operands)}`;
      return [
        { depth, node: unplaced(condition), text },
        ...operands.flatMap((operand) => conditionRows(operand, depth + 1, naming)),
      ];
    }
  }
}

/** An identifier with its search, or where that stands above, alone; under "not" the mark is that of the negation. */
function nameRows(
  { name, ...node }: ExplainedCondition & { readonly kind: 'name' },
  depth: number,
  { identifiers, told, negation }: Naming & { readonly negation?: Explained },
): readonly Row[] {
  const identifier = identifiers.find((one) => one.name === name);
  const isTold = told.has(name) || identifier === undefined;
  told.add(name);
  const shown: Explained = { ...(negation ?? node), place: node.place };
  const text = `${negation === undefined ? '' : 'not '}${name}${isTold ? ' (above)' : ''}`;
  return [{ depth, node: shown, text }, ...(isTold ? [] : searchRows(identifier.search, depth + 1, { isTop: true }))];
}

/** Parts of a condition have no line of their own: the one of the whole stands above. */
function unplaced(node: Explained): Explained {
  return { holds: node.holds, decides: node.decides, place: null };
}

function heldText(parts: readonly Explained[]): string {
  return `${parts.filter(({ holds }) => holds).length} of ${parts.length} hold`;
}

function searchRows(search: ExplainedSearch, depth: number, { isTop }: { readonly isTop: boolean }): readonly Row[] {
  switch (search.kind) {
    case 'all-of':
    case 'any-of': {
      const inner = search.searches;
      // A map right below its identifier needs no line of its own: all of it must hold, as always.
      if (isTop && search.kind === 'all-of') return inner.flatMap((one) => searchRows(one, depth, { isTop: false }));
      const text = `${search.kind === 'all-of' ? 'all of these' : 'at least one of these'}: ${heldText(inner)}`;
      return [{ depth, node: search, text }, ...inner.flatMap((one) => searchRows(one, depth + 1, { isTop: false }))];
    }
    case 'field':
      return fieldRows(search, depth);
    case 'keyword':
      return keywordRows(search, depth);
    case 'any-element':
      return elementRows(search, depth);
  }
}

function fieldRows(field: ExplainedField, depth: number): readonly Row[] {
  const { clause, tests, negated, quantifier } = field;
  const there = valuesText(field.there);
  const [only] = tests;
  if (only !== undefined && tests.length === 1) {
    return [{ depth, node: field, text: `${clause}: ${only.value}`, there }, ...testRemarks(only, depth)];
  }
  const lead = `${clause}: ${negated ? 'none' : quantifier} of`;
  if (tests.some((test) => testRemarks(test, depth).length > 0)) {
    return [
      { depth, node: field, text: `${lead} ${tests.length}`, there },
      ...tests.flatMap((test) => [{ depth: depth + 1, node: test, text: test.value }, ...testRemarks(test, depth + 1)]),
    ];
  }
  const held = tests.filter(({ holds }) => holds).map(({ value }) => value);
  return [
    { depth, node: field, text: `${lead} ${tests.map(({ value }) => value).join(', ')}`, there },
    ...(held.length === 0 ? [] : [remark(depth, `fits: ${held.join(', ')}`)]),
  ];
}

function testRemarks(test: ExplainedTest, depth: number): readonly Row[] {
  const texts = [
    ...(test.answers.length === 0 ? [] : [`answer: ${test.answers.join(', ')}`]),
    ...(test.other === null ? [] : [`${test.value} there: ${valuesText(test.other)}`]),
    ...(test.note === null ? [] : [test.note]),
  ];
  return texts.length === 0 ? [] : [remark(depth, texts.join(BESIDE))];
}

function keywordRows({ tests, quantifier, strings, ...node }: ExplainedKeywords, depth: number): readonly Row[] {
  const text = `${quantifier === 'all' ? 'all' : 'any'} of ${tests.length} keywords in ${strings} texts of the record`;
  return [
    { depth, node, text },
    ...tests.map((test) => ({
      depth: depth + 1,
      node: test,
      text: test.value,
      there: valuesText(test.passing),
    })),
  ];
}

function elementRows(
  { field, count, passed, elements, more, ...node }: ExplainedElements,
  depth: number,
): readonly Row[] {
  return [
    { depth, node, text: `one element of ${field} passes all: ${passed} of ${count} do` },
    ...elements.flatMap((element): readonly Row[] => [
      { depth: depth + 1, node: { ...element, place: null }, text: element.at },
      ...searchRows(element.search, depth + 2, { isTop: true }),
    ]),
    ...(more === 0 ? [] : [remark(depth + 1, `and ${more} more`)]),
  ];
}

function remark(depth: number, text: string): Row {
  return { depth, node: undefined, text };
}

function valuesText({ values, more }: ShownValues): string {
  if (values.length === 0) return 'nothing';
  return values.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function differenceLines({ kind, text, sets }: ShownDifference, width: number): readonly string[] {
  const lines = wrap(text, width).map((line) => colors.bold(line));
  const isChoice = kind === 'would-not-fire';
  return [
    ...lines,
    ...sets.flatMap((edits) =>
      edits.flatMap((edit, index) => {
        const sign = isChoice && index > 0 ? '  and ' : '  - ';
        return chopped(printable(edit.text), width - textWidth(sign)).map((line, part) => {
          return (part === 0 ? sign : ' '.repeat(textWidth(sign))) + line;
        });
      }),
    ),
  ];
}
