/** `npm run bench`: makes the data, measures everybody in one run, prints the table. See README.md beside this file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runNode } from './measure/child.ts';
import {
  duckDb,
  gunzip,
  installRivals,
  scan,
  scanBuiltin,
  scanName,
  zcat,
  type Contender,
} from './measure/contender.ts';
import { dataSet, hugeFile, shapes, type DataSet } from './measure/data.ts';
import { parseOptions, USAGE, type Options } from './measure/options.ts';
import { machine, table, verdicts } from './measure/report.ts';
import { figures, measure, type Measured } from './measure/rounds.ts';
import { alertsOf } from './measure/same-alerts.ts';
import { writeRuleSet } from './rule-set/rule-set.ts';
import { runTool } from './tool.ts';

const RULES = [56, 300, 1000];
const HUGE_BYTES = 1_000_000_000;
const data = path.join(import.meta.dirname, 'data');

await runTool(USAGE, parseOptions, run);

function run(options: Options): void {
  mkdirSync(data, { recursive: true });
  if (options.hasDuckDb) installRivals();
  process.stderr.write('making the data where it is not there yet…\n');
  const [few, many] = options.events;
  const sizes: [DataSet, DataSet] = [dataSet(data, options.seed, few), dataSet(data, options.seed, many)];
  const sharedIds = RULES.map((count) => writeRuleSet(ruleFolder(count), count))[0] ?? [];
  const measured = measure(contenders(options), sizes, options.repeat);
  const all = measured.map((one) => figures(one, sizes));
  const lines = [
    machine(),
    `${many} events, slopes from ${few} to ${many}, medians of ${options.repeat}`,
    table(all),
    '',
  ];
  lines.push(...verdicts(all), ...sameAlerts(measured, sharedIds));
  if (options.isHuge) lines.push(huge(options.seed));
  process.stdout.write(`${lines.join('\n')}\n`);
  if (options.jsonFile !== undefined) {
    const raw = measured.map((one) => ({
      ...one,
      small: one.small.map(withoutOutput),
      large: one.large.map(withoutOutput),
    }));
    writeFileSync(options.jsonFile, `${JSON.stringify({ machine: machine(), options, figures: all, raw }, null, 2)}\n`);
  }
}

function contenders({ hasDuckDb }: Options): Contender[] {
  return shapes.flatMap((shape) => [
    ...(shape === 'lines' ? [] : [gunzip(shape), zcat(shape)]),
    ...RULES.map((count) => scan(shape, count, ruleFolder(count))),
    scanBuiltin(shape),
    ...(hasDuckDb ? [duckDb(shape)] : []),
  ]);
}

/** One line for each shape; a difference fails the run. */
function sameAlerts(measured: readonly Measured[], sharedIds: readonly string[]): string[] {
  return shapes.map((shape) => {
    const found = RULES.map((count) => {
      const scanned = measured.find((one) => one.name === scanName(count) && one.shape === shape);
      return alertsOf(scanned?.large[0]?.stdout ?? '', sharedIds);
    });
    const isSame = new Set(found).size === 1;
    if (!isSame) process.exitCode = 1;
    return isSame
      ? `ok   same alerts of the shared rules with ${RULES.join(', ')} rules, ${shape}: ${found[0] ?? ''}`
      : `MISS the shared rules found different things, ${shape}: ${found.join(' | ')}`;
  });
}

function huge(seed: number): string {
  const file = hugeFile(data, seed, HUGE_BYTES);
  const program = path.join(import.meta.dirname, '..', 'dist', 'cli', 'main.js');
  const { cpuS, peakMb = 0 } = runNode(program, ['scan', file, '--output', 'ndjson']);
  return `${peakMb <= 400 ? 'ok  ' : 'MISS'} one line of 1 GB: ${cpuS.toFixed(1)} s CPU, ${peakMb.toFixed(0)} MB at most (goal: at most 400)`;
}

function ruleFolder(count: number): string {
  return path.join(data, `rules-${count}`);
}

function withoutOutput<T extends { readonly stdout: string }>(usage: T): Omit<T, 'stdout'> {
  return { ...usage, stdout: undefined };
}
