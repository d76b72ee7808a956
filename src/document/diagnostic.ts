/** A mistake in a rule file, as a value: where it is, what it is, how to repair it. */
import { printable } from '../std/printable.ts';
import { remember } from '../std/remember.ts';

/** One problem in one place of one file. */
export interface Diagnostic {
  /** Stable name of the kind of problem: `unknown-modifier`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** The column after the last marked one, where the marked text ends on the same line. */
  readonly endColumn?: number;
  readonly message: string;
  /** The nearest name or another way to repair it, shown behind the carets. */
  readonly suggestion?: string;
  /** What is allowed here, or why; shown below. */
  readonly help?: string;
}

/** Prints a diagnostic for people: place, message, the source line with carets, and how to repair it. */
export function renderDiagnostic(diagnostic: Diagnostic, sourceText: string): string {
  const { file, line, column, severity, code, message } = diagnostic;
  const sourceLine = linesOf(sourceText)[line - 1] ?? '';
  const gutter = ' '.repeat(String(line).length);
  const shown = excerpt(sourceLine, column);
  const width = Math.max(1, (diagnostic.endColumn ?? column + 1) - column);
  const carets = '^'.repeat(Math.min(width, Math.max(1, shown.text.length - shown.column + 1)));
  const pointer = `${' '.repeat(shown.column - 1)}${carets}`;
  const lines = [
    `${printable(file)}:${line}:${column}: ${severity}[${code}]: ${printable(message)}`,
    `${gutter} |`,
    // Only now: cutting the line may cut a character in two.
    `${line} | ${inertLine(shown.text)}`,
    `${gutter} | ${pointer}${diagnostic.suggestion === undefined ? '' : ` ${printable(diagnostic.suggestion)}`}`,
  ];
  if (diagnostic.help !== undefined) lines.push(`${gutter} = ${printable(diagnostic.help)}`);
  return `${lines.join('\n')}\n`;
}

/** Problems come file by file, and a file of thousands of rules has thousands. */
const linesOf = remember((text: string): readonly string[] => text.split(/\r?\n/u));

/** Longer lines are cut around the marked place: a rule on one line of a megabyte would bury the message. */
const LINE_LENGTH_MAX = 240;
const BEFORE = 80;

/** The part of a line that is shown, and the column of the marked place in it. */
function excerpt(line: string, column: number): { readonly text: string; readonly column: number } {
  if (line.length <= LINE_LENGTH_MAX) return { text: line, column };
  const start = Math.max(0, column - 1 - BEFORE);
  const end = start + LINE_LENGTH_MAX;
  const [head, tail] = [start > 0 ? '…' : '', end < line.length ? '…' : ''];
  return { text: `${head}${line.slice(start, end)}${tail}`, column: column - start + head.length };
}

/** A line of the file in which nothing moves the cursor or changes the terminal: as wide as it was, so that the carets fit. */
function inertLine(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\t' ? character : '\ufffd'.repeat(character.length),
  );
}
