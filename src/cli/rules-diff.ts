/** `iamwatch rules diff`: which alerts appear, vanish or change between two sets of rules, on given logs. */
import { colors } from './colors.ts';
import { Scan } from '../engine/scan.ts';
import { listInput } from '../ingest/input-file.ts';
import { printable, printableJson } from '../std/printable.ts';
import { FileSorter } from '../store/spilling-sorter.ts';
import {
  type AlertDiff,
  alertDiff,
  type AlertOutline,
  type ChangedAlert,
  outlineOf,
} from '../workshop/diff/alert-diff.ts';
import { SHIPPED } from './command.ts';
import { ALERTS, NOTHING_READABLE } from './exit-code.ts';
import { InputReport } from './input-report.ts';
import { readingCode, readInput } from './read-input.ts';
import { loadRuleSources, type RuleOptions } from './rule-source.ts';
import type { Streams } from './streams.ts';

/** Options of `rules diff`. */
export interface RuleDiffOptions extends Omit<RuleOptions, 'rules' | 'builtin'> {
  readonly output: 'text' | 'json';
  /** Exit with 1 where there is any difference. */
  readonly exitCode: boolean;
}

/** Runs both sets over the logs, which are read once, and prints what differs. */
export async function diffRules(
  [before, after, ...paths]: readonly [string, string, ...string[]],
  options: RuleDiffOptions,
  streams: Streams,
): Promise<number> {
  const runs = [await runOf(before, options, streams), await runOf(after, options, streams)] as const;
  const listing = await listInput(paths);
  const report = new InputReport();
  try {
    await readInput(listing, report, {
      record: (value, { file, record }) => {
        // What a value is does not depend on the rules: one answer is that of both.
        for (const run of runs.slice(1)) run.take(value, { file, record });
        return runs[0].take(value, { file, record });
      },
    });
    const diff = alertDiff(await outlines(runs[0]), await outlines(runs[1]));
    if (options.output === 'json') await streams.out(`${printableJson(JSON.stringify(diff))}\n`);
    else await streams.out(textOf(diff));
    const problems = report.lines();
    if (problems.length > 0) streams.err(`${problems.join('\n')}\n`);
    streams.err(summary(diff, report.readable));
    const code = readingCode(report, listing);
    return options.exitCode && isDifferent(diff) && code !== NOTHING_READABLE ? ALERTS : code;
  } finally {
    for (const run of runs) await run.close();
  }
}

async function runOf(rules: string, options: RuleDiffOptions, streams: Streams): Promise<Scan> {
  const source = rules === SHIPPED ? { builtin: true, rules: [] } : { builtin: false, rules: [rules] };
  const { ruleSet, profile } = await loadRuleSources({ ...options, ...source }, streams.err, { needsTests: false });
  const scanOptions = { sinceMs: undefined, untilMs: undefined, isolate: false, profile };
  return new Scan(ruleSet, scanOptions, (name) => new FileSorter(name));
}

async function outlines(run: Scan): Promise<readonly AlertOutline[]> {
  const all: AlertOutline[] = [];
  for await (const alert of run.alerts()) all.push(outlineOf(alert));
  return all;
}

function isDifferent({ appear, vanish, level, other, reworded }: AlertDiff): boolean {
  return appear.length + vanish.length + level.length + other.length + reworded > 0;
}

function textOf({ appear, vanish, level, other }: AlertDiff): string {
  return [
    ...appear.map((alert) => `${colors.green('appears ')}  ${described(alert)}`),
    ...vanish.map((alert) => `${colors.red('vanishes')}  ${described(alert)}`),
    ...[...level, ...other].map((pair) => `${colors.yellow('changes ')}  ${described(pair.after)}\n${changeOf(pair)}`),
  ]
    .map((text) => `${text}\n`)
    .join('');
}

function described({ level, first_seen: time, rule, variation, actor, target, reason }: AlertOutline): string {
  const which = variation === null ? rule : `${rule} (${variation})`;
  const who = target === null ? actor : `${actor} → ${target}`;
  return printable(`${level}  ${time ?? 'time unknown'}  ${which}  ${who}`).concat(`\n          ${printable(reason)}`);
}

function changeOf({ before, after }: ChangedAlert): string {
  const changes = (['level', 'variation', 'count'] as const)
    .filter((key) => before[key] !== after[key])
    .map((key) => `${key} ${before[key] ?? 'none'} → ${after[key] ?? 'none'}`);
  return `          ${printable(changes.join(', '))}`;
}

function summary({ appear, vanish, level, other, reworded, same }: AlertDiff, events: number): string {
  const counts = [
    `${appear.length} appear`,
    `${vanish.length} vanish`,
    `${level.length} change level`,
    `${other.length} change variation or count`,
    `${reworded} are worded otherwise`,
    `${same} stay as they are`,
  ];
  return `On ${events} ${events === 1 ? 'event' : 'events'}: ${counts.join(', ')}.\n`;
}
