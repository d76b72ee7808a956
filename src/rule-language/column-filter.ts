/**
 * Tells from the JSON text of a few top-level fields that no rule can match, so that a record need not be parsed.
 *
 * Every rule has witnesses: fields that must pass a test wherever the rule matches. The values of those of the raw record
 * lie below top-level keys, its columns; of `userIdentity` and `protoPayload`, which are long, each key below them is a column of
 * its own. For each
 * text of a column it is worked out once which rules it leaves possible; a record whose columns leave none possible together
 * matches no rule (law: filtered = full scan).
 */
import type { EventView } from '../events/audit-event.ts';
import { ByteMemo } from '../std/byte-memo.ts';
import type { Json } from '../std/json.ts';
import type { RecordColumns } from '../std/record-columns.ts';
import { fieldReader, type FieldReader } from './field-reader.ts';
import type { LeafTest } from './operator.ts';
import type { Witness } from './witness.ts';

/**
 * Columns whose texts come again and again, the telling ones first. What lies below others (parameters, answers)
 * differs in each record, so that remembering is no help: such a column decides only for a rule that has no other witness.
 */
const RECURRING = [
  'eventName',
  'eventSource',
  'errorCode',
  'eventType',
  'awsRegion',
  'recipientAccountId',
  'readOnly',
  'sourceIPAddress',
  'userAgent',
  'userIdentity.type',
  'userIdentity.invokedBy',
  'userIdentity.accountId',
  'userIdentity.arn',
  'protoPayload.methodName',
  'protoPayload.serviceName',
  'protoPayload.status',
  'logName',
];

/** Keys whose value is read key by key. */
const SPLIT: readonly string[] = ['userIdentity', 'protoPayload'];

/** Columns of an action, its name first: a rule that asks for it by name is not asked for more. */
const ACTIONS: readonly (readonly string[])[] = [
  ['eventName', 'eventSource'],
  ['protoPayload.methodName', 'protoPayload.serviceName'],
];

/** What is remembered a column; further texts are worked out each time. */
const REMEMBERED = { textsMax: 20_000, bytesMax: 4_000_000 };
/** Longer texts, in bytes, are worked out each time. */
const TEXT_LENGTH_MAX = 2_048;

/** Decides by columns. */
export interface ColumnFilter {
  /** Keys whose values decide: top-level ones, or `userIdentity.type` for one right below such a one. */
  readonly columns: readonly string[];
  /** Whether any rule can match a record. `places` are those of {@link columns} among the record's; without, they come first. */
  mayMatch(record: RecordColumns, places?: Int32Array): boolean;
}

/** The witnesses of one rule in the raw record, at least one. */
export type RawWitnesses = readonly Witness[];

/** Wraps a record that has nothing but one column; its normalised event is never asked for. */
type ViewOfColumn = (raw: Readonly<Record<string, Json>>) => EventView;

/** Builds the filter. */
export function columnFilter(rules: readonly RawWitnesses[], viewOf: ViewOfColumn): ColumnFilter {
  const columns = columnsOf(rules).map((name) => new Column(name, rules, viewOf));
  const all = new Uint32Array(wordsFor(rules.length));
  for (const number of rules.keys()) all[number >> 5] = (all[number >> 5] ?? 0) | bitOf(number);
  const possible = all.slice();
  return {
    columns: columns.map(({ name }) => name),
    mayMatch: (record, places) => {
      possible.set(all);
      for (let number = 0; number < columns.length; number += 1) {
        const column = columns[number] as Column; // number < length
        // A column of which no rule that is left asks anything changes nothing.
        if (!overlaps(possible, column.asking)) continue;
        if (!narrow(possible, column.rulesFor(record, places?.[number] ?? number))) return false;
      }
      return rules.length > 0;
    },
  };
}

/** The columns that decide, the telling ones first: few records need the others then. */
function columnsOf(rules: readonly RawWitnesses[]): readonly string[] {
  const needed = new Set(rules.flatMap((witnesses) => deciding([...new Set(witnesses.map(columnOf))])));
  return [...needed].sort((left, right) => rankOf(left) - rankOf(right));
}

/** The columns that decide about a rule, of those below which it has witnesses. */
function deciding(columns: readonly string[]): readonly string[] {
  const action = ACTIONS.find(([name = '']) => columns.includes(name));
  if (action !== undefined) return columns.filter((name) => action.includes(name));
  const recurring = columns.filter((name) => RECURRING.includes(name));
  return recurring.length > 0 ? recurring : columns.slice(0, 1);
}

function rankOf(column: string): number {
  const rank = RECURRING.indexOf(column);
  return rank < 0 ? RECURRING.length : rank;
}

function columnOf({ field }: Witness): string {
  const [first = '', second] = field.segments;
  return SPLIT.includes(first) && second !== undefined ? `${first}.${second}` : first;
}

/** A record that has nothing but one column. */
function recordWith(column: string, value: Json): Readonly<Record<string, Json>> {
  const [first = '', second] = column.split('.');
  return { [first]: second === undefined ? value : { [second]: value } };
}

/** Takes out of one set of rules what another lacks. @returns whether any is left. */
function narrow(rules: Uint32Array, others: Uint32Array): boolean {
  let left = 0;
  for (let word = 0; word < rules.length; word += 1) {
    // Both have the same length.
    const both = (rules[word] as number) & (others[word] as number);
    rules[word] = both;
    left |= both;
  }
  return left !== 0;
}

function overlaps(rules: Uint32Array, others: Uint32Array): boolean {
  for (let word = 0; word < rules.length; word += 1) {
    // Both have the same length.
    if (((rules[word] as number) & (others[word] as number)) !== 0) return true;
  }
  return false;
}

function wordsFor(rules: number): number {
  return Math.ceil(rules / 32);
}

const utf8 = new TextDecoder();

interface ColumnTest {
  readonly read: FieldReader;
  readonly holds: LeafTest;
}

/** A rule that has witnesses below a column. */
interface AskingRule {
  readonly number: number;
  readonly tests: readonly ColumnTest[];
}

/** One column: which rules its value leaves possible, as a set of one bit a rule. */
class Column {
  readonly name: string;
  /** The rules that ask something of it. */
  readonly asking: Uint32Array;
  readonly #viewOf: ViewOfColumn;
  readonly #asking: readonly AskingRule[];
  /** The rules that a record without the column leaves possible: those that ask nothing of it. */
  readonly #without: Uint32Array;
  readonly #memo = new ByteMemo<Uint32Array>(REMEMBERED);
  /** Sets that were worked out: most texts share one with many others. */
  readonly #sets = new Map<string, Uint32Array>();

  constructor(name: string, rules: readonly RawWitnesses[], viewOf: ViewOfColumn) {
    this.name = name;
    this.#viewOf = viewOf;
    const testsOf = rules.map((witnesses) =>
      witnesses
        .filter((witness) => columnOf(witness) === name)
        .map(({ field, holds }) => ({ read: fieldReader(field), holds })),
    );
    this.#asking = testsOf.map((tests, number) => ({ number, tests })).filter(({ tests }) => tests.length > 0);
    this.asking = new Uint32Array(wordsFor(rules.length));
    this.#without = new Uint32Array(wordsFor(rules.length)).fill(0xffffffff);
    for (const { number } of this.#asking) {
      this.asking[number >> 5] = (this.asking[number >> 5] ?? 0) | bitOf(number);
      this.#without[number >> 5] = (this.#without[number >> 5] ?? 0) & ~bitOf(number);
    }
  }

  /** @param number Which of the record's columns it is. */
  rulesFor({ bytes, starts, ends }: RecordColumns, number: number): Uint32Array {
    const start = starts[number] as number; // the record has all columns
    const end = ends[number] as number;
    if (end === 0) return this.#without;
    const known = this.#memo.get(bytes, start, end);
    if (known !== undefined) return known;
    const set = this.#worked(utf8.decode(bytes.subarray(start, end)));
    if (end - start <= TEXT_LENGTH_MAX) this.#memo.set(bytes, start, end, set);
    return set;
  }

  #worked(text: string): Uint32Array {
    const value = JSON.parse(text) as Json; // the text of a value that was found to be valid JSON
    const view = this.#viewOf(recordWith(this.name, value));
    const set = this.#without.slice();
    for (const { number, tests } of this.#asking) {
      if (tests.every((test) => mayPass(test, view))) set[number >> 5] = (set[number >> 5] ?? 0) | bitOf(number);
    }
    const name = set.join();
    const known = this.#sets.get(name);
    if (known !== undefined) return known;
    this.#sets.set(name, set);
    return set;
  }
}

/** A witness speaks about one plain value: of several, or of one that is none, nothing is known. */
function mayPass({ read, holds }: ColumnTest, view: EventView): boolean {
  const leaves = read(view);
  const [leaf] = leaves;
  if (leaf === undefined) return false;
  return leaves.length > 1 || typeof leaf === 'object' || holds(leaf);
}

function bitOf(rule: number): number {
  return 1 << (rule & 31);
}
