/**
 * A text as a cell of a CSV file that is safe to open in a spreadsheet (CWE-1236). Logs hold what attackers typed, and
 * a spreadsheet runs a cell that looks like a formula.
 *
 * Control characters and changes of direction become visible forms, so that no cell has a line end and every row is one
 * line. A cell that a spreadsheet could take for a formula gets an apostrophe in front, which spreadsheets do not show.
 */
import { printable } from '../../std/printable.ts';

/** What may stand before the sign of a formula and is passed over by one reader or another: blanks and quotes. */
const PASSED_OVER = /^[\s"'`´‘’“”«»]+/u;

/** Signs that begin a formula, after compatibility forms (full-width, small, raised) were made plain. U+2212 is a minus. */
const FORMULA = /^[=+\-@\u2212\t\r]/;

/** The text of a cell, unquoted: visible and neutralised. */
export function neutral(text: string): string {
  const visible = printable(text);
  return isFormula(visible) ? `'${visible}` : visible;
}

/** Whether a spreadsheet might evaluate a cell that holds the text. */
export function isFormula(text: string): boolean {
  return FORMULA.test(text.replace(PASSED_OVER, '').normalize('NFKC'));
}

/** A cell as RFC 4180 writes it: quoted where it holds a comma, a quote, or a blank at an end that a reader may trim. */
export function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
