/** `iamwatch rules lint`: all problems of rule files, for people, for programs and for code-scanning pages. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnostic } from '../document/diagnostic.ts';
import { renderDiagnostic } from '../document/diagnostic.ts';
import type { RuleFile } from '../rule-language/load.ts';
import { nearestName } from '../std/did-you-mean.ts';
import { printableDocument } from '../std/printable.ts';
import { lint } from '../workshop/lint/lint.ts';
import { lintCodes } from '../workshop/lint/lint-codes.ts';
import { sarifLog } from '../workshop/lint/sarif.ts';
import { CommandError, CONFIGURATION, DONE, USAGE } from './exit-code.ts';
import { readPlaceholders } from './placeholder-file.ts';
import { BUILTIN, isBaseFile, readPipelines, readRuleFiles, shippedBases, withoutTests } from './rule-files.ts';
import type { RuleOptions } from './rule-source.ts';
import type { Streams } from './streams.ts';
import { version } from './version.ts';

/** What the command may be told. */
export interface LintOptions extends Pick<
  RuleOptions,
  'rules' | 'placeholders' | 'builtin' | 'pipeline' | 'builtinPipelines'
> {
  readonly output: 'text' | 'json' | 'sarif';
  /** Codes whose problems are left out. */
  readonly ignore: readonly string[];
  /** Warnings count as errors for the exit code. */
  readonly strict: boolean;
}

/** Lints the files at the paths, or all rules. Exits with 3 where there is an error, anything with `--strict`, or no file. */
export async function lintRules(
  paths: readonly string[],
  options: LintOptions,
  { out, err }: Streams,
): Promise<number> {
  checkCodes(options.ignore);
  const { files, only } = await filesToLint(paths, options);
  if ((only?.size ?? files.length) === 0) throw nothingToLint(paths, options.rules);
  const placeholders = await readPlaceholders(options.placeholders);
  const pipelines = readPipelines(options);
  const found = lint({
    files: files.filter((one) => !isBaseFile(one)),
    // As `rules test` does: tests may build on the shipped base events also where the shipped rules are left out.
    baseFiles: [...files.filter(isBaseFile), ...(options.builtin ? [] : shippedBases())],
    placeholders,
    pipelines,
    only: only && new Set([...only, ...pipelines.map(({ file }) => file)]),
  }).filter(({ code }) => !options.ignore.includes(code));
  await out(printed(found, [...pipelines, ...files], options.output));
  err(`${summary(found, only?.size ?? files.length)}\n`);
  const isSound = options.strict ? found.length === 0 : found.every(({ severity }) => severity !== 'error');
  return isSound ? DONE : CONFIGURATION;
}

function checkCodes(codes: readonly string[]): void {
  const known = lintCodes.map(({ code }) => code);
  const unknown = codes.find((code) => !known.includes(code));
  if (unknown === undefined) return;
  const near = nearestName(unknown, known);
  const advice = near === undefined ? 'docs/lint lists the codes.' : `Did you mean ${near}?`;
  throw new CommandError(`No problem has the code ${unknown}. ${advice}`, USAGE);
}

/** A folder that was misspelled, or whose files are not named .yaml, must not pass as one without problems. */
function nothingToLint(paths: readonly string[], rules: readonly string[]): CommandError {
  const where = paths.length > 0 ? paths : rules;
  return where.length === 0
    ? new CommandError('There is nothing to check: name rule files or folders, or leave --no-builtin out.', USAGE)
    : new CommandError(`There is no .yaml or .yml file in ${where.join(', ')}.`, CONFIGURATION);
}

interface FilesToLint {
  readonly files: readonly RuleFile[];
  /** The files that paths name; undefined where all are meant. */
  readonly only: ReadonlySet<string> | undefined;
}

/**
 * With paths, the other rules are only there to be known: a counterpart that is shipped exists. Their tests are most
 * of their text, and are not read.
 */
async function filesToLint(paths: readonly string[], { builtin, rules }: LintOptions): Promise<FilesToLint> {
  const known = [...(builtin ? [BUILTIN] : []), ...rules];
  if (paths.length === 0) return { files: readRuleFiles(known), only: undefined };
  const named = readRuleFiles(paths);
  const all = readRuleFiles([...paths, ...known, ...(await readBasesAbove(paths))]);
  const only = new Set(named.map(({ file }) => file));
  const files = all.map((one) =>
    only.has(one.file) || isBaseFile(one) ? one : { ...one, text: withoutTests(one.text) },
  );
  // What is there already comes first, so that a copy of it is told about and not the original.
  return {
    files: [...files.filter(({ file }) => !only.has(file)), ...files.filter(({ file }) => only.has(file))],
    only,
  };
}

/** Base events that lie beside the paths or above them, as far up as a rule set is likely to reach. */
async function readBasesAbove(paths: readonly string[]): Promise<readonly string[]> {
  const folders = new Set<string>();
  for (const one of paths) {
    let folder = path.dirname(path.resolve(one));
    for (let steps = 0; steps < LEVELS_MAX && path.dirname(folder) !== folder; steps += 1) {
      folders.add(folder);
      folder = path.dirname(folder);
    }
  }
  const lists = await Promise.all([...folders].map(baseFilesIn));
  return lists.flat();
}

const LEVELS_MAX = 3;

async function baseFilesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => isBaseFile({ file: name })).map((name) => path.join(folder, name));
}

function printed(found: readonly Diagnostic[], files: readonly RuleFile[], output: LintOptions['output']): string {
  if (output === 'sarif') return `${printableDocument(sarifLog(found, version()))}\n`;
  if (output === 'json') return `${printableDocument(found.map(asJson))}\n`;
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  return found.map((one) => `${renderDiagnostic(one, texts.get(one.file) ?? '')}\n`).join('');
}

/** An outside contract: every key on every problem. */
function asJson({ code, severity, file, line, column, endColumn, message, suggestion, help }: Diagnostic): object {
  return {
    ...{ code, severity, file, line, column },
    end_column: endColumn ?? null,
    message,
    suggestion: suggestion ?? null,
    help: help ?? null,
  };
}

function summary(found: readonly Diagnostic[], files: number): string {
  const errors = found.filter(({ severity }) => severity === 'error').length;
  const counts = `${counted(errors, 'error')}, ${counted(found.length - errors, 'warning')} in ${counted(files, 'file')}`;
  return found.length === 0 ? counts : `${counts}; docs/lint explains each code`;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
