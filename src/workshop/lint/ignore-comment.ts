/**
 * Comments that silence a finding: `# iamwatch: ignore[code] reason`, at the end of the line it concerns or on the line
 * above it. The reason is required, so that the next reader knows whether it still holds.
 */
import { Lexer } from 'yaml';
import type { Diagnostic } from '../../document/diagnostic.ts';
import { didYouMean } from '../../document/reporter.ts';
import type { RuleFile } from '../../rule-language/load.ts';
import { nearestName } from '../../std/did-you-mean.ts';
import type { LintCode } from './lint-check.ts';

/** The problems that such a comment can have itself. They cannot be silenced by a comment. */
export const ignoreCodes: readonly LintCode[] = [
  { code: 'ignore-without-reason', severity: 'error', summary: 'A comment silences a finding and does not say why.' },
  { code: 'ignore-unknown-code', severity: 'error', summary: 'A comment silences a code that does not exist.' },
  { code: 'unused-ignore', severity: 'warning', summary: 'A comment silences a finding that is not there.' },
];

/** One code that one comment names. */
interface Ignore {
  readonly code: string;
  readonly reason: string;
  readonly file: string;
  /** The line it stands on, and the one it speaks about. */
  readonly line: number;
  readonly concerns: number;
  readonly column: number;
}

const COMMENT = /^#\s*iamwatch:\s*ignore\[(?<codes>[^\]]*)\](?<reason>.*)$/u;

/** What is left once the comments of the files have been heard, with the problems of the comments themselves. */
export function applyIgnores(
  diagnostics: readonly Diagnostic[],
  files: readonly RuleFile[],
  codes: readonly string[],
): readonly Diagnostic[] {
  const used = new Set<Ignore>();
  const ignores = files.flatMap(ignoresIn);
  const sound = ignores.filter(({ code, reason }) => codes.includes(code) && reason !== '');
  const byLine = new Map<string, readonly Ignore[]>();
  for (const ignore of sound) {
    const key = `${ignore.file}:${ignore.concerns}`;
    byLine.set(key, [...(byLine.get(key) ?? []), ignore]);
  }
  const left = diagnostics.filter(({ file, line, code }) => {
    const silencers = (byLine.get(`${file}:${line}`) ?? []).filter((ignore) => ignore.code === code);
    for (const silencer of silencers) used.add(silencer);
    return silencers.length === 0;
  });
  const complaints = ignores.map((ignore) => complaint(ignore, used.has(ignore), codes));
  return [...left, ...complaints.filter((one) => one !== undefined)];
}

function complaint(
  { code, reason, file, line, column }: Ignore,
  isUsed: boolean,
  codes: readonly string[],
): Diagnostic | undefined {
  const at = { file, line, column, endColumn: column + Math.max(1, code.length) };
  if (!codes.includes(code)) {
    const suggestion = didYouMean(nearestName(code, codes));
    const message = `no check has the code "${code}"`;
    return {
      code: 'ignore-unknown-code',
      severity: 'error',
      ...at,
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }
  if (reason === '') {
    const message = `"${code}" is not silenced: the comment gives no reason`;
    const suggestion = 'write the reason behind the bracket';
    return { code: 'ignore-without-reason', severity: 'error', ...at, message, suggestion };
  }
  if (isUsed) return undefined;
  const message = `there is no "${code}" to silence here`;
  return { code: 'unused-ignore', severity: 'warning', ...at, message, suggestion: 'take the comment away' };
}

function ignoresIn({ file, text }: RuleFile): readonly Ignore[] {
  if (!text.includes('iamwatch:')) return [];
  const lines = text.split(/\r?\n/u);
  return commentsIn(text).flatMap(({ comment, index, start }) => {
    const found = COMMENT.exec(comment);
    if (found === null) return [];
    const { codes = '', reason = '' } = found.groups ?? {};
    const isAlone = lines[index]?.trimStart().startsWith('#') === true;
    const concerns = isAlone ? lineBelow(lines, index) : index + 1;
    const open = start + comment.indexOf('[') + 1;
    return [...codes.matchAll(/[^,]+/gu)].flatMap(({ 0: piece, index: offset }) => {
      const code = piece.trim();
      const column = open + offset + piece.indexOf(code) + 1;
      return code === '' ? [] : [{ code, reason: reason.trim(), file, line: index + 1, concerns, column }];
    });
  });
}

interface Comment {
  readonly comment: string;
  /** Its line and where it begins there, both counted from 0. */
  readonly index: number;
  readonly start: number;
}

/** Marks that the lexer puts between the pieces of the source; they are no part of it. */
const SCALAR_MARK = '\u{1f}';
const LEXER_MARKS: ReadonlySet<string> = new Set(['\u{2}', '\u{18}', SCALAR_MARK]);

/** The comments of a YAML file. What looks like one inside a text is none. */
function commentsIn(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let index = 0;
  let start = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (LEXER_MARKS.has(token)) {
      isScalar = token === SCALAR_MARK;
      continue;
    }
    if (token.startsWith('#') && !isScalar) comments.push({ comment: token.trimEnd(), index, start });
    isScalar = false;
    const ends = token.split('\n').length - 1;
    index += ends;
    start = ends === 0 ? start + token.length : token.length - token.lastIndexOf('\n') - 1;
  }
  return comments;
}

/** The number of the next line that is no comment. */
function lineBelow(lines: readonly string[], index: number): number {
  let next = index + 1;
  while (lines[next]?.trimStart().startsWith('#') === true) next += 1;
  return next + 1;
}
