/** Collects diagnostics for one file and turns offsets and YAML nodes into lines and columns. */
import { isNode, type LineCounter } from 'yaml';
import type { Diagnostic } from './diagnostic.ts';

/** Offsets into the text of a file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a diagnostic may add to its message. */
export interface Advice {
  readonly suggestion?: string | undefined;
  readonly help?: string | undefined;
}

/** Where something stands in a file; lines and columns are counted from 1. */
export type Place = Pick<Diagnostic, 'line' | 'column' | 'endColumn'>;

/** Where the problems of one file go. `at` is a YAML node, a span, or nothing (the top of the file). */
export interface Reporter {
  readonly file: string;
  error(code: string, at: unknown, message: string, advice?: Advice): void;
  warn(code: string, at: unknown, message: string, advice?: Advice): void;
  /** How many errors there are so far. */
  errorCount(): number;
  /** Where a YAML node or a span stands. */
  placeOf(at: unknown): Place;
}

/** A reporter that appends to a list shared by all files. */
export function reporterFor(file: string, lineCounter: LineCounter, sink: Diagnostic[]): Reporter {
  let errors = 0;
  function add(severity: Diagnostic['severity'], code: string, at: unknown, message: string, advice?: Advice): void {
    if (severity === 'error') errors += 1;
    const suggestion = advice?.suggestion === undefined ? {} : { suggestion: advice.suggestion };
    const help = advice?.help === undefined ? {} : { help: advice.help };
    sink.push({ code, severity, file, ...place(spanOf(at), lineCounter), message, ...suggestion, ...help });
  }
  return {
    file,
    error: (code, at, message, advice) => {
      add('error', code, at, message, advice);
    },
    warn: (code, at, message, advice) => {
      add('warning', code, at, message, advice);
    },
    errorCount: () => errors,
    placeOf: (at) => place(spanOf(at), lineCounter),
  };
}

/** The text that a YAML node or a span covers, without trailing space and comments. */
export function spanOf(at: unknown): Span {
  if (isNode(at)) return at.range ? { start: at.range[0], end: at.range[1] } : { start: 0, end: 0 };
  if (isSpan(at)) return at;
  return { start: 0, end: 0 };
}

/** The advice "did you mean", where there is a nearest name. */
export function didYouMean(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `did you mean "${name}"?`;
}

function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
}

function place(span: Span, lineCounter: LineCounter): Place {
  const from = lineCounter.linePos(span.start);
  const to = lineCounter.linePos(span.end);
  const start = { line: Math.max(1, from.line), column: Math.max(1, from.col) };
  return to.line === from.line && to.col > from.col ? { ...start, endColumn: to.col } : start;
}
