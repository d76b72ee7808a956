/**
 * Which rules match a record, told from its columns: stage one of the rules that plain fields decide. What a rule says of a
 * combination of values is worked out once, by asking the rule itself about a record that has nothing else.
 */
import type { RuleSet } from '../../rule-language/rule-set.ts';
import type { Json } from '../../std/json.ts';
import type { RecordColumns } from '../../std/record-columns.ts';
import { TupleIds } from '../../std/tuple-ids.ts';
import { type ColumnRule, type DecidingColumn, decidingColumns } from './column-rules.ts';
import type { LogColumns, PlaceOf } from './log-columns.ts';
import { ABSENT, NOT_PLAIN, PlainValues } from './plain-values.ts';
import { recordWith } from './record-with.ts';

/** Combinations judged; where there are more, records are parsed. */
const COMBINATIONS_MAX = 200_000;

/** In place of a variation: none holds, or the rule does not match. */
export const NO_VARIATION = -1;
const NO_MATCH = -2;
/** Whether the rule matches depends on more than was asked. */
const OPEN = -3;

/** Rules that match a record. Valid until the next one is judged. */
export interface Judgement {
  count: number;
  /** Numbers of the rules, and of the variation that holds or -1, at the first `count` places. */
  readonly rules: number[];
  readonly variations: number[];
}

interface AskedColumn extends DecidingColumn {
  readonly place: number;
  readonly values: PlainValues;
}

interface AskedRule {
  readonly number: number;
  readonly rule: ColumnRule;
  readonly columns: readonly AskedColumn[];
  readonly tuple: Int32Array;
  readonly combinations: TupleIds;
  readonly judgements: number[];
}

/** A rule that a combination of the deciding fields leaves possible, with its judgement where that follows from them. */
interface Possible {
  readonly asked: AskedRule;
  readonly judgement: number;
}

/** Judges records of one kind of log. */
export class ColumnJudge {
  readonly #log: LogColumns;
  readonly #ruleSet: RuleSet;
  readonly #deciding: readonly AskedColumn[];
  readonly #asked: readonly AskedRule[];
  readonly #combination: Int32Array;
  readonly #combinations: TupleIds;
  /** By the number of the combination. */
  readonly #possible: (readonly Possible[])[] = [];
  readonly #judgement: Judgement = { count: 0, rules: [], variations: [] };

  /** @param rules Rules by their number; those of other logs are passed over. */
  constructor(log: LogColumns, rules: readonly ColumnRule[], ruleSet: RuleSet, placeOf: PlaceOf) {
    this.#log = log;
    this.#ruleSet = ruleSet;
    const values = new Map<string, PlainValues>();
    function asked(column: DecidingColumn): AskedColumn {
      const known = values.get(column.column) ?? new PlainValues();
      values.set(column.column, known);
      return { ...column, place: placeOf(column.column), values: known };
    }
    this.#deciding = log.deciding.map((column) => asked({ column, holds: 'any', isNeeded: false }));
    this.#combination = new Int32Array(log.deciding.length);
    this.#combinations = new TupleIds(log.deciding.length);
    this.#asked = rules.flatMap((rule, number): readonly AskedRule[] => {
      if (rule.log !== log) return [];
      const columns = decidingColumns(rule).map(asked);
      const tuple = new Int32Array(columns.length);
      return [{ number, rule, columns, tuple, combinations: new TupleIds(columns.length), judgements: [] }];
    });
  }

  /** Rules that match; undefined where the columns do not tell. */
  judge(record: RecordColumns): Judgement | undefined {
    const deciding = this.#deciding;
    for (let index = 0; index < deciding.length; index += 1) {
      const { values, place } = deciding[index] as AskedColumn; // index < length
      const id = values.idAt(record, place);
      if (id === NOT_PLAIN) return undefined;
      this.#combination[index] = id;
    }
    if (this.#combinations.size >= COMBINATIONS_MAX) return undefined;
    const combination = this.#combinations.idOf(this.#combination);
    const possible = (this.#possible[combination] ??= this.#possibleOf());
    const judgement = this.#judgement;
    judgement.count = 0;
    for (const one of possible) {
      const said = one.judgement === OPEN ? judgementOf(one.asked, record, this.#judgeRule) : one.judgement;
      if (said === OPEN) return undefined;
      if (said === NO_MATCH) continue;
      judgement.rules[judgement.count] = one.asked.number;
      judgement.variations[judgement.count] = said;
      judgement.count += 1;
    }
    return judgement;
  }

  /** Rules that the combination in preparation leaves possible. */
  #possibleOf(): readonly Possible[] {
    const possible: Possible[] = [];
    for (const asked of this.#asked) {
      const ids = asked.columns.map(({ column }) => {
        const place = this.#log.deciding.indexOf(column);
        return place < 0 ? undefined : (this.#combination[place] ?? ABSENT);
      });
      if (ids.every((id) => id !== undefined)) {
        asked.tuple.set(ids);
        const judgement = isTold(asked) ? this.#judgeRule(asked) : OPEN;
        if (judgement !== NO_MATCH) possible.push({ asked, judgement });
      } else if (this.#isPossible(asked)) possible.push({ asked, judgement: OPEN });
    }
    return possible;
  }

  /** Whether what must hold of the deciding fields does. */
  #isPossible({ rule }: AskedRule): boolean {
    return this.#ruleSet.witnessesOf(rule.rule).every(({ field, holds }) => {
      const index = this.#log.deciding.indexOf(field.text);
      if (index < 0) return true;
      const id = this.#combination[index] ?? ABSENT;
      const value = (this.#deciding[index] as AskedColumn).values.valueOf(id); // index < length
      return id !== ABSENT && value !== null && typeof value !== 'object' && holds(value);
    });
  }

  /** Asks a rule about a record that has nothing but the fields of its detection, from its tuple. */
  readonly #judgeRule = ({ rule: { rule }, columns, tuple }: AskedRule): number => {
    const values = columns.flatMap(({ column, values: known }, index): readonly (readonly [string, Json])[] => {
      const id = tuple[index] ?? ABSENT;
      return id === ABSENT ? [] : [[column, known.valueOf(id)]];
    });
    const match = this.#ruleSet.matchOf(rule, this.#log.viewOf(recordWith(values)));
    if (match === undefined) return NO_MATCH;
    return match.variation === undefined ? NO_VARIATION : rule.variations.indexOf(match.variation);
  };
}

/** What a rule says by the columns of its detection. */
function judgementOf(asked: AskedRule, record: RecordColumns, judge: (asked: AskedRule) => number): number {
  const { columns, tuple, combinations, judgements } = asked;
  for (let index = 0; index < columns.length; index += 1) {
    const { values, place } = columns[index] as AskedColumn; // index < length
    const id = values.idAt(record, place);
    if (id === NOT_PLAIN) return OPEN;
    tuple[index] = id;
  }
  if (combinations.size >= COMBINATIONS_MAX) return OPEN;
  const combination = combinations.idOf(tuple);
  return (judgements[combination] ??= isTold(asked) ? judge(asked) : OPEN);
}

/** Whether the values of a tuple are all that the rule depends on. */
function isTold({ columns, tuple }: AskedRule): boolean {
  return columns.every(({ holds, isNeeded, values }, index) => {
    const id = tuple[index] ?? ABSENT;
    if (holds === 'nothing') return id === ABSENT;
    if (holds === 'text') return id !== ABSENT && isText(values.valueOf(id));
    return id !== ABSENT || !isNeeded;
  });
}

function isText(value: Json): boolean {
  return typeof value === 'string' && value !== '';
}
