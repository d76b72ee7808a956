/** What the engine needs from outside. Adapters implement these; nothing in the core does. */

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

/** Reads records of a file again, by their numbers: the values that they hold, one or, of an envelope, several. */
export type ReadRecordsAgain = (
  file: string,
  records: ReadonlySet<number>,
) => Promise<readonly { readonly record: number; readonly value: Json }[]>;

/** Makes a sorter; `name` is for file names and messages. Items must survive JSON. */
export type MakeSorter = <T>(name: string) => SpillingSorter<T>;
