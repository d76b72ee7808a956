/**
 * How alerts are printed: one interface, one entry a format. A writer gives text piece by piece and keeps nothing, so
 * that a long run costs no memory and shows its first alert at once.
 */
import type { Alert } from '../../alerts/alert.ts';
import { alertRow, headerRow } from '../../alerts/csv/row.ts';
import { printableJson } from '../../std/printable.ts';
import { AlertTable } from '../alert-table.ts';
import type { AlertFormat } from './alert-format.ts';

/** Prints the alerts of one run. */
export interface AlertWriter {
  /** What comes before the first alert, also where there is none. */
  begin(): string;
  alert(alert: Alert): string;
  /** What comes after the last one. */
  end(): string;
}

/** What a writer may want to know. */
export interface WriterOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** Version of the program. */
  readonly version: string;
}

const WRITERS = {
  table: tableWriter,
  ndjson: () => lineWriter((alert) => alert),
  json: jsonWriter,
  csv: () => ({ begin: headerRow, alert: alertRow, end: nothing }),
  ocsf: ocsfWriter,
} satisfies Record<AlertFormat, (options: WriterOptions) => AlertWriter | Promise<AlertWriter>>;

/** A writer for one run. */
export async function alertWriter(format: AlertFormat, options: WriterOptions): Promise<AlertWriter> {
  return WRITERS[format](options);
}

function tableWriter({ width }: WriterOptions): AlertWriter {
  const table = new AlertTable(width);
  return { begin: nothing, alert: (alert) => table.row(alert), end: nothing };
}

/** One JSON object a line. */
function lineWriter(toValue: (alert: Alert) => unknown): AlertWriter {
  return { begin: nothing, alert: (alert) => `${json(toValue(alert))}\n`, end: nothing };
}

/** Checks with schemas what it writes; they are loaded here, and for no other format. */
async function ocsfWriter({ version }: WriterOptions): Promise<AlertWriter> {
  const { toDetectionFinding } = await import('../../alerts/ocsf/to-detection-finding.ts');
  return lineWriter((alert) => toDetectionFinding(alert, version));
}

/** One array, an alert a line. */
function jsonWriter(): AlertWriter {
  let isFirst = true;
  return {
    begin: () => '[',
    alert(alert) {
      const before = isFirst ? '\n' : ',\n';
      isFirst = false;
      return before + json(alert);
    },
    end: () => (isFirst ? ']\n' : '\n]\n'),
  };
}

function json(value: unknown): string {
  return printableJson(JSON.stringify(value));
}

function nothing(): string {
  return '';
}
