/**
 * Memories over every event: rules that remember and that a few plain fields decide are answered from the bytes of a record, without
 * parsing it, and keep a row of numbers for each event that counts.
 *
 * Law: what they find is what the same rules find over parsed records (P3). A record in which one of the fields is no plain value is
 * left to the parser; so is a rule that asks for more than plain fields.
 */
import { type Folded, folded } from '../alerts/fold.ts';
import { type Evidence, foldOf, periodOf, type Sighting } from '../alerts/sighting.ts';
import { compareObservations, type Finding, type Observation } from '../detectors/detector.ts';
import { foldSorted } from '../detectors/fold-all.ts';
import type { AuditEvent, EventView } from '../events/audit-event.ts';
import { cloudTrailView } from '../events/cloudtrail/event-view.ts';
import type { FieldPath } from '../rule-language/detection.ts';
import type { Memory } from '../rule-language/memory.ts';
import type { MemoryFeed, MemoryRule } from '../rule-language/memory-rule.ts';
import type { RuleSet } from '../rule-language/rule-set.ts';
import { levels, type Rule } from '../rule-language/rule.ts';
import type { Witness } from '../rule-language/witness.ts';
import { bounded } from '../std/bounded-text.ts';
import { ByteMemo } from '../std/byte-memo.ts';
import { isObject, type Json } from '../std/json.ts';
import type { RecordColumns } from '../std/record-columns.ts';
import { TupleIds } from '../std/tuple-ids.ts';
import { isUuid, readUuid, readUuidBytes, uuidText } from '../std/uuid-words.ts';
import {
  columnRulesOf,
  fieldsOf,
  fieldsOfPredicates,
  IDENTITY,
  isKeyColumn,
  KEY_MAX,
  memoryFields,
  PRINCIPAL,
} from './column-rules.ts';
import { ABSENT, NOT_PLAIN, PlainValues } from './plain-values.ts';
import { emptyRow, type Row, RowTable } from './row-table.ts';
import { rowsThatMatter } from './rows-that-matter.ts';
import { TextIds } from './text-ids.ts';

/** Fields with few different values: each combination of them is judged once, and leaves few rules to ask. */
const DECIDING: readonly string[] = [
  'eventName',
  'eventSource',
  'eventType',
  'errorCode',
  'readOnly',
  'userIdentity.type',
];

/** Identities from which it follows, whatever else is in the record. */
const PLAIN_IDENTITIES: readonly unknown[] = ['AssumedRole', 'IAMUser', 'Root'];

const utf8 = new TextDecoder();
const QUOTE = 0x22;

/** Combinations judged; where there are more, records are parsed. */
const COMBINATIONS_MAX = 200_000;
const REMEMBERED = { textsMax: 50_000, bytesMax: 4_000_000 };

/** Stands for the principal among the places of columns. */
const PRINCIPAL_PLACE = -1;

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
  /** Columns of all fields of its detection. */
  readonly detection: readonly number[];
  /** Those of them that a predicate asks: where one is absent, the whole record says what that means. */
  readonly needed: ReadonlySet<number>;
  readonly by: readonly number[];
  /** Undefined where there is none, or one that only a parsed record can answer. */
  readonly elseBy: readonly number[] | undefined;
  readonly hasElseBy: boolean;
  /** Columns of what is counted. */
  readonly values: readonly number[];
  /** Judgements by combination of the fields of its detection. */
  readonly combinations: TupleIds;
  readonly judgements: number[];
  readonly tuple: Int32Array;
}

/** A judgement: no match, or the number of the variation, or that none holds. */
const NO_MATCH = -2;
const NO_VARIATION = -1;

/** Answers for the rules that columns decide, and remembers. */
export class ColumnMemory {
  /** Rules that are answered here. */
  readonly rules: ReadonlySet<Rule>;
  /** Fields that are read of a record. */
  readonly columns: readonly string[];
  readonly #ruleSet: RuleSet;
  readonly #column: readonly ColumnRule[];
  readonly #numbers: ReadonlyMap<Rule, number>;
  /** What must hold of the deciding fields, by rule. */
  readonly #witnesses: readonly (readonly Witness[])[];
  readonly #identity: number;
  readonly #own: Readonly<Record<(typeof OWN_COLUMNS)[number], number>>;
  readonly #values: readonly PlainValues[];
  readonly #combination: Int32Array;
  readonly #combinations: TupleIds;
  /** Numbers of the rules that a combination leaves possible, by its number. */
  readonly #asking: (readonly number[])[] = [];
  readonly #texts = new TextIds();
  /** Principals by the text of their identity: a session repeats it in each of its records. */
  readonly #principals = new ByteMemo<number>({ textsMax: 50_000, bytesMax: 32_000_000 });
  /** Objects that are counted as a whole. */
  readonly #objects = new ByteMemo<number>(REMEMBERED);
  /** Pairs and triples of values, as one text. */
  readonly #tuples = new Map<string, number>();
  readonly #key = new Int32Array(KEY_MAX + 2);
  readonly #folds = new TupleIds(KEY_MAX + 2);
  readonly #rows = new RowTable();
  readonly #row = emptyRow();
  readonly #isolate: boolean;
  /** What one record contributes, rule by rule; the objects are used again. */
  readonly #counting: { fold: number; value: number; variation: number }[] = [];
  #matches = 0;

  constructor(ruleSet: RuleSet, options: { readonly isolate: boolean }) {
    this.#ruleSet = ruleSet;
    this.#isolate = options.isolate;
    const memoryRules = columnRulesOf(ruleSet);
    const rules = memoryRules.map(({ sources }) => (sources[0] as MemoryRule['sources'][number]).rule); // decided ones have one
    this.rules = new Set(rules);
    this.#numbers = new Map(rules.map((rule, number) => [rule, number]));
    const detected = rules.map((rule) => [...new Set([...rule.detection.identifiers.values()].flatMap(fieldsOf))]);
    const remembered = rules.flatMap(({ memory }) => (memory === undefined ? [] : memoryFields(memory)));
    this.columns = [...new Set([...DECIDING, ...detected.flat(), ...remembered, ...OWN_COLUMNS])];
    const { columns } = this;
    function place(name: string): number {
      return columns.indexOf(name);
    }
    function places(fields: readonly FieldPath[]): readonly number[] {
      return fields.map(({ text }) => (text === PRINCIPAL ? PRINCIPAL_PLACE : place(text)));
    }
    this.#values = columns.map(() => new PlainValues());
    this.#combination = new Int32Array(DECIDING.length);
    this.#combinations = new TupleIds(DECIDING.length);
    this.#witnesses = rules.map((rule) =>
      ruleSet.witnessesOf(rule).filter(({ field }) => DECIDING.includes(field.text)),
    );
    this.#own = {
      eventName: place('eventName'),
      eventID: place('eventID'),
      recipientAccountId: place('recipientAccountId'),
      sharedEventID: place('sharedEventID'),
    };
    this.#identity = place(IDENTITY);
    this.#column = rules.map((rule, number): ColumnRule => {
      const memory = rule.memory as Memory; // decided rules remember
      const names = detected[number] ?? [];
      const asked = [...rule.detection.identifiers.values()].flatMap(fieldsOfPredicates);
      const elseBy = memory.kind === 'threshold' ? memory.elseBy : undefined;
      return {
        rule,
        memory,
        detection: names.map(place),
        needed: new Set(asked.map(place)),
        by: places(memory.kind === 'threshold' ? memory.by : memory.terms),
        elseBy: elseBy?.every(isKeyColumn) === true ? places(elseBy) : undefined,
        hasElseBy: elseBy !== undefined,
        values: memory.kind === 'threshold' ? places(memory.fields) : [],
        combinations: new TupleIds(names.length),
        judgements: [],
        tuple: new Int32Array(names.length),
      };
    });
  }

  /** Records that matched a rule and were not parsed, each once for every rule. */
  get matches(): number {
    return this.#matches;
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
    const matching = this.#rulesToAsk(record, places);
    if (matching === undefined) return false;
    if (matching.length === 0) return true;
    // All or nothing: what cannot be read is found before anything is added.
    let matched = 0;
    let counted = 0;
    for (const number of matching) {
      const judgement = this.#judgementOf(record, places, number);
      if (judgement === undefined) return false;
      if (judgement === NO_MATCH) continue;
      matched += 1;
      const fold = this.#foldOf(record, places, number, at.file);
      if (fold === NOT_PLAIN) return false;
      if (fold === ABSENT) continue;
      const counting = (this.#counting[counted] ??= { fold: 0, value: 0, variation: 0 });
      counting.fold = fold;
      counting.value = this.#row.value;
      counting.variation = judgement;
      counted += 1;
    }
    if (counted > 0 && !this.#readEvent(record, places)) return false;
    this.#matches += matched;
    const row = this.#row;
    for (let index = 0; index < counted; index += 1) {
      Object.assign(row, this.#counting[index]);
      row.timeMs = at.timeMs;
      row.copy = 0;
      row.file = this.#texts.idOf(at.file);
      row.record = at.record;
      this.#rows.add(row);
    }
    return true;
  }

  /** Reads which event a record is into the row in preparation. @returns whether its fields are plain. */
  #readEvent(record: RecordColumns, places: readonly number[]): boolean {
    const { eventName, eventID, recipientAccountId, sharedEventID } = this.#own;
    this.#row.shared = this.#textAt(record, places[sharedEventID] ?? 0);
    // Only a string names what is shared.
    if (this.#row.shared !== ABSENT && record.bytes[record.starts[places[sharedEventID] ?? 0] ?? 0] !== QUOTE)
      return false;
    this.#row.account = this.#textAt(record, places[recipientAccountId] ?? 0);
    this.#row.action = this.#textAt(record, places[eventName] ?? 0);
    return this.#row.account >= 0 && this.#row.action >= 0 && this.#readId(record, places[eventID] ?? 0);
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
    row.variation =
      feed.variation === undefined
        ? NO_VARIATION
        : (feed.rule.sources[0]?.rule.variations.indexOf(feed.variation) ?? NO_VARIATION);
    row.copy = Number.parseInt(observation.copy.slice(2, 3), 10) === 0 ? 0 : 1;
    row.file = this.#texts.idOf(input.file);
    row.record = input.record;
    row.value = this.#texts.idOf(feed.entry.value);
    this.#key.fill(ABSENT);
    for (const [place, text] of feed.entry.key.entries()) this.#key[place + 2] = this.#texts.idOf(text);
    row.fold = this.#foldOfKey(number, input.file);
    this.#rows.add(row);
  }

  /** What was found, without the records. Memory: the rows of one fold beside all rows. */
  *found(): Generator<PendingFolded> {
    let fold = 0;
    for (const rows of this.#rows.folds(this.#folds.size)) {
      yield* this.#foundIn(fold, rows);
      fold += 1;
    }
  }

  /** Number of the fold of a rule for the key in preparation. */
  #foldOfKey(number: number, file: string): number {
    this.#key[0] = number;
    this.#key[1] = this.#isolate ? this.#texts.idOf(file) : 0;
    return this.#folds.idOf(this.#key);
  }

  /** Rules that the deciding fields leave possible; undefined where one of these is no plain value. */
  #rulesToAsk(record: RecordColumns, places: readonly number[]): readonly number[] | undefined {
    for (let index = 0; index < DECIDING.length; index += 1) {
      const id = (this.#values[index] as PlainValues).idAt(record, places[index] ?? 0); // deciding fields come first
      if (id === NOT_PLAIN) return undefined;
      this.#combination[index] = id;
    }
    if (this.#combinations.size >= COMBINATIONS_MAX) return undefined;
    const combination = this.#combinations.idOf(this.#combination);
    return (this.#asking[combination] ??= this.#possible());
  }

  #possible(): readonly number[] {
    return this.#column.flatMap((_, number) => {
      const isPossible = (this.#witnesses[number] ?? []).every(({ field, holds }) => {
        const index = DECIDING.indexOf(field.text);
        const id = this.#combination[index] ?? ABSENT;
        const value = (this.#values[index] as PlainValues).valueOf(id); // deciding fields come first
        return id !== ABSENT && value !== null && typeof value !== 'object' && holds(value);
      });
      return isPossible ? [number] : [];
    });
  }

  /** What a rule says of a record by the fields of its detection alone; undefined where one is no plain value. */
  #judgementOf(record: RecordColumns, places: readonly number[], number: number): number | undefined {
    const asked = this.#column[number] as ColumnRule; // number < length
    const { detection, needed, tuple, combinations, judgements } = asked;
    for (let index = 0; index < detection.length; index += 1) {
      const column = detection[index] ?? 0;
      const id = (this.#values[column] as PlainValues).idAt(record, places[column] ?? 0); // one for each column
      if (id === NOT_PLAIN || (id === ABSENT && needed.has(column))) return undefined;
      tuple[index] = id;
    }
    if (combinations.size >= COMBINATIONS_MAX) return undefined;
    const combination = combinations.idOf(tuple);
    return (judgements[combination] ??= this.#judge(asked));
  }

  /** Asks a rule about a record that has nothing but the fields of its detection. */
  #judge({ rule, detection, tuple }: ColumnRule): number {
    const raw: Record<string, Json> = {};
    for (const [index, id] of tuple.entries()) {
      if (id === ABSENT) continue;
      const column = detection[index] ?? 0;
      const [first = '', second] = (this.columns[column] ?? '').split('.');
      const value = (this.#values[column] as PlainValues).valueOf(id); // one for each column
      if (second === undefined) raw[first] = value;
      else raw[first] = { ...(raw[first] as Record<string, Json> | undefined), [second]: value };
    }
    const match = this.#ruleSet.matchOf(rule, { cloud: 'aws', service: 'cloudtrail', raw, audit: () => UNASKED });
    if (match === undefined) return NO_MATCH;
    return match.variation === undefined ? NO_VARIATION : rule.variations.indexOf(match.variation);
  }

  /** Number of the fold that a record belongs to, with what it counts there in the row in preparation. */
  #foldOf(record: RecordColumns, places: readonly number[], number: number, file: string): number {
    const { by, elseBy, hasElseBy, values } = this.#column[number] as ColumnRule; // number < length
    let state = this.#readFields(record, places, by);
    if (state === ABSENT && hasElseBy)
      state = elseBy === undefined ? NOT_PLAIN : this.#readFields(record, places, elseBy);
    if (state !== 0) return state;
    const value = this.#readValue(record, places, values);
    if (value < 0) return value;
    this.#row.value = value;
    return this.#foldOfKey(number, file);
  }

  /** Number of the text of what is counted: of several values, their list as JSON. */
  #readValue(record: RecordColumns, places: readonly number[], values: readonly number[]): number {
    const [first, second] = values;
    if (first === undefined) return this.#texts.idOf('');
    if (second === undefined) return this.#valueAt(record, places[first] ?? 0);
    let key = '';
    for (const column of values) {
      const text = this.#textAt(record, places[column] ?? 0);
      if (text < 0) return text;
      key += `${text},`;
    }
    const known = this.#tuples.get(key);
    if (known !== undefined) return known;
    const texts = values.map((column) => this.#texts.textOf(this.#textAt(record, places[column] ?? 0)));
    const id = this.#texts.idOf(JSON.stringify(texts));
    if (this.#tuples.size < REMEMBERED.textsMax) this.#tuples.set(key, id);
    return id;
  }

  #readFields(record: RecordColumns, places: readonly number[], fields: readonly number[]): number {
    this.#key.fill(ABSENT);
    let isAbsent = false;
    for (let index = 0; index < fields.length; index += 1) {
      const column = fields[index] ?? 0;
      const text =
        column === PRINCIPAL_PLACE ? this.#principalAt(record, places) : this.#textAt(record, places[column] ?? 0);
      if (text === NOT_PLAIN) return NOT_PLAIN;
      if (text === ABSENT) isAbsent = true;
      this.#key[index + 2] = text;
    }
    return isAbsent ? ABSENT : 0;
  }

  /** What is counted may be an object as a whole: all parameters of a call. */
  #valueAt(record: RecordColumns, column: number): number {
    const text = this.#textAt(record, column);
    if (text !== NOT_PLAIN) return text;
    const { bytes, starts, ends } = record;
    const [start, end] = [starts[column] ?? 0, ends[column] ?? 0];
    const known = this.#objects.get(bytes, start, end);
    if (known !== undefined) return known;
    const value = JSON.parse(utf8.decode(bytes.subarray(start, end))) as Json;
    const id = isObject(value) ? this.#texts.idOf(JSON.stringify(value)) : NOT_PLAIN;
    this.#objects.set(bytes, start, end, id);
    return id;
  }

  #textAt({ bytes, starts, ends }: RecordColumns, column: number): number {
    const end = ends[column] ?? 0;
    return end === 0 ? ABSENT : this.#texts.idOfJson(bytes, starts[column] ?? 0, end);
  }

  /** The canonical principal, where it follows from the identity alone. */
  #principalAt({ bytes, starts, ends }: RecordColumns, places: readonly number[]): number {
    const column = places[this.#identity] ?? 0;
    const [start, end] = [starts[column] ?? 0, ends[column] ?? 0];
    if (end === 0) return NOT_PLAIN;
    const known = this.#principals.get(bytes, start, end);
    if (known !== undefined) return known;
    const userIdentity = JSON.parse(utf8.decode(bytes.subarray(start, end))) as Json;
    const isPlain =
      isObject(userIdentity) && PLAIN_IDENTITIES.includes(userIdentity.type) && typeof userIdentity.arn === 'string';
    const id = isPlain ? this.#texts.idOf(cloudTrailView({ userIdentity }).audit().actor.principal) : NOT_PLAIN;
    this.#principals.set(bytes, start, end, id);
    return id;
  }

  #readId({ bytes, starts, ends }: RecordColumns, column: number): boolean {
    return readUuidBytes(bytes, (starts[column] ?? 0) + 1, (ends[column] ?? 0) - 1, this.#row);
  }

  #foundIn(fold: number, rows: Uint32Array): readonly PendingFolded[] {
    const first = rows[0];
    if (first === undefined) return [];
    const { rule, memory } = this.#column[this.#folds.valueOf(fold, 0)] as ColumnRule; // folds name their rule
    const detector = foldOf<Row>(rule.name, this.#ruleSet);
    const wanted = rowsThatMatter(rows, this.#rows, memory, periodOf(rule.dedup));
    if (wanted.length === 0) return [];
    const observations = Array.from(wanted, (number) => this.#observationOf(number, rule)).sort(compareObservations);
    const key = Array.from({ length: KEY_MAX }, (_, place) => this.#folds.valueOf(fold, place + 2))
      .filter((id) => id !== ABSENT)
      .map((id) => this.#texts.textOf(id));
    return foldSorted(detector, observations).map((finding) => this.#pending(finding, rule, key));
  }

  #observationOf(number: number, rule: Rule): Observation<Row> {
    const row = this.#rows.row(number);
    const rank = levels.indexOf(rule.variations[row.variation]?.level ?? rule.level);
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

  #idOf(row: Row): string {
    return isUuid(row) ? uuidText(row) : this.#texts.textOf(row.id0);
  }

  #pending(finding: Finding<Row>, rule: Rule, key: readonly string[]): PendingFolded {
    const { first, last, worst } = finding;
    return {
      folded: folded(
        {
          ...finding,
          first: this.#withEvidence(first, rule),
          last: this.#withEvidence(last, rule),
          worst: this.#withEvidence(worst, rule),
        },
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
  #withEvidence(one: Observation<Row>, { variations }: Rule): Observation<Evidence> {
    const account = this.#texts.textOf(one.payload.account);
    const variation = variations[one.payload.variation]?.name ?? null;
    return { ...one, payload: { record: null, variation, account: account === '' ? null : account } };
  }
}

/** Questions that see a value alone do not look at the event. */
const UNASKED = { parametersStripped: false } as unknown as AuditEvent;
