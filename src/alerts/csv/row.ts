/** Alerts as rows of a CSV file (RFC 4180): CRLF at the end of each, as it says, the last one included. */
import type { Alert } from '../alert.ts';
import { neutral, quoted } from './cell.ts';
import { COLUMNS } from './columns.ts';

const END = '\r\n';

/** The names of the columns. */
export function headerRow(): string {
  return COLUMNS.map(({ name }) => name).join(',') + END;
}

/** One alert. What is unknown is an empty cell. */
export function alertRow(alert: Alert): string {
  return cellsOf(alert).map(quoted).join(',') + END;
}

/** The cells of one alert as a reader of the file gets them. */
export function cellsOf(alert: Alert): readonly string[] {
  return COLUMNS.map(({ cell }) => {
    const value = cell(alert);
    return typeof value === 'string' ? neutral(value) : String(value ?? '');
  });
}
