/** Alerts as a table for people: one row an alert, the sentence that says why below it. */
import { stripVTControlCharacters } from 'node:util';
import { colors } from './colors.ts';
import type { Alert } from '../alerts/alert.ts';
import { shortAction } from '../alerts/short-action.ts';
import type { Level } from '../rule-language/rule.ts';
import { printable } from '../std/printable.ts';
import { chopped, textWidth } from '../std/text-width.ts';

const COLORS: Readonly<Record<Level, (text: string) => string>> = {
  informational: colors.dim,
  low: colors.cyan,
  medium: colors.yellow,
  high: colors.red,
  critical: (text) => colors.bold(colors.red(text)),
};

const LEVEL_WIDTH = 8;
const ACCOUNT_WIDTH = 12;
const GAP = 1;
const COLUMNS = 6;
/** Longest text of a cell; the alert has all of it. */
const CELL_LENGTH_MAX = 200;
/** Below this width date and time stand on two lines. */
const ONE_LINE_TIME_MIN = 110;

/** Prints rows as they come, so that a long run shows its first alert at once. */
export class AlertTable {
  readonly #width: number;
  #isFirst = true;

  /** @param width Columns of the terminal; 80 is the least that is used. */
  constructor(width: number) {
    this.#width = Math.max(80, Math.min(width, 200));
  }

  /** The lines of one alert, headed by the column names the first time. */
  row(alert: Alert): string {
    const head = this.#isFirst ? this.#render([this.#headings()]) + '\n' : '';
    this.#isFirst = false;
    return `${head}${this.#render([this.#cells(alert)])}\n${this.#why(alert)}\n`;
  }

  get #timeWidth(): number {
    return this.#width >= ONE_LINE_TIME_MIN ? 20 : 10;
  }

  #headings(): string[] {
    return ['LEVEL', this.#timeWidth === 20 ? 'TIME (UTC)' : 'TIME UTC', 'ACCOUNT', 'ACTOR', 'WHAT', 'TARGET'].map(
      colors.dim,
    );
  }

  #cells(alert: Alert): string[] {
    const level = alert.level === 'informational' ? 'info' : alert.level;
    // The second is what people compare; the alert has the fractions.
    const time = (alert.first_seen ?? 'unknown')
      .replace(/\.\d+Z$/, 'Z')
      .replace('T', this.#timeWidth === 20 ? ' ' : '\n');
    const target = alert.targets[0];
    const times = alert.count > 1 ? ` ×${alert.count}` : '';
    return [
      COLORS[alert.level](level),
      time,
      printable(alert.account ?? '-'),
      printable(alert.actor.name),
      printable(clipped(shortAction(alert.cloud, alert.events[0]?.action ?? '-'))) + times,
      target === undefined ? '-' : printable(`${target.type} ${target.name ?? target.id}`),
    ];
  }

  #why(alert: Alert): string {
    const indent = ' '.repeat(LEVEL_WIDTH + GAP);
    return wrap(printable(standing(alert) + alert.explanation.reason), this.#width - indent.length)
      .map((line) => indent + line)
      .join('\n');
  }

  #render(rows: readonly string[][]): string {
    const free = this.#width - LEVEL_WIDTH - this.#timeWidth - ACCOUNT_WIDTH - GAP * (COLUMNS - 1);
    const actor = Math.floor(free * 0.28);
    const what = Math.floor(free * 0.37);
    const widths = [LEVEL_WIDTH, this.#timeWidth, ACCOUNT_WIDTH, actor, what, free - actor - what];
    return rows
      .map((row) =>
        sideBySide(
          row.map((cell, column) => breakName(cell, widths[column] ?? free)),
          widths,
        ),
      )
      .join('\n');
  }
}

/** A continuing run tells an alert again that no longer holds; it must not be read as another one. */
function standing({ status, superseded_by: by }: Alert): string {
  if (status !== 'superseded') return '';
  return by === null
    ? 'No longer holds, by what came since: '
    : 'No longer stands, another alert tells it by what came since: ';
}

/** Cells of one or more lines as columns. By our own measure of width: a cell that is padded by another may not fit. */
function sideBySide(cells: readonly (readonly string[])[], widths: readonly number[]): string {
  const height = Math.max(...cells.map((lines) => lines.length));
  const lines = Array.from({ length: height }, (_, number) =>
    cells.map((cell, column) => padded(cell[number] ?? '', widths[column] ?? 0)).join(' '.repeat(GAP)),
  );
  return lines.map((line) => line.trimEnd()).join('\n');
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(stripVTControlCharacters(text))));
}

/** Breaks a name over lines where a reader would: after a separator, before a capital; anywhere only if it must. */
function breakName(cell: string, width: number): string[] {
  if (cell.includes('\u001b') || cell.includes('\n')) return cell.split('\n'); // colours and dates are short
  const pieces = clipped(cell).match(/\s?[A-Z]?[^A-Z\s/_.@:-]*[/_.@:-]?/g) ?? [];
  return joined(pieces, width, { separator: '', atStart: (piece) => piece.trimStart() });
}

/** Breaks a text at blanks into lines of at most `width` columns; a longer word is broken. */
export function wrap(text: string, width: number): string[] {
  return joined(text.split(/\s+/), width, { separator: ' ', atStart: (word) => word });
}

/** Puts pieces into lines of at most `width` columns; a longer piece is broken. */
function joined(
  pieces: readonly string[],
  width: number,
  { separator, atStart }: { readonly separator: string; readonly atStart: (piece: string) => string },
): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    const longer = line === '' ? piece : line + separator + piece;
    if (textWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const parts = chopped(line === '' ? piece : atStart(piece), width);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? '';
  }
  return line === '' ? lines : [...lines, line];
}

function clipped(cell: string): string {
  return cell.length > CELL_LENGTH_MAX ? `${cell.slice(0, CELL_LENGTH_MAX)}…` : cell;
}
