/** Reads everything that a command was given, and keeps account of what was no event and what could not be read. */
import type { InputFile, InputListing } from '../ingest/input-file.ts';
import { readRecords } from '../ingest/read-records.ts';
import type { RecordPosition, RecordReader, Skim } from '../ingest/record-reader.ts';
import type { Json } from '../std/json.ts';
import { DONE, NOTHING_READABLE, PARTLY_READABLE } from './exit-code.ts';
import type { InputReport } from './input-report.ts';

/** What a value turned out to be. */
export type Reading =
  | { readonly kind: 'not-an-event'; readonly what: string }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'record' | 'event' | 'outside-time' };

/** Takes the values of the input; the rest is optional, and as in {@link RecordReader}. */
export interface InputReader extends Pick<RecordReader, 'progress' | 'ready'> {
  /** Which records of a file need not be parsed; those that pass are counted by whoever lets them. */
  skim?(file: string): Skim | undefined;
  record(value: Json, position: RecordPosition): Reading;
  /** Reads one file in place of {@link readRecords}. */
  readFile?(file: InputFile, reader: RecordReader): Promise<void>;
  /** Awaited at the end of every file. */
  fileDone?(): Promise<void> | void;
}

/** Reads the files in their order. What is no event, and what could not be read, goes to the report. */
export async function readInput(listing: InputListing, report: InputReport, reader: InputReader): Promise<void> {
  for (const { path, reason } of listing.problems) report.problem({ file: path, offset: undefined, reason });
  const { progress, ready } = reader;
  for (const file of listing.files) {
    await (reader.readFile?.bind(reader) ?? readRecords)(file, {
      skim: reader.skim?.(file.path),
      ...(progress && { progress }),
      ...(ready && { ready }),
      record: (value, position) => {
        const reading = reader.record(value, position);
        if (reading.kind === 'unknown') {
          const { file: name, offset } = position;
          report.problem({ file: name, offset, reason: reading.reason });
        } else if (reading.kind === 'not-an-event') report.sibling(reading.what);
        else report.readable += 1;
      },
      aside: (what) => {
        report.sibling(what);
      },
      problem: (problem) => {
        report.problem(problem);
      },
    });
    await reader.fileDone?.();
  }
}

/** The exit code that tells how much of the input could be read. */
export function readingCode({ readable, unreadable }: InputReport, listing: InputListing): number {
  if (readable === 0 && (unreadable > 0 || listing.files.length === 0)) return NOTHING_READABLE;
  return unreadable > 0 ? PARTLY_READABLE : DONE;
}
