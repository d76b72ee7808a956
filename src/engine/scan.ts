/**
 * The bounded run: takes every record of an input in whatever order it comes, and gives the alerts that the fold over
 * all of it yields. Pure: what it needs from outside comes through `ports.ts`.
 */
import type { Alert } from '../alerts/alert.ts';
import type { InputPosition } from '../alerts/draft.ts';
import { alertOf, type AlertHead, headOf as alertHeadOf } from '../alerts/alert-of-finding.ts';
import type { FindingContext } from '../alerts/finding-context.ts';
import { type Folded, foldSightings } from '../alerts/fold.ts';
import { type Evidence, foldOf, type Sighting, sightingOf, sortKeyOf } from '../alerts/sighting.ts';
import type { Detector } from '../detectors/detector.ts';
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import { type CloudRecord, eventViewOf, headOf } from '../events/event-view.ts';
import { recognise } from '../events/recognise.ts';
import type { RuleSet } from '../rule-language/rule-set.ts';
import { Fingerprint, IdSet } from '../std/id-set.ts';
import { bounded } from '../std/bounded-text.ts';
import type { Json } from '../std/json.ts';
import type { PendingFolded } from './columns/column-memory.ts';
import type { ColumnBounds } from './columns/column-bounds.ts';
import { ColumnAnswers } from './columns/column-answers.ts';
import { SourceTimes } from './source-times.ts';
import type { Skimmer, Skimmed } from './skim.ts';
import type { MakeRunStore, MakeSorter, ReadRecordsAgain, SpillingSorter } from './ports.ts';

/** What a run leaves out. Times are milliseconds since the epoch; an event without a readable time is never left out. */
export interface ScanOptions {
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
  /** Every file is a data set of its own: nothing folds across files. */
  readonly isolate: boolean;
  /** Whose logs these are. */
  readonly profile: OrganisationProfile;
  /** Matches are counted, and nothing is kept of them: what the first stage costs by itself. */
  readonly matchesOnly?: boolean;
  /** Event times beyond this one do not move the clocks of their clouds. */
  readonly clockMaxMs?: number;
  /**
   * Reads records again once it is known which matter: memories over every event then keep rows of numbers. Without it (the input
   * cannot be read twice) they keep the records.
   */
  readonly readAgain?:
    | {
        readonly read: ReadRecordsAgain;
        readonly makeRunStore: MakeRunStore;
        /** There for tests. */
        readonly bounds?: ColumnBounds | undefined;
      }
    | undefined;
}

/** Findings whose records are read again in one pass over a file. */
const READ_AGAIN_MAX = 1_000;

/** A file is no longer what it was when it was read the first time. */
export class InputChangedError extends Error {
  override readonly name = 'InputChangedError';
}

/** What became of a record. */
export type Taken =
  | { readonly kind: 'event' }
  | { readonly kind: 'outside-time' }
  | { readonly kind: 'not-an-event'; readonly what: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Counts of a run. */
export interface ScanCounts {
  /** Events read and evaluated, copies included. */
  readonly events: number;
  readonly duplicates: number;
  /** Whether more ids were read than can be told apart: then `duplicates` is a lower bound. */
  readonly duplicatesAtLeast: boolean;
  readonly outsideTime: number;
  readonly matches: number;
  /** Event times of the earliest and the latest event. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** Events whose time lies beyond what may move a clock. */
  readonly ahead: number;
}

/** An alert that can be made. */
export interface FoundAlert {
  readonly head: AlertHead;
  readonly make: () => Alert;
}

/** A finding, and what is known of its alert before it is made. */
interface Headed {
  readonly folded: Folded;
  readonly head: AlertHead;
}

/** A finding, or the record of the one before it. */
type FoundPart = Headed | { readonly record: Json };

/** A record that has to be read again for a finding. */
interface Wanted extends Pick<PendingFolded, 'input'> {
  readonly eventKey: string;
  /** Where the finding is sorted. */
  readonly order: string;
}

/** A bounded run. Take all records, then read the alerts once. */
export class Scan {
  readonly #rules: RuleSet;
  readonly #options: ScanOptions;
  readonly #makeSorter: MakeSorter;
  readonly #sightings: SpillingSorter<Sighting>;
  /** Folds by the name of their rule. */
  readonly #folds = new Map<string, Detector<unknown, Evidence>>();
  /** Answers for records from their bytes. */
  readonly #columns: ColumnAnswers;
  readonly #times = new SourceTimes();
  readonly #context: FindingContext;
  readonly #ids = new IdSet();
  readonly #copy = new Fingerprint();
  #events = 0;
  #duplicates = 0;
  #outsideTime = 0;
  #matches = 0;
  #firstMs: number | undefined;
  #lastMs: number | undefined;
  #ahead = 0;
  readonly #newestMs = new Map<CloudRecord['cloud'], number>();

  constructor(rules: RuleSet, options: ScanOptions, makeSorter: MakeSorter) {
    this.#rules = rules;
    this.#options = options;
    this.#makeSorter = makeSorter;
    this.#sightings = makeSorter<Sighting>('sightings');
    this.#columns = new ColumnAnswers(rules, {
      isolate: options.isolate,
      makeRunStore: options.readAgain?.makeRunStore,
      matchesOnly: options.matchesOnly === true,
      bounds: options.readAgain?.bounds,
    });
    this.#context = {
      ruleSet: rules,
      profile: options.profile,
      logSinceMs: (source, file) => this.#times.sinceMs(this.#sourceIn(file, source)),
    };
  }

  /** Decides which records need not be parsed; undefined where the rules have to see every one. */
  skimmer(): Skimmer | undefined {
    return this.#columns.skimmer;
  }

  /**
   * Takes what a skimmer says of a record that no rule needs parsed. `input` is where it was read.
   * @returns false where a rule needs it parsed after all; then nothing was taken.
   */
  takeSkimmed(skimmed: Skimmed, { file, record, offset = -1 }: InputPosition & { readonly offset?: number }): boolean {
    const { cloud, copy, timeMs, columns, accountStart, accountEnd } = skimmed;
    if (this.#isOutside(timeMs)) {
      this.#outsideTime += 1;
      return true;
    }
    if (!this.#columns.take(skimmed, { timeMs, file, record, offset })) return false;
    this.#count(copy, timeMs, { file, cloud });
    if (this.#options.isolate) {
      const account = String.fromCharCode(...columns.bytes.subarray(accountStart, accountEnd));
      this.#times.take(this.#sourceIn(file, `${cloud}:${account}`), timeMs);
    } else {
      this.#times.takeAccount(cloud, columns.bytes, { start: accountStart, end: accountEnd }, timeMs);
    }
    return true;
  }

  /** Takes one parsed value, and says what it was. */
  take(value: Json, { file, record: number, offset = -1 }: InputPosition & { readonly offset?: number }): Taken {
    const input = { file, record: number };
    const recognition = recognise(value);
    if (recognition.kind !== 'record') return recognition;
    const { copyKey, timeMs, account } = headOf(recognition);
    if (timeMs !== undefined && this.#isOutside(timeMs)) {
      this.#outsideTime += 1;
      return { kind: 'outside-time' };
    }
    this.#count(this.#copy.clear().text(copyKey), timeMs, { file: input.file, cloud: recognition.cloud });
    if (timeMs !== undefined)
      this.#times.take(this.#sourceIn(input.file, `${recognition.cloud}:${account ?? ''}`), timeMs);
    const view = eventViewOf(recognition);
    const dataSet = this.#options.isolate ? input.file : '';
    for (const match of this.#rules.match(view)) {
      this.#matches += 1;
      if (this.#options.matchesOnly === true) continue;
      const place = { input, dataSet, engine: this.#rules, profile: this.#options.profile };
      const record = { value, isNative: recognition.isNative };
      if (!this.#rules.silentRules.has(match.rule)) this.#see(sightingOf(match, undefined, view, place, record));
      for (const feed of this.#rules.feeds(match, view)) {
        if (this.#columns.remembers(match.rule)) {
          this.#columns.takeParsed(feed, view, { file, record: number, offset, isNative: recognition.isNative });
          continue;
        }
        const sighting = sightingOf(match, feed, view, place, record);
        // What has no time has no place in a fold over time.
        if (sighting.isTimed) this.#see(sighting);
      }
    }
    return { kind: 'event' };
  }

  /** All alerts, by the time of their first event (with `isolate`: by file first). Ends the run. */
  async *alerts(): AsyncGenerator<Alert> {
    for await (const { make } of this.findings(() => true)) yield make();
  }

  /**
   * The same before they are made: an alert is explained when it is made, which costs most, and few may be wanted. Only those that
   * are can be made.
   */
  async *findings(isWanted: (head: AlertHead) => boolean): AsyncGenerator<FoundAlert> {
    const found = this.#makeSorter<FoundPart>('alerts');
    try {
      for await (const folded of foldSightings(this.sightings(), (rule) => this.foldOf(rule))) {
        const headed = { folded, head: alertHeadOf(folded, this.#context) };
        found.add(this.#order(headed), headed);
      }
      await this.#findInColumns(found, isWanted);
      let before: Headed | undefined;
      for await (const part of found.sorted()) {
        if ('head' in part) {
          if (before !== undefined) yield this.#foundAlert(before);
          before = part;
        } else if (before !== undefined) {
          yield this.#foundAlert({ ...before, folded: { ...before.folded, record: part.record } });
          before = undefined;
        }
      }
      if (before !== undefined) yield this.#foundAlert(before);
    } finally {
      await found.close();
    }
  }

  #foundAlert({ head, folded }: Headed): FoundAlert {
    return { head, make: () => alertOf(folded, this.#context, head) };
  }

  /** What the matches contribute, in the order of the folds, for whoever folds them otherwise. Ends the run. */
  sightings(): AsyncIterable<Sighting> {
    return this.#sightings.sorted();
  }

  /** Adds what the memories over every event found; the records of what is wanted are read again, file by file. */
  async #findInColumns(found: SpillingSorter<FoundPart>, isWanted: (head: AlertHead) => boolean): Promise<void> {
    const readAgain = this.#options.readAgain?.read;
    if (readAgain === undefined) return;
    const byFile = this.#makeSorter<Wanted>('wanted');
    try {
      let number = 0;
      for (const { folded, input } of this.#columns.found()) {
        const headed = { folded, head: alertHeadOf(folded, this.#context) };
        const order = `${this.#order(headed)}\u0000${number}`;
        found.add(order, headed);
        number += 1;
        if (isWanted(headed.head)) byFile.add(input.file, { input, eventKey: folded.worst.eventKey, order });
      }
      let same: Wanted[] = [];
      for await (const wanted of byFile.sorted()) {
        if (same.length > 0 && (same[0]?.input.file !== wanted.input.file || same.length >= READ_AGAIN_MAX)) {
          await addRecords(same, readAgain, found);
          same = [];
        }
        same.push(wanted);
      }
      if (same.length > 0) await addRecords(same, readAgain, found);
    } finally {
      await byFile.close();
    }
  }

  #see(sighting: Sighting): void {
    this.#sightings.add(sortKeyOf(sighting), sighting);
  }

  /** The fold of a rule, by its name. */
  foldOf(name: string): Detector<unknown, Evidence> {
    const known = this.#folds.get(name);
    if (known !== undefined) return known;
    const fold = foldOf(name, this.#rules);
    this.#folds.set(name, fold);
    return fold;
  }

  /** Frees what the run holds outside of memory, finished or not. */
  async close(): Promise<void> {
    this.#columns.close();
    await this.#sightings.close();
  }

  get counts(): ScanCounts {
    return {
      events: this.#events,
      duplicates: this.#duplicates,
      duplicatesAtLeast: this.#ids.isFull,
      outsideTime: this.#outsideTime,
      matches: this.#matches + this.#columns.matches,
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
      ahead: this.#ahead,
    };
  }

  /** Newest event time by cloud, without those that lie ahead. */
  get newestMs(): ReadonlyMap<CloudRecord['cloud'], number> {
    return this.#newestMs;
  }

  /** Event times at which the logs of the sources begin, as far as this run read them. */
  get logBegins(): Iterable<readonly [source: string, sinceMs: number]> {
    return this.#times.all();
  }

  /** A source of one data set: with `isolate` every file begins a log of its own. */
  #sourceIn(file: string, source: string): string {
    return this.#options.isolate ? `${file} ${source}` : source;
  }

  #isOutside(timeMs: number): boolean {
    const { sinceMs, untilMs } = this.#options;
    return (sinceMs !== undefined && timeMs < sinceMs) || (untilMs !== undefined && timeMs >= untilMs);
  }

  #count(
    copy: Fingerprint,
    timeMs: number | undefined,
    { file, cloud }: { readonly file: string; readonly cloud: CloudRecord['cloud'] },
  ): void {
    this.#events += 1;
    if (!this.#ids.add(this.#options.isolate ? copy.text(file) : copy)) this.#duplicates += 1;
    if (timeMs === undefined) return;
    this.#firstMs = Math.min(this.#firstMs ?? timeMs, timeMs);
    this.#lastMs = Math.max(this.#lastMs ?? timeMs, timeMs);
    if (timeMs > (this.#options.clockMaxMs ?? Number.POSITIVE_INFINITY)) this.#ahead += 1;
    else if (timeMs > (this.#newestMs.get(cloud) ?? Number.NEGATIVE_INFINITY)) this.#newestMs.set(cloud, timeMs);
  }

  #order({ folded, head: { id, rule, firstSeen } }: Headed): string {
    return [this.#options.isolate ? folded.last.event.input.file : '', firstSeen ?? '', rule, id].join('\u0000');
  }
}

/** Adds the records of findings behind them. All lie in one file. */
async function addRecords(
  wanted: readonly Wanted[],
  readAgain: ReadRecordsAgain,
  found: SpillingSorter<FoundPart>,
): Promise<void> {
  const file = wanted[0]?.input.file ?? '';
  const values = await readAgain(file, new Map(wanted.map(({ input }) => [input.record, input.offset])));
  const records = new Map<string, Json>();
  for (const { record, value } of values) {
    const recognition = recognise(value);
    if (recognition.kind === 'record') records.set(`${record} ${bounded(headOf(recognition).copyKey)}`, value);
  }
  for (const { input, eventKey, order } of wanted) {
    const record = records.get(`${input.record} ${eventKey}`);
    if (record === undefined) {
      throw new InputChangedError(`${file} changed while it was read: record ${input.record} is another one now`);
    }
    // Nothing sorts between a text and the same with this character behind it.
    found.add(`${order}\u0000`, { record });
  }
}
