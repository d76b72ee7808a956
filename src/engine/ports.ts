/** What the engine needs from outside. Adapters implement these; nothing in the core does. */

import type { Alert } from '../alerts/alert.ts';
import type { Observation } from '../detectors/detector.ts';
import type { Json } from '../std/json.ts';

/** Sorts more items than fit into memory. Add all, then read once. */
export interface SpillingSorter<T> {
  /** Adds an item under a key; items with equal keys keep no order. */
  add(key: string, item: T): void;
  /** All items by key, in UTF-16 code unit order. Releases what it holds as it is read. */
  sorted(): AsyncIterable<T>;
  /** Frees memory and files, read or not. */
  close(): Promise<void>;
}

/**
 * Reads records of a file again, by their numbers and where their bytes begin in its text, -1 where that is not known: the values
 * that they hold, one or, of an envelope, several.
 */
export type ReadRecordsAgain = (
  file: string,
  records: ReadonlyMap<number, number>,
) => Promise<readonly { readonly record: number; readonly value: Json }[]>;

/** Makes a sorter; `name` is for file names and messages. Items must survive JSON. */
export type MakeSorter = <T>(name: string) => SpillingSorter<T>;

/** How far a file was read. */
export interface FilePosition {
  /** Absolute. */
  readonly path: string;
  /** Size and time of change when it was read. */
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Hash of its first bytes, at most 4 KiB, and how many they are: a file that grew still begins with them. */
  readonly head: string;
  readonly headBytes: number;
  /** Where reading goes on, and how many records lie before. Both 0 where the file can only be read as a whole. */
  readonly offset: number;
  readonly records: number;
}

/** Event times of a cloud. Milliseconds since the epoch. */
export interface CloudClock {
  readonly cloud: string;
  readonly newestMs: number;
  /** What is older is sealed; what comes from before is late. Never goes back. */
  readonly watermarkMs: number;
}

/** What is kept of one fold between two batches. */
export interface StoredFold {
  readonly partition: string;
  /** Name of the rule. */
  readonly rule: string;
  readonly cloud: string;
  /** Its newest event, and when its rule needs none of its events any more; null: never. */
  readonly newestMs: number;
  readonly expiresMs: number | null;
  readonly snapshot: string;
}

/** What is known of a rule beside its folds. */
export interface RuleState {
  readonly rule: string;
  /** Of what the rule remembers: where it changes, what was remembered means nothing any more. */
  readonly fingerprint: string;
  /** Newest event of a fold that a bound made the store forget. */
  readonly evictedToMs: number | null;
}

/** What a reader of alerts has not been told yet. */
export type News = 'new' | 'raised' | 'changed' | 'superseded';

/** An alert with the place of its finding. */
export interface StoredAlert {
  /** The fold, and the record with which its finding begins. */
  readonly partition: string;
  readonly firstKey: string;
  readonly firstMs: number;
  /** End of its period; null where it has none. */
  readonly untilMs: number | null;
  readonly alert: Alert;
  readonly news: News | null;
}

/** What one transaction sees and changes. */
export interface StateChange {
  clocks(): Promise<readonly CloudClock[]>;
  saveClock(clock: CloudClock): Promise<void>;
  /** Event time at which the log of each source (`aws:111122223333`) begins. */
  logBegins(): Promise<ReadonlyMap<string, number>>;
  saveLogBegin(source: string, sinceMs: number): Promise<void>;
  rules(): Promise<readonly RuleState[]>;
  saveRule(state: RuleState): Promise<void>;
  fold(partition: string): Promise<StoredFold | undefined>;
  saveFold(fold: StoredFold): Promise<void>;
  deleteFold(partition: string): Promise<void>;
  /** Forgets all folds of a rule. @returns how many. */
  dropFolds(rule: string): Promise<number>;
  /** Forgets the folds of a cloud that expired before a time. */
  expireFolds(cloud: string, beforeMs: number): Promise<void>;
  countFolds(rule: string): Promise<number>;
  /** Forgets so many folds of a rule: the oldest newest event first, ties by partition. @returns the newest event among them. */
  evictFolds(rule: string, count: number): Promise<number>;
  /** Alerts of the findings of a fold that begin with a record, superseded ones included. */
  alertsAt(partition: string, firstKey: string): Promise<readonly StoredAlert[]>;
  /**
   * Whether an event is told already: it begins an alert of its fold that stands, or lies in the period of one; where repeats of
   * several dedup keys share the fold, of one of its own key.
   */
  isTold(partition: string, event: Pick<Observation<unknown>, 'eventKey' | 'timeMs' | 'dedupKey'>): Promise<boolean>;
  /** Keeps an alert; of the same finding and id there is one. */
  saveAlert(alert: StoredAlert): Promise<void>;
  savePosition(position: FilePosition): Promise<void>;
}

/** Keeps what a continuing run knows: one engine at a time. Failures are errors that say in words what to do. */
export interface StateStore {
  positions(): Promise<readonly FilePosition[]>;
  /** Runs work in one transaction: all of it is kept, or, where it throws or the program ends, nothing. */
  change<T>(work: (change: StateChange) => Promise<T>): Promise<T>;
  /** Alerts with news, by first event, rule and id. Nothing else may be asked of the store while they are read. */
  news(): AsyncIterable<StoredAlert>;
  /** There is no news any more: all of it was told. */
  forgetNews(): Promise<void>;
  close(): Promise<void>;
}

/** Keeps runs of bytes outside of memory, until it is closed. */
export interface RunStore {
  /** @returns where the bytes begin. */
  append(bytes: Uint8Array): number;
  /** Fills `into` with what lies from there on. */
  read(from: number, into: Uint8Array): void;
  close(): void;
}

/** Makes a store; `name` is for file names and messages. */
export type MakeRunStore = (name: string) => RunStore;
