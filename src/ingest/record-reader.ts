/** What reading a file hands on: records, wrappings without one, and what could not be read. */
import type { Buffer } from 'node:buffer';
import type { Json } from '../std/json.ts';
import type { RecordColumns } from '../std/record-columns.ts';

/** Where a record lies: its number in the file, from 1, and the offset of its first byte in the decompressed text. */
export interface RecordPosition {
  readonly file: string;
  readonly record: number;
  readonly offset: number;
}

/** Receives what a file holds. */
export interface RecordReader {
  /** A value, taken out of its wrappings. */
  record(value: Json, position: RecordPosition): void;
  /** A wrapping that holds no record, and what it is. */
  aside(what: string): void;
  /** Something that could not be read. `record` is undefined where the trouble is not with one record. */
  problem(problem: ReadProblem): void;
  /** Decides by a few columns which records are not wanted; without it every record is parsed. */
  readonly skim?: Skim | undefined;
  /** Bytes read from disk (compressed) since the last call; for a progress bar. */
  progress?(bytes: number): void;
  /** Awaited between blocks, so that a reader whose output is slow can hold up the input. */
  ready?(): Promise<void>;
}

/** Lets records pass that nobody wants. Each is still proven to be valid JSON, and counted in the record numbers. */
export interface Skim {
  /** Top-level keys that decide. */
  readonly columns: readonly string[];
  /**
   * @returns true where the record is not wanted. `record` is its number in the file, from 1, `offset` where its bytes begin in the
   * decompressed text.
   */
  passes(columns: RecordColumns, record: number, offset: number): boolean;
}

/** Something unreadable, with its place and reason. */
export interface ReadProblem {
  readonly file: string;
  readonly offset: number | undefined;
  readonly reason: string;
}

/** Takes the text of a file block by block. */
export interface TextParser {
  write(block: Buffer): void;
  /** @param options.cutOff The bytes themselves were cut off: an open record is no news of its own. */
  end(options?: { readonly cutOff?: boolean }): void;
}
