/** The built program, and its parts by themselves, as processes that are measured. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { runNode, type Usage } from '../../measure/child.ts';
import type { Log } from './logs.ts';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');
const PROGRAM = path.join(ROOT, 'dist', 'cli', 'main.js');

/** How a log is read. */
export interface Reading {
  readonly hasProfile: boolean;
}

/** A scan as users run it; everything that it finds at this level or above is printed. */
export function scan(
  log: Log,
  { hasProfile, level = 'low', rules }: Reading & { readonly level?: string; readonly rules?: string },
): Usage {
  return runNode(PROGRAM, [
    ...['scan', log.logs, '--output', 'ndjson', '--min-level', level],
    ...(hasProfile ? ['--profile', log.profile] : []),
    ...(rules === undefined ? [] : ['--no-builtin', '--strict-rules', '--rules', rules]),
  ]);
}

/** Reading and matching of all rules, and nothing after it. */
export function stageOne(log: Log, reading: Reading): Usage & { readonly events: number; readonly matches: number } {
  const usage = runPart('stage-one.mjs', log, reading);
  return { ...usage, ...(JSON.parse(usage.stdout) as { events: number; matches: number }) }; // our own script
}

/** The same, with all that is remembered and found; no alert is made of it. */
export function bothStages(log: Log, reading: Reading): Usage & { readonly events: number; readonly findings: number } {
  const usage = runPart('both-stages.mjs', log, reading);
  return { ...usage, ...(JSON.parse(usage.stdout) as { events: number; findings: number }) }; // our own script
}

/** How much there is to remember. */
export interface Memories {
  /** Different (rule, fold, value) of rules that remember; a fold stands for a principal, or what the rule counts by. */
  readonly live: number;
  readonly rules: number;
  /** Different (rule, terms) of modifiers. */
  readonly modified: number;
  /** Folds of repeats, of rules without a memory. */
  readonly repeats: number;
}

/** Counts what the rules have to remember of a log. */
export function memories(log: Log, reading: Reading): Memories {
  return JSON.parse(runPart('memories.mjs', log, reading).stdout) as Memories; // our own script
}

/** The shipped rules that do not remember, in a folder. @returns how many. */
export function writeRulesWithoutMemory(folder: string): number {
  rmSync(folder, { recursive: true, force: true });
  const listed = JSON.parse(runNode(PROGRAM, ['rules', 'list', '--output', 'json']).stdout) as ListedRule[]; // the program's own
  const forgetful = listed.filter(({ memory }) => memory === null);
  for (const { file } of forgetful) {
    const place = path.join(folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, withoutModifiers(readFileSync(path.resolve(ROOT, file), 'utf8')));
  }
  return forgetful.length;
}

/** A rule without its modifiers, which may remember, and without its tests, which speak of those. */
export function withoutModifiers(text: string): string {
  const rule = parseDocument(text);
  rule.delete('modifiers');
  rule.delete('tests');
  return String(rule);
}

/** Throws where the program is not built. */
export function refuseWithoutProgram(): void {
  if (!existsSync(PROGRAM)) throw new Error('the program is not built; npm run bench:organisation builds it');
}

interface ListedRule {
  readonly file: string;
  readonly memory: unknown;
}

function runPart(script: string, log: Log, { hasProfile }: Reading): Usage {
  return runNode(path.join(import.meta.dirname, script), [log.logs, ...(hasProfile ? [log.profile] : [])]);
}
