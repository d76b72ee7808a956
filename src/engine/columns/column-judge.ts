/**
 * Which rules match a record, told from its columns: stage one of the rules that plain fields decide. What a rule says of a
 * combination of values is worked out once, by asking the rule itself about a record that has nothing else.
 */
import type { RuleSet } from '../../rule-language/rule-set.ts';
import type { Json } from '../../std/json.ts';
import type { RecordColumns } from '../../std/record-columns.ts';
import { TupleIds } from '../../std/tuple-ids.ts';
import { COLUMN_BOUNDS, type ColumnBounds } from './column-bounds.ts';
import { ColumnClasses, isTold, OPEN } from './column-classes.ts';
import { type DecidingColumn, decidingColumns, originsOf, type RowRule } from './column-rules.ts';
import type { LogColumns } from './log-columns.ts';
import type { PlaceOf } from './column-texts.ts';
import { ABSENT, NOT_PLAIN, PlainValues } from './plain-values.ts';
import { recordWith } from './record-with.ts';

/** In place of a variation: none holds, or the rule does not match. */
export const NO_VARIATION = -1;
const NO_MATCH = -2;

/** Rules that match a record. Valid until the next one is judged. */
export interface Judgement {
  /** Number of the values of its deciding fields. */
  combination: number;
  count: number;
  /** Numbers of the rules, and of the variation that holds or -1, at the first `count` places. */
  readonly rules: number[];
  readonly variations: number[];
}

interface AskedRule {
  readonly number: number;
  readonly rule: RowRule;
  /** Of the deciding fields of its log, those that it asks for. */
  readonly known: readonly { readonly at: number; readonly column: DecidingColumn }[];
  readonly others: readonly { readonly classes: ColumnClasses; readonly column: DecidingColumn }[];
  /** The classes of the values of its other columns, in preparation and by number. */
  readonly tuple: Int32Array;
  readonly tuples: TupleIds;
}

/** A rule that a combination of the deciding fields leaves possible, with what it says of the classes of its other columns. */
interface Possible {
  readonly asked: AskedRule;
  /** By the number of the tuple of classes. */
  readonly judgements: Map<number, number>;
}

/** Judges records of one kind of log. */
export class ColumnJudge {
  readonly #log: LogColumns;
  readonly #ruleSet: RuleSet;
  readonly #places: Int32Array;
  /** Of the deciding fields. */
  readonly #values: readonly PlainValues[];
  readonly #asked: readonly AskedRule[];
  readonly #combination: Int32Array;
  readonly #combinations: TupleIds;
  readonly #combinationsMax: number;
  /** By the number of the combination; undefined where something else than the columns has to be asked. */
  readonly #possible: (readonly Possible[] | 'open')[] = [];
  readonly #judgement: Judgement = { combination: 0, count: 0, rules: [], variations: [] };
  /** Number of the record that is judged. */
  #round = 0;

  /** @param rules Rules by their number; those of other logs, and those that columns do not decide, are passed over. */
  constructor(
    log: LogColumns,
    rules: readonly RowRule[],
    {
      ruleSet,
      placeOf,
      bounds = COLUMN_BOUNDS,
    }: { readonly ruleSet: RuleSet; readonly placeOf: PlaceOf; readonly bounds?: ColumnBounds },
  ) {
    this.#log = log;
    this.#ruleSet = ruleSet;
    this.#combinationsMax = bounds.combinationsMax;
    this.#places = Int32Array.from(log.deciding, placeOf);
    this.#values = log.deciding.map(() => new PlainValues(bounds.deciding));
    this.#combination = new Int32Array(log.deciding.length);
    this.#combinations = new TupleIds(log.deciding.length);
    const own = rules.flatMap((rule, number) => (rule.log === log && rule.isDecided ? [{ rule, number }] : []));
    const searches = own.flatMap(({ rule }) => ruleSet.fieldSearchesOf(rule.rule));
    const classes = new Map<string, ColumnClasses>();
    function classesOf(column: string): ColumnClasses {
      const known = classes.get(column);
      if (known !== undefined) return known;
      const asking = searches.filter(({ search }) =>
        originsOf(search.field, log).some((origin) => origin.column === column),
      );
      const made = new ColumnClasses(column, placeOf(column), { log, searches: asking, bounds });
      classes.set(column, made);
      return made;
    }
    this.#asked = own.map(({ rule, number }): AskedRule => {
      const columns = decidingColumns(rule);
      const known = columns.map((column) => ({ at: log.deciding.indexOf(column.column), column }));
      const others = columns.filter(({ column }) => !log.deciding.includes(column));
      return {
        number,
        rule,
        known: known.filter(({ at }) => at >= 0),
        others: others.map((column) => ({ classes: classesOf(column.column), column })),
        tuple: new Int32Array(others.length),
        tuples: new TupleIds(others.length),
      };
    });
  }

  /** Rules that match; undefined where the columns do not tell. */
  judge(record: RecordColumns): Judgement | undefined {
    const combination = this.#combination;
    for (let index = 0; index < combination.length; index += 1) {
      const id = (this.#values[index] as PlainValues).idAt(record, this.#places[index] ?? 0); // index < length
      if (id === NOT_PLAIN) return undefined;
      combination[index] = id;
    }
    if (this.#combinations.size >= this.#combinationsMax) return undefined;
    const number = this.#combinations.idOf(combination);
    const possible = (this.#possible[number] ??= this.#possibleOf());
    if (possible === 'open') return undefined;
    const judgement = this.#judgement;
    judgement.combination = number;
    judgement.count = 0;
    this.#round += 1;
    for (const one of possible) {
      const said = this.#said(one, record);
      if (said === OPEN) return undefined;
      if (said === NO_MATCH) continue;
      judgement.rules[judgement.count] = one.asked.number;
      judgement.variations[judgement.count] = said;
      judgement.count += 1;
    }
    return judgement;
  }

  #said({ asked, judgements }: Possible, record: RecordColumns): number {
    const { others, tuple, tuples } = asked;
    for (let index = 0; index < others.length; index += 1) {
      const { classes, column } = others[index] as (typeof others)[number]; // index < length
      const number = classes.classAt(record, this.#round);
      if (number === OPEN || !classes.isTold(number, column)) return OPEN;
      tuple[index] = number;
    }
    const all = others.length === 0 ? 0 : tuples.idOf(tuple);
    const known = judgements.get(all);
    if (known !== undefined) return known;
    const said = this.#ask(asked, record);
    judgements.set(all, said);
    return said;
  }

  /** Rules that the combination in preparation leaves possible. */
  #possibleOf(): readonly Possible[] | 'open' {
    const asked = this.#asked.filter((one) => this.#isPossible(one));
    if (asked.some(({ known }) => !known.every(({ at, column }) => isTold(this.#valueAt(at), column)))) return 'open';
    const possible = asked.map((one): Possible => ({ asked: one, judgements: new Map() }));
    return possible.filter((one) => {
      if (one.asked.others.length > 0) return true;
      const said = this.#ask(one.asked, undefined);
      one.judgements.set(0, said);
      return said !== NO_MATCH;
    });
  }

  /** Whether what must hold of the deciding fields does. */
  #isPossible({ rule }: AskedRule): boolean {
    return this.#ruleSet.witnessesOf(rule.rule).every(({ field, holds }) => {
      const at = this.#log.deciding.indexOf(field.text);
      if (at < 0) return true;
      const value = this.#valueAt(at);
      return value !== undefined && value !== null && typeof value !== 'object' && holds(value);
    });
  }

  #valueAt(at: number): Json | undefined {
    const id = this.#combination[at] ?? ABSENT;
    return id === ABSENT ? undefined : (this.#values[at] as PlainValues).valueOf(id); // one for each deciding field
  }

  /** Asks a rule about a record that has nothing but the fields of its detection: those of the combination, and examples. */
  #ask({ rule: { rule }, known, others }: AskedRule, record: RecordColumns | undefined): number {
    const values = [
      ...known.map(({ at, column }) => [column.column, this.#valueAt(at)] as const),
      ...others.map(({ classes, column }) => {
        return [column.column, record && classes.exampleOf(classes.classAt(record, this.#round))] as const;
      }),
    ];
    const given = values.flatMap(([column, value]) => (value === undefined ? [] : [[column, value] as const]));
    const match = this.#ruleSet.matchOf(rule, this.#log.viewOf(recordWith(given)));
    if (match === undefined) return NO_MATCH;
    return match.variation === undefined ? NO_VARIATION : rule.variations.indexOf(match.variation);
  }
}
