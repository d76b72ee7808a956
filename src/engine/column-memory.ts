/**
 * Memories over every event: rules that remember and that a few plain fields decide are answered from the bytes of a record, without
 * parsing it, and keep a row of numbers for each event that counts.
 *
 * Law: what they find is what the same rules find over parsed records (P3). A record in which one of the fields is no plain value is
 * left to the parser; so is a rule that asks for more than plain fields.
 */
import { type Evidence, foldOf, type Sighting } from '../alerts/sighting.ts';
import { type Folded, folded } from '../alerts/fold.ts';
import type { Detector, Finding, Observation } from '../detectors/detector.ts';
import { foldSorted } from '../detectors/fold-all.ts';
import { compareObservations } from '../detectors/detector.ts';
import type { EventView } from '../events/audit-event.ts';
import type { FieldPath, Search } from '../rule-language/detection.ts';
import type { Memory } from '../rule-language/memory.ts';
import type { MemoryFeed, MemoryRule } from '../rule-language/memory-rule.ts';
import type { RuleSet } from '../rule-language/rule-set.ts';
import { levels, type Rule } from '../rule-language/rule.ts';
import { bounded } from '../std/bounded-text.ts';
import { ByteMemo } from '../std/byte-memo.ts';
import type { Json } from '../std/json.ts';
import type { RecordColumns } from '../std/record-columns.ts';
import { TupleIds } from '../std/tuple-ids.ts';
import { emptyRow, type Row, RowTable } from './row-table.ts';
import { TextIds } from './text-ids.ts';

/** Fields that may decide: they have few different values, so that each combination of them is judged once. */
const DECIDING: ReadonlySet<string> = new Set([
  'eventName',
  'eventSource',
  'eventType',
  'eventCategory',
  'errorCode',
  'awsRegion',
  'readOnly',
  'managementEvent',
  'sessionCredentialFromConsole',
  'userIdentity.type',
  'userIdentity.invokedBy',
]);

/** Combinations judged; where there are more, records are parsed. */
const COMBINATIONS_MAX = 200_000;
/** Fields of a key. */
const KEY_MAX = 5;
const REMEMBERED = { textsMax: 50_000, bytesMax: 4_000_000 };

const ABSENT = -1;
const NOT_PLAIN = -2;

/** What is read of every record beside the fields of the rules. */
const OWN_COLUMNS = ['eventName', 'eventID', 'recipientAccountId', 'sharedEventID'] as const;

/** A finding whose record is still in its file. */
export interface PendingFolded {
  readonly folded: Folded;
  readonly input: { readonly file: string; readonly record: number };
}

interface ColumnRule {
  readonly rule: Rule;
  readonly memory: Memory;
  readonly by: readonly number[];
  readonly elseBy: readonly number[] | undefined;
  /** Column of what is counted, or -1. */
  readonly value: number;
}

/** The rules of a set that plain fields decide. */
export function columnRulesOf({ memoryRules }: Pick<RuleSet, 'memoryRules'>): readonly MemoryRule[] {
  return memoryRules.filter(isDecidedByColumns);
}

function isDecidedByColumns({ words, memory, sources, level }: MemoryRule): boolean {
  const [source, ...more] = sources;
  if (source === undefined || more.length > 0 || level !== undefined || source.rule.name !== words.name) return false;
  const { logsource, variations, filters, detection } = source.rule;
  if (logsource.product !== 'aws' || (logsource.service ?? 'cloudtrail') !== 'cloudtrail') return false;
  if (variations.length > 0 || filters.length > 0) return false;
  if (![...detection.identifiers.values()].every(isDecidedSearch)) return false;
  const keys = memory.kind === 'threshold' ? [memory.by, memory.elseBy ?? []] : [memory.terms];
  if (!keys.every((fields) => fields.length <= KEY_MAX && fields.every(isColumn))) return false;
  return memory.kind === 'new-terms' || isPlainCount(memory);
}

function isPlainCount({ measure, bounds, fields }: Extract<Memory, { kind: 'threshold' }>): boolean {
  const isCount = measure.kind === 'actions' || (measure.kind === 'distinct' && fields.length === 1);
  return isCount && fields.every(isColumn) && bounds.every(({ operator }) => operator === 'gt' || operator === 'gte');
}

function isDecidedSearch(search: Search): boolean {
  switch (search.kind) {
    case 'field':
      return (
        search.field.origin === 'raw' &&
        DECIDING.has(search.field.text) &&
        search.tests.every(({ kind }) => kind !== 'predicate' && kind !== 'fieldref')
      );
    case 'all-of':
    case 'any-of':
      return search.searches.every(isDecidedSearch);
    case 'keyword':
    case 'element':
      return false;
  }
}

/** Top-level fields and those right below one are what an outline reads. */
function isColumn({ origin, segments }: FieldPath): boolean {
  return origin === 'raw' && segments.length <= 2;
}

type Three = [Observation<Evidence>, Observation<Evidence>, Observation<Evidence>];

/** Answers for the rules that columns decide, and remembers. */
export class ColumnMemory {
  /** Rules that are answered here. */
  readonly rules: ReadonlySet<Rule>;
  /** Fields that are read of a record. */
  readonly columns: readonly string[];
  readonly #ruleSet: RuleSet;
  readonly #column: readonly ColumnRule[];
  readonly #numbers: ReadonlyMap<Rule, number>;
  /** Places of the deciding fields among the columns. */
  readonly #deciding: readonly number[];
  readonly #own: Readonly<Record<(typeof OWN_COLUMNS)[number], number>>;
  readonly #values: readonly PlainValues[];
  readonly #combination: Int32Array;
  readonly #combinations: TupleIds;
  /** Numbers of the rules that match a combination, by its number. */
  readonly #matching: (readonly number[])[] = [];
  readonly #texts = new TextIds();
  readonly #key = new Int32Array(KEY_MAX + 2);
  readonly #folds = new TupleIds(KEY_MAX + 2);
  readonly #rows = new RowTable();
  readonly #row = emptyRow();
  readonly #isolate: boolean;

  constructor(ruleSet: RuleSet, options: { readonly isolate: boolean }) {
    this.#ruleSet = ruleSet;
    this.#isolate = options.isolate;
    const memoryRules = columnRulesOf(ruleSet);
    const rules = memoryRules.map(({ sources }) => (sources[0] as MemoryRule['sources'][number]).rule); // decided ones have one
    this.rules = new Set(rules);
    this.#numbers = new Map(rules.map((rule, number) => [rule, number]));
    const deciding = [...new Set(rules.flatMap((rule) => [...rule.detection.identifiers.values()].flatMap(fieldsOf)))];
    const remembered = rules.flatMap(({ memory }) => (memory === undefined ? [] : memoryFields(memory)));
    this.columns = [...new Set([...deciding, ...remembered, ...OWN_COLUMNS])];
    const { columns } = this;
    function place(name: string): number {
      return columns.indexOf(name);
    }
    function places(fields: readonly FieldPath[]): readonly number[] {
      return fields.map(({ text }) => place(text));
    }
    this.#deciding = deciding.map(place);
    this.#values = deciding.map(() => new PlainValues());
    this.#combination = new Int32Array(deciding.length);
    this.#combinations = new TupleIds(deciding.length);
    this.#own = {
      eventName: place('eventName'),
      eventID: place('eventID'),
      recipientAccountId: place('recipientAccountId'),
      sharedEventID: place('sharedEventID'),
    };
    this.#column = rules.map((rule): ColumnRule => {
      const memory = rule.memory as Memory; // decided rules remember
      if (memory.kind === 'new-terms') return { rule, memory, by: places(memory.terms), elseBy: undefined, value: -1 };
      const elseBy = memory.elseBy === undefined ? undefined : places(memory.elseBy);
      const [counted] = memory.fields;
      return { rule, memory, by: places(memory.by), elseBy, value: counted === undefined ? -1 : place(counted.text) };
    });
  }

  /** Whether anything is decided here. */
  get isEmpty(): boolean {
    return this.rules.size === 0;
  }

  /**
   * Takes a record from its bytes. `places` are those of {@link columns} among the record's.
   * @returns false where it has to be parsed; then nothing was taken.
   */
  takeColumns(
    record: RecordColumns,
    places: readonly number[],
    at: { readonly timeMs: number; readonly file: string; readonly record: number },
  ): boolean {
    const matching = this.#matchingRules(record, places);
    if (matching === undefined) return false;
    if (matching.length === 0) return true;
    const { eventName, eventID, recipientAccountId, sharedEventID } = this.#own;
    if (record.ends[places[sharedEventID] ?? 0] !== 0 || !this.#readId(record, places[eventID] ?? 0)) return false;
    const account = this.#textAt(record, places[recipientAccountId] ?? 0);
    const action = this.#textAt(record, places[eventName] ?? 0);
    if (account < 0 || action < 0) return false;
    // All or nothing: what cannot be read is found before anything is added.
    for (const number of matching) if (this.#readKey(record, places, number) === NOT_PLAIN) return false;
    const file = this.#texts.idOf(at.file);
    const row = this.#row;
    for (const number of matching) {
      if (this.#readKey(record, places, number) === ABSENT) continue;
      row.timeMs = at.timeMs;
      row.account = account;
      row.action = action;
      row.shared = -1;
      row.copy = 0;
      row.file = file;
      row.record = at.record;
      this.#keep(number, file);
    }
    return true;
  }

  /** Takes what a parsed event contributes to one of the rules that are decided here. */
  takeParsed(feed: MemoryFeed, view: EventView, sighting: Sighting): void {
    const number = this.#numbers.get(feed.rule.sources[0]?.rule as Rule); // asked for its own rules only
    if (number === undefined)
      throw new Error(`Cannot remember: rule ${feed.rule.words.name} is not decided by columns`);
    const event = view.audit();
    const { observation } = sighting;
    const { input } = observation.event;
    const row = this.#row;
    // A record that amends another one is a copy of that.
    const id = event.dedupKey.slice((event.account ?? '').length + 1);
    if (!readUuid(id, row)) {
      row.id0 = this.#texts.idOf(id);
      row.id1 = row.id2 = row.id3 = 0;
    }
    row.timeMs = observation.timeMs;
    row.account = this.#texts.idOf(event.account ?? '');
    row.action = event.action === undefined ? -1 : this.#texts.idOf(event.action);
    row.shared = event.actionKey === id ? -1 : this.#texts.idOf(event.actionKey);
    row.copy = Number.parseInt(observation.copy.slice(2, 3), 10) === 0 ? 0 : 1;
    row.file = this.#texts.idOf(input.file);
    row.record = input.record;
    row.value = this.#texts.idOf(feed.entry.value);
    this.#key.fill(ABSENT);
    for (const [place, text] of feed.entry.key.entries()) this.#key[place + 2] = this.#texts.idOf(text);
    this.#keep(number, row.file);
  }

  /** What was found, without the records. Memory: the rows of one fold beside all rows. */
  *found(): Generator<PendingFolded> {
    let fold = 0;
    for (const rows of this.#rows.folds(this.#folds.size)) {
      yield* this.#foundIn(fold, rows);
      fold += 1;
    }
  }

  /** Adds the row in preparation to the fold of the key in preparation. */
  #keep(number: number, file: number): void {
    this.#key[0] = number;
    this.#key[1] = this.#isolate ? file : 0;
    this.#row.fold = this.#folds.idOf(this.#key);
    this.#rows.add(this.#row);
  }

  #matchingRules(record: RecordColumns, places: readonly number[]): readonly number[] | undefined {
    for (let index = 0; index < this.#deciding.length; index += 1) {
      const column = places[this.#deciding[index] ?? 0] ?? 0;
      const id = (this.#values[index] as PlainValues).idAt(record, column); // one for each
      if (id === NOT_PLAIN) return undefined;
      this.#combination[index] = id;
    }
    if (this.#combinations.size >= COMBINATIONS_MAX) return undefined;
    const combination = this.#combinations.idOf(this.#combination);
    return (this.#matching[combination] ??= this.#judge());
  }

  /** Asks the rules about a record that has nothing but the deciding fields. */
  #judge(): readonly number[] {
    const raw: Record<string, Json> = {};
    for (const [index, id] of this.#combination.entries()) {
      if (id === ABSENT) continue;
      const [first = '', second] = (this.columns[this.#deciding[index] ?? 0] ?? '').split('.');
      const value = (this.#values[index] as PlainValues).valueOf(id); // one for each
      if (second === undefined) raw[first] = value;
      else raw[first] = { ...(raw[first] as Record<string, Json> | undefined), [second]: value };
    }
    const view: EventView = { cloud: 'aws', service: 'cloudtrail', raw, audit: notAsked };
    return this.#column.flatMap(({ rule }, number) => (this.#ruleSet.matchesRule(rule, view) ? [number] : []));
  }

  /** Reads key and value of a rule into the row and key in preparation. @returns 0 where they are there. */
  #readKey(record: RecordColumns, places: readonly number[], number: number): number {
    const { by, elseBy, value } = this.#column[number] as ColumnRule; // number < length
    let state = this.#readFields(record, places, by);
    if (state === ABSENT && elseBy !== undefined) state = this.#readFields(record, places, elseBy);
    if (state !== 0) return state;
    const text = value < 0 ? this.#texts.idOf('') : this.#textAt(record, places[value] ?? 0);
    if (text < 0) return text;
    this.#row.value = text;
    return 0;
  }

  #readFields(record: RecordColumns, places: readonly number[], fields: readonly number[]): number {
    this.#key.fill(ABSENT);
    let isAbsent = false;
    for (let index = 0; index < fields.length; index += 1) {
      const text = this.#textAt(record, places[fields[index] ?? 0] ?? 0);
      if (text === NOT_PLAIN) return NOT_PLAIN;
      if (text === ABSENT) isAbsent = true;
      this.#key[index + 2] = text;
    }
    return isAbsent ? ABSENT : 0;
  }

  #textAt({ bytes, starts, ends }: RecordColumns, column: number): number {
    const end = ends[column] ?? 0;
    return end === 0 ? ABSENT : this.#texts.idOfJson(bytes, starts[column] ?? 0, end);
  }

  #readId({ bytes, starts, ends }: RecordColumns, column: number): boolean {
    return readUuidBytes(bytes, (starts[column] ?? 0) + 1, (ends[column] ?? 0) - 1, this.#row);
  }

  #foundIn(fold: number, rows: Uint32Array): readonly PendingFolded[] {
    const first = rows[0];
    if (first === undefined) return [];
    const { rule, memory } = this.#column[this.#folds.valueOf(fold, 0)] as ColumnRule; // folds name their rule
    const detector = foldOf<Row>(rule.name, this.#ruleSet);
    const wanted = memory.kind === 'threshold' ? this.#reaching(rows, memory) : rows;
    if (wanted.length === 0) return [];
    const rank = levels.indexOf(rule.level);
    const observations = Array.from(wanted, (number) => this.#observationOf(number, rank)).sort(compareObservations);
    const key = Array.from({ length: KEY_MAX }, (_, place) => this.#folds.valueOf(fold, place + 2))
      .filter((id) => id !== ABSENT)
      .map((id) => this.#texts.textOf(id));
    return findings(detector, observations).map((finding) => this.#pending(finding, rule, key));
  }

  /** Rows that lie in a window with as many rows, or different values, as the threshold asks for: no others can be in a finding. */
  #reaching(rows: Uint32Array, { windowMs, measure, bounds }: Extract<Memory, { kind: 'threshold' }>): Uint32Array {
    const least = Math.max(...bounds.map(({ operator, value }) => (operator === 'gt' ? value + 1 : value)));
    const counts = new Map<number, number>();
    const wanted = new Uint32Array(rows.length);
    let count = 0;
    let from = 0;
    let taken = 0;
    for (let to = 0; to < rows.length; to += 1) {
      const row = rows[to] as number; // to < length
      const timeMs = this.#rows.timeOf(row);
      const value = measure.kind === 'distinct' ? this.#rows.valueOf(row) : to;
      counts.set(value, (counts.get(value) ?? 0) + 1);
      for (; this.#rows.timeOf(rows[from] as number) <= timeMs - windowMs; from += 1) {
        const old = measure.kind === 'distinct' ? this.#rows.valueOf(rows[from] as number) : from;
        const left = (counts.get(old) ?? 1) - 1;
        if (left === 0) counts.delete(old);
        else counts.set(old, left);
      }
      if (counts.size < least) continue;
      for (let at = Math.max(from, taken); at <= to; at += 1) wanted[count++] = rows[at] as number;
      taken = to + 1;
    }
    return wanted.subarray(0, count);
  }

  #observationOf(number: number, rank: number): Observation<Row> {
    const row = this.#rows.row(number);
    const id = this.#idOf(row);
    const account = this.#texts.textOf(row.account);
    const file = this.#texts.textOf(row.file);
    return {
      timeMs: row.timeMs,
      eventKey: bounded(`${account}/${id}`),
      copy: `${row.copy} ${file} ${String(row.record).padStart(10, '0')}`,
      actionKey: row.shared < 0 ? bounded(id) : bounded(this.#texts.textOf(row.shared)),
      value: this.#texts.textOf(row.value),
      rank,
      event: {
        id: bounded(id),
        action: row.action < 0 ? null : bounded(this.#texts.textOf(row.action)),
        input: { file, record: row.record },
      },
      payload: row,
    };
  }

  #idOf({ id0, id1, id2, id3 }: Row): string {
    if (id1 === 0 && id2 === 0 && id3 === 0) return this.#texts.textOf(id0);
    const middle = `${high(id1)}-${low(id1)}-${high(id2)}-${low(id2)}`;
    return `${high(id0)}${low(id0)}-${middle}${high(id3)}${low(id3)}`;
  }

  #pending(finding: Finding<Row>, rule: Rule, key: readonly string[]): PendingFolded {
    const { first, last, worst } = finding;
    const [begin, end, speaker] = [first, last, worst].map((one) => this.#withEvidence(one)) as Three;
    return {
      folded: folded(
        { ...finding, first: begin, last: end, worst: speaker },
        {
          rule: rule.name,
          ruleId: rule.id ?? rule.name,
          dedupKey: bounded([rule.id ?? rule.name, ...key].join('|')),
          cloud: 'aws',
          isTimed: true,
        },
      ),
      input: worst.event.input,
    };
  }

  /** The record is read again where the alert is made. */
  #withEvidence(one: Observation<Row>): Observation<Evidence> {
    const account = this.#texts.textOf(one.payload.account);
    return { ...one, payload: { record: null, variation: null, account: account === '' ? null : account } };
  }
}

function findings(detector: Detector<unknown, Row>, sorted: readonly Observation<Row>[]): readonly Finding<Row>[] {
  return foldSorted(detector, sorted);
}

function fieldsOf(search: Search): readonly string[] {
  if (search.kind === 'field') return [search.field.text];
  return search.kind === 'all-of' || search.kind === 'any-of' ? search.searches.flatMap(fieldsOf) : [];
}

function memoryFields(memory: Memory): readonly string[] {
  const fields =
    memory.kind === 'new-terms' ? memory.terms : [...memory.by, ...(memory.elseBy ?? []), ...memory.fields];
  return fields.map(({ text }) => text);
}

function notAsked(): never {
  throw new Error('Cannot build the normalised event: a rule that plain fields decide asked for it');
}

/** The plain values of one field, by their bytes: a number for each JSON text, with its value. */
class PlainValues {
  readonly #memo = new ByteMemo<number>(REMEMBERED);
  readonly #values: Json[] = [];
  readonly #decoder = new TextDecoder();

  idAt({ bytes, starts, ends }: RecordColumns, column: number): number {
    const end = ends[column] ?? 0;
    if (end === 0) return ABSENT;
    const start = starts[column] ?? 0;
    const known = this.#memo.get(bytes, start, end);
    if (known !== undefined) return known;
    const value = JSON.parse(this.#decoder.decode(bytes.subarray(start, end))) as Json;
    const isPlain = typeof value !== 'object' && this.#values.length < REMEMBERED.textsMax;
    const id = isPlain ? this.#values.push(value) - 1 : NOT_PLAIN;
    this.#memo.set(bytes, start, end, id);
    return id;
  }

  valueOf(id: number): Json {
    return this.#values[id] ?? null;
  }
}

/** Four hexadecimal digits for each number of 16 bits. */
const HEX = Array.from({ length: 1 << 16 }, (_, number) => number.toString(16).padStart(4, '0'));

function high(word: number): string {
  return HEX[word >>> 16] ?? '';
}

function low(word: number): string {
  return HEX[word & 0xffff] ?? '';
}

/** Reads a UUID in lower case; false where the text is none, or one whose last three words are zero. */
function readUuid(text: string, row: Row): boolean {
  if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u.test(text)) return false;
  const hex = text.replaceAll('-', '');
  return setId(
    row,
    [0, 8, 16, 24].map((from) => Number.parseInt(hex.slice(from, from + 8), 16) | 0),
  );
}

const UUID_LENGTH = 36;
const DASH = 0x2d;

function readUuidBytes(bytes: Uint8Array, start: number, end: number, row: Row): boolean {
  if (end - start !== UUID_LENGTH) return false;
  let word = 0;
  let digits = 0;
  for (let index = 0; index < UUID_LENGTH; index += 1) {
    const byte = bytes[start + index] as number; // within the value
    if (index === 8 || index === 13 || index === 18 || index === 23) {
      if (byte !== DASH) return false;
      continue;
    }
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1;
    if (digit < 0) return false;
    word = (word << 4) | digit;
    digits += 1;
    if (digits === 8) row.id0 = word;
    else if (digits === 16) row.id1 = word;
    else if (digits === 24) row.id2 = word;
    else if (digits === 32) row.id3 = word;
  }
  return row.id1 !== 0 || row.id2 !== 0 || row.id3 !== 0;
}

function setId(row: Row, [id0 = 0, id1 = 0, id2 = 0, id3 = 0]: readonly number[]): boolean {
  row.id0 = id0;
  row.id1 = id1;
  row.id2 = id2;
  row.id3 = id3;
  return id1 !== 0 || id2 !== 0 || id3 !== 0;
}
