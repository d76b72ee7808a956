/**
 * Memories in little room: a row of numbers for each event that counts, read from the bytes of a record where plain fields decide a
 * rule, else taken from the parsed event. Records stay in their files, and those of findings are read again.
 *
 * Law: what is found is what the same rules find over sightings that hold their records (P3).
 */
import { type Folded, folded } from '../../alerts/fold.ts';
import { type Evidence, fieldsMissing, FIELDS_MAX, foldOf } from '../../alerts/sighting.ts';
import { compareObservations, type Detector, type Finding, type Observation } from '../../detectors/detector.ts';
import { SortedFold } from '../../detectors/sorted-fold.ts';
import type { AuditEvent, EventView } from '../../events/audit-event.ts';
import type { MemoryFeed } from '../../rule-language/memory-rule.ts';
import { periodOf } from '../../rule-language/repeats-key.ts';
import type { RuleSet } from '../../rule-language/rule-set.ts';
import { levels, type Rule } from '../../rule-language/rule.ts';
import { bounded } from '../../std/bounded-text.ts';
import type { RecordColumns } from '../../std/record-columns.ts';
import { shortText } from '../../std/short-text-words.ts';
import { TupleIds } from '../../std/tuple-ids.ts';
import { readUuid, uuidText } from '../../std/uuid-words.ts';
import type { MakeRunStore } from '../ports.ts';
import { COLUMN_BOUNDS, type ColumnBounds } from './column-bounds.ts';
import { type Judgement, NO_VARIATION } from './column-judge.ts';
import { ColumnTexts, type PlaceOf, type TextReader } from './column-texts.ts';
import { KEY_MAX, keyFieldsOf, type RowRule } from './column-rules.ts';
import { FoldsThatMatter, type Least, leastOf } from './folds-that-matter.ts';
import type { EventReader, LogColumns } from './log-columns.ts';
import { ABSENT, NOT_PLAIN } from './plain-values.ts';
import { emptyRow, type Row, RowTable } from './row-table.ts';
import { type RowFilter, rowsThatMatter } from './rows-that-matter.ts';
import { TextIds } from './text-ids.ts';
import { valueReader } from './value-reader.ts';

/** A finding whose record is still in its file. */
export interface PendingFolded {
  readonly folded: Folded;
  readonly input: { readonly file: string; readonly record: number; readonly offset: number };
}

/** Where a record was read. */
export interface RecordPlace {
  readonly timeMs: number;
  readonly file: string;
  readonly record: number;
  /** Where its bytes begin in the text of its file; -1 where that is not known. */
  readonly offset: number;
}

/** The same of a parsed record, which tells its time itself. */
export interface ParsedPlace extends Omit<RecordPlace, 'timeMs'> {
  /** False where a tool had reshaped it: of several copies of a record a native one tells most. */
  readonly isNative: boolean;
}

/** Added to what orders copies: those that a tool had reshaped come after all others. */
const RESHAPED = FIELDS_MAX + 1;

/** A rule with what reads columns for it; of a rule that they do not decide nothing is read. */
interface RememberedRule extends RowRule {
  readonly by: readonly TextReader[];
  /** Undefined where there is none, or one that only a parsed record can answer. */
  readonly elseBy: readonly TextReader[] | undefined;
  readonly hasElseBy: boolean;
  /** What is counted. */
  readonly value: TextReader;
  readonly least: Least;
  /** Those of its log, and who reads which event it is from them. */
  readonly columns: ColumnTexts;
  readonly readEvent: EventReader;
}

/** Remembers in rows. */
export class ColumnMemory {
  readonly #ruleSet: RuleSet;
  readonly #rules: readonly RememberedRule[];
  readonly #numbers: ReadonlyMap<Rule, number>;
  readonly #texts: TextIds;
  readonly #key = new Int32Array(KEY_MAX + 2);
  readonly #folds = new TupleIds(KEY_MAX + 2);
  readonly #matter = new FoldsThatMatter();
  readonly #rows: RowTable;
  readonly #row = emptyRow();
  /** The same of the last event that was parsed; its time is NaN where it has none. */
  readonly #parsedRow = emptyRow();
  #parsed: EventView | undefined;
  #missing: number | undefined;
  readonly #isolate: boolean;
  /** What one record contributes, rule by rule; the objects are used again. */
  readonly #counting: { fold: number; value: number; variation: number; least: Least }[] = [];
  /** Files in the order in which they were read. */
  readonly #files: string[] = [];

  /** @param options.placeOf Where the columns of the rules lie among those of the records that are taken. */
  constructor(
    rules: readonly RowRule[],
    ruleSet: RuleSet,
    options: {
      readonly isolate: boolean;
      readonly placeOf: PlaceOf;
      readonly makeRunStore: MakeRunStore;
      readonly bounds?: ColumnBounds;
    },
  ) {
    const { bounds = COLUMN_BOUNDS } = options;
    this.#texts = new TextIds(bounds.texts);
    this.#ruleSet = ruleSet;
    this.#isolate = options.isolate;
    this.#rows = new RowTable(options.makeRunStore, { rowsMax: bounds.rowsMax });
    this.#numbers = new Map(rules.map(({ rule }, number) => [rule, number]));
    const logs = new Map<LogColumns, Pick<RememberedRule, 'columns' | 'readEvent'>>();
    this.#rules = rules.map((rule): RememberedRule => {
      const { log, memory } = rule;
      const { by, elseBy } = rule.isDecided ? keyFieldsOf(rule) : { by: [], elseBy: undefined };
      const columns = logs.get(log)?.columns ?? new ColumnTexts(options.placeOf, this.#texts, log.deciding);
      const readEvent = logs.get(log)?.readEvent ?? log.eventReader(columns);
      logs.set(log, { columns, readEvent });
      const counted = rule.isDecided && memory.kind === 'threshold' ? memory.fields.map(({ text }) => text) : [];
      return {
        ...rule,
        by: by.map((field) => log.keyReader(field, columns)),
        elseBy: elseBy?.map((field) => log.keyReader(field, columns)),
        hasElseBy: memory.kind === 'threshold' && memory.elseBy !== undefined,
        value: valueReader(counted, columns),
        least: leastOf(memory),
        columns,
        readEvent,
      };
    });
  }

  /**
   * Takes a record that matches some of the rules.
   * @returns false where it has to be parsed; then nothing was taken.
   */
  take(record: RecordColumns, judgement: Judgement, at: RecordPlace): boolean {
    // All or nothing: what cannot be read is found before anything is added.
    const row = this.#row;
    row.file = this.#idOfFile(at.file);
    let counted = 0;
    for (let index = 0; index < judgement.count; index += 1) {
      const number = judgement.rules[index] ?? 0;
      const rule = this.#rules[number] as RememberedRule; // judged by its number
      if (index === 0) rule.columns.begin(judgement.combination);
      const fold = this.#foldOf(record, number, rule);
      if (fold === NOT_PLAIN) return false;
      if (fold === ABSENT) continue;
      const counting = (this.#counting[counted] ??= { fold: 0, value: 0, variation: 0, least: rule.least });
      counting.least = rule.least;
      counting.fold = fold;
      counting.value = row.value;
      counting.variation = judgement.variations[index] ?? NO_VARIATION;
      // Which event it is, is the same for all rules of its log.
      if (counted === 0 && !rule.readEvent(record, row)) return false;
      counted += 1;
    }
    row.timeMs = at.timeMs;
    row.copy = 0;
    row.record = at.record;
    row.offset = at.offset;
    for (let index = 0; index < counted; index += 1) {
      const counting = this.#counting[index];
      if (counting === undefined) continue;
      row.fold = counting.fold;
      row.value = counting.value;
      row.variation = counting.variation;
      this.#add(row, counting.least);
    }
    return true;
  }

  /** Takes what a parsed event contributes to one of the rules. What has no time has no place in a fold over time. */
  takeParsed(feed: MemoryFeed, view: EventView, at: ParsedPlace): void {
    const number = this.#numbers.get(feed.rule.sources[0]?.rule as Rule); // asked for its own rules only
    const rule = number === undefined ? undefined : this.#rules[number];
    if (number === undefined || rule === undefined)
      throw new Error(`Cannot remember: rule ${feed.rule.words.name} does not remember in rows`);
    if (view !== this.#parsed) {
      this.#parsed = view;
      this.#missing = undefined;
      this.#readParsed(view.audit(), rule.log);
    }
    const row = this.#parsedRow;
    if (Number.isNaN(row.timeMs)) return;
    row.variation = feed.variation === undefined ? NO_VARIATION : rule.rule.variations.indexOf(feed.variation);
    // What columns tell of a record says nothing of its other fields.
    row.copy = (at.isNative ? 0 : RESHAPED) + (rule.isDecided ? 0 : (this.#missing ??= fieldsMissing(view.raw)));
    row.file = this.#idOfFile(at.file);
    row.record = at.record;
    row.offset = at.offset;
    row.value = this.#texts.idOf(feed.entry.value);
    this.#key.fill(ABSENT);
    for (const [place, text] of feed.entry.key.entries()) this.#key[place + 2] = this.#texts.idOf(text);
    row.fold = this.#foldOfKey(number, row.file);
    this.#add(row, rule.least);
  }

  /** Which event it is, is the same for all rules that one feeds. */
  #readParsed(event: AuditEvent, log: LogColumns): void {
    const row = this.#parsedRow;
    const { scope, id } = log.idOf(event);
    row.idForm = 'uuid';
    // What amends a record has its key, and an id of its own.
    if (event.id !== id || !readUuid(id, row)) {
      row.idForm = 'text';
      row.id0 = this.#texts.idOf(id);
      row.id1 = this.#texts.idOf(event.id);
      row.id2 = row.id3 = 0;
    }
    row.timeMs = event.timeMs ?? Number.NaN;
    row.account = this.#texts.idOf(event.account ?? '');
    row.scope = this.#texts.idOf(scope);
    row.action = event.action === undefined ? -1 : this.#texts.idOf(event.action);
    row.shared = event.actionKey === id ? -1 : this.#texts.idOf(event.actionKey);
  }

  /** What was found, without the records, fold after fold. Memory: what a fold looks back on. */
  *found(): Generator<PendingFolded> {
    let fold: FoldOfRows | undefined;
    let number = -1;
    for (const row of this.#rows.sorted((one) => this.#matter.has(one))) {
      if (fold === undefined || row.fold !== number) {
        if (fold !== undefined) yield* fold.end();
        number = row.fold;
        fold = this.#beginFold(number);
      }
      yield* fold.take(row);
    }
    if (fold !== undefined) yield* fold.end();
  }

  /** Frees what is held outside of memory. */
  close(): void {
    this.#rows.close();
  }

  #add(row: Row, least: Least): void {
    this.#matter.add(row.fold, row.value, least);
    this.#rows.add(row);
  }

  #beginFold(number: number): FoldOfRows {
    const { rule, memory, log } = this.#rules[this.#folds.valueOf(number, 0)] as RememberedRule; // folds name their rule
    const key = Array.from({ length: KEY_MAX }, (_, place) => this.#folds.valueOf(number, place + 2))
      .filter((id) => id !== ABSENT)
      .map((id) => this.#texts.textOf(id));
    return new FoldOfRows({
      filter: rowsThatMatter(memory, periodOf(rule.dedup)),
      detector: () => foldOf<Row>(rule.name, this.#ruleSet),
      observationOf: (row) => this.#observationOf(row, rule, log),
      pendingOf: (finding) => this.#pending(finding, rule, log, key),
    });
  }

  /** The name of a file comes with each of its records, one file after the other. */
  #idOfFile(file: string): number {
    const last = this.#files.length - 1;
    return this.#files[last] === file ? last : this.#files.push(file) - 1;
  }

  /** Number of the fold of a rule for the key in preparation. */
  #foldOfKey(number: number, file: number): number {
    this.#key[0] = number;
    this.#key[1] = this.#isolate ? this.#texts.idOf(this.#files[file] ?? '') : 0;
    return this.#folds.idOf(this.#key);
  }

  /** Number of the fold that a record belongs to, with what it counts there in the row in preparation. */
  #foldOf(record: RecordColumns, number: number, { by, elseBy, hasElseBy, value }: RememberedRule): number {
    let state = this.#readKey(record, by);
    if (state === ABSENT && hasElseBy) state = elseBy === undefined ? NOT_PLAIN : this.#readKey(record, elseBy);
    if (state !== 0) return state;
    const counted = value(record);
    if (counted < 0) return counted;
    this.#row.value = counted;
    return this.#foldOfKey(number, this.#row.file);
  }

  /** @returns 0 where every field of the key is there. */
  #readKey(record: RecordColumns, fields: readonly TextReader[]): number {
    this.#key.fill(ABSENT);
    let isAbsent = false;
    for (let index = 0; index < fields.length; index += 1) {
      const text = (fields[index] as TextReader)(record); // index < length
      if (text === NOT_PLAIN) return NOT_PLAIN;
      if (text === ABSENT) isAbsent = true;
      this.#key[index + 2] = text;
    }
    return isAbsent ? ABSENT : 0;
  }

  #observationOf(row: Row, rule: Rule, log: LogColumns): Observation<Row> {
    const rank = levels.indexOf(rule.variations[row.variation]?.level ?? rule.level);
    const id = this.#idOf(row);
    const file = this.#files[row.file] ?? '';
    return {
      timeMs: row.timeMs,
      eventKey: bounded(log.eventKeyOf(this.#texts.textOf(row.scope), id, row.timeMs)),
      copy: `${String(row.copy).padStart(16, '0')} ${file} ${String(row.record).padStart(10, '0')}`,
      actionKey: row.shared < 0 ? bounded(id) : bounded(this.#texts.textOf(row.shared)),
      value: this.#texts.textOf(row.value),
      rank,
      event: {
        id: bounded(row.idForm === 'text' ? this.#texts.textOf(row.id1) : id),
        action: row.action < 0 ? null : bounded(this.#texts.textOf(row.action)),
        input: { file, record: row.record },
      },
      payload: row,
    };
  }

  #idOf(row: Row): string {
    if (row.idForm === 'uuid') return uuidText(row);
    return row.idForm === 'short' ? shortText(row) : this.#texts.textOf(row.id0);
  }

  #pending(finding: Finding<Row>, rule: Rule, log: LogColumns, key: readonly string[]): PendingFolded {
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
          cloud: log.source.cloud,
          isTimed: true,
        },
      ),
      input: { ...worst.event.input, offset: worst.payload.offset },
    };
  }

  /** The record is read again where the alert is made. */
  #withEvidence(one: Observation<Row>, { variations }: Rule): Observation<Evidence> {
    const account = this.#texts.textOf(one.payload.account);
    const variation = variations[one.payload.variation]?.name ?? null;
    return { ...one, payload: { record: null, variation, account: account === '' ? null : account } };
  }
}

/** How the rows of a fold become findings. */
interface FoldSurroundings {
  readonly filter: RowFilter;
  readonly detector: () => Detector<unknown, Row>;
  readonly observationOf: (row: Row) => Observation<Row>;
  readonly pendingOf: (finding: Finding<Row>) => PendingFolded;
}

/** One fold: takes its rows by time, and puts those of one time in the order of the fold. Few folds ever ask their detector. */
class FoldOfRows {
  readonly #with: FoldSurroundings;
  #fold: SortedFold<Row> | undefined;
  #tied: Row[] = [];

  constructor(surroundings: FoldSurroundings) {
    this.#with = surroundings;
  }

  take(row: Row): readonly PendingFolded[] {
    let found = NOTHING;
    for (const one of this.#with.filter(row)) {
      const more = this.#put(one);
      if (more.length > 0) found = [...found, ...more];
    }
    return found;
  }

  end(): readonly PendingFolded[] {
    const found = this.#foldTied();
    return [...found, ...(this.#fold?.end() ?? []).map((finding) => this.#with.pendingOf(finding))];
  }

  #put(row: Row): readonly PendingFolded[] {
    const found = this.#tied[0]?.timeMs === row.timeMs ? NOTHING : this.#foldTied();
    this.#tied.push(row);
    return found;
  }

  #foldTied(): readonly PendingFolded[] {
    if (this.#tied.length === 0) return NOTHING;
    const fold = (this.#fold ??= new SortedFold(this.#with.detector()));
    const tied = this.#tied.map((row) => this.#with.observationOf(row));
    if (tied.length > 1) tied.sort(compareObservations);
    this.#tied = [];
    let found = NOTHING;
    for (const next of tied) {
      const closed = fold.take(next);
      if (closed.length > 0) found = [...found, ...closed.map((finding) => this.#with.pendingOf(finding))];
    }
    return found;
  }
}

const NOTHING: readonly PendingFolded[] = [];
