/**
 * What a rule says for every combination of search identifiers that hold: nothing, or a level and a variation. Two rules
 * over the same searches with one table cannot be told apart by any event.
 *
 * The column of a condition is a set of bits, one for each combination, so that one table costs a few operations on words.
 */
import type { Condition, Detection } from '../../rule-language/detection.ts';
import { levels, type Rule, type Variation } from '../../rule-language/rule.ts';
import { areExclusive } from './exclusive.ts';

/** More identifiers would take too much memory: 2^14 combinations are 2 KB a column. */
const IDENTIFIERS_MAX = 14;

/** The table as text; undefined where the rule has too many identifiers. */
export function verdictTable({ detection, level, variations }: Rule): string | undefined {
  const names = [...detection.identifiers.keys()];
  if (names.length > IDENTIFIERS_MAX) return undefined;
  const columns = new Map(names.map((name, index) => [name, identifierColumn(index, names.length)]));
  const possible = possibleCombinations(detection, columns);
  let open = and(possible, conditionColumn(detection.condition, columns));
  const rows: string[] = [];
  for (const variation of bySeverity(variations)) {
    const holds = conditionColumn(variation.condition, columns);
    rows.push(row(variation.name, variation.level, and(open, holds)));
    open = and(open, not(holds));
  }
  rows.push(row('', level, open));
  // A variation that never wins says nothing; the order of those that do is told by what they win.
  return rows
    .filter((text) => text !== '')
    .sort()
    .join('\n');
}

/** Bit `n % 32` of word `n / 32` belongs to combination `n`; bit `i` of `n` tells whether identifier `i` holds. */
type Column = Uint32Array;

function identifierColumn(index: number, identifiers: number): Column {
  const column = new Uint32Array(Math.max(1, 2 ** identifiers / 32));
  // Below 32 combinations a word repeats itself, which changes no comparison.
  const within = [0xaaaaaaaa, 0xcccccccc, 0xf0f0f0f0, 0xff00ff00, 0xffff0000][index];
  return column.map((_, word) => within ?? ((word >> (index - 5)) & 1 ? 0xffffffff : 0));
}

function possibleCombinations({ identifiers }: Detection, columns: ReadonlyMap<string, Column>): Column {
  const searches = [...identifiers];
  const [first] = columns.values();
  let possible: Column = (first ?? new Uint32Array(1)).map(() => 0xffffffff);
  for (const [index, [name, search]] of searches.entries()) {
    for (const [other, otherSearch] of searches.slice(index + 1)) {
      if (!areExclusive(search, otherSearch)) continue;
      possible = and(possible, not(and(columnOf(name, columns), columnOf(other, columns))));
    }
  }
  return possible;
}

function conditionColumn(condition: Condition, columns: ReadonlyMap<string, Column>): Column {
  switch (condition.kind) {
    case 'identifier':
      return columnOf(condition.name, columns);
    case 'not':
      return not(conditionColumn(condition.operand, columns));
    case 'of':
      return joined(
        condition.quantifier === 'all' ? and : or,
        condition.names.map((name) => columnOf(name, columns)),
      );
    case 'and':
    case 'or':
      return joined(
        condition.kind === 'and' ? and : or,
        condition.operands.map((operand) => conditionColumn(operand, columns)),
      );
  }
}

function columnOf(name: string, columns: ReadonlyMap<string, Column>): Column {
  const column = columns.get(name);
  if (column === undefined) throw new Error(`Cannot tabulate condition: no search identifier "${name}"`);
  return column;
}

function joined(join: (left: Column, right: Column) => Column, parts: readonly Column[]): Column {
  return parts.reduce(join);
}

function and(left: Column, right: Column): Column {
  return left.map((word, index) => word & (right[index] ?? 0));
}

function or(left: Column, right: Column): Column {
  return left.map((word, index) => word | (right[index] ?? 0));
}

function not(column: Column): Column {
  return column.map((word) => ~word);
}

function bySeverity(variations: readonly Variation[]): readonly Variation[] {
  return [...variations].sort((left, right) => levels.indexOf(right.level) - levels.indexOf(left.level));
}

function row(variation: string, level: string, column: Column): string {
  return column.every((word) => word === 0) ? '' : JSON.stringify([variation, level, column.join(' ')]);
}
