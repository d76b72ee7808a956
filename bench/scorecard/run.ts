/** `npm run scorecard`: makes organisations that no test knows, scans them with the built program, and prints what it noticed. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Instance } from '../organisation/attack/schedule.ts';
import { DEFAULT_SIZE } from '../organisation/options.ts';
import { networks } from '../organisation/profile.ts';
import { placesOf, writeOrganisation } from '../organisation/write.ts';
import { parseOptions, USAGE, type Options } from './options.ts';
import { score, type Score, type ScoredAlert } from './score.ts';
import { scorecard } from './table.ts';
import { runTool } from '../tool.ts';

const PROGRAM = path.join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');
/** Logs that were merged: a quarter of the files, and the same events. */
const FILE_MINUTES = 15;
const QUIET_DAYS = 14;

await runTool(USAGE, parseOptions, run);

async function run(options: Options): Promise<void> {
  const root = options.keep ?? mkdtempSync(path.join(tmpdir(), 'iamwatch-scorecard-'));
  try {
    const judged: { events: number; score: Score }[] = [];
    for (const seed of options.seeds) judged.push(await judge(options, seed, path.join(root, `seed-${seed}`)));
    const text = scorecard({
      seeds: options.seeds,
      days: options.days,
      accounts: DEFAULT_SIZE.accounts + DEFAULT_SIZE.projects,
      events: judged.reduce((sum, { events }) => sum + events, 0),
      scores: judged.map((one) => one.score),
    });
    process.stdout.write(`${text}\n`);
    if (options.markdownFile !== undefined) writeFileSync(options.markdownFile, `${text}\n`);
    if (options.jsonFile !== undefined)
      writeFileSync(options.jsonFile, `${JSON.stringify(details(options, judged), null, 1)}\n`);
  } finally {
    if (options.keep === undefined) rmSync(root, { recursive: true, force: true });
  }
}

async function judge(options: Options, seed: number, folder: string): Promise<{ events: number; score: Score }> {
  mkdirSync(folder, { recursive: true });
  const size = { ...DEFAULT_SIZE, seed, days: options.days, eventsPerDay: options.eventsPerDay };
  const startedMs = performance.now();
  const { events, doubles } = await writeOrganisation({
    size,
    out: folder,
    shape: 's3',
    hasStories: true,
    quietDays: QUIET_DAYS,
    fileMinutes: FILE_MINUTES,
    isPacked: true,
  });
  if (options.hasNetworks) appendFileSync(placesOf(folder).profile, networks());
  const madeMs = performance.now();
  const alerts = scan(options, folder);
  function took(ms: number): string {
    return (ms / 1000).toFixed(1);
  }
  process.stderr.write(
    `seed ${seed}: ${events} events (${doubles} twice) made in ${took(madeMs - startedMs)} s, scanned in ${took(performance.now() - madeMs)} s\n`,
  );
  return { events, score: score(linesOf<Instance>(placesOf(folder).truth), linesOf<ScoredAlert>(alerts)) };
}

/** The alerts of the real program, in a file. */
function scan({ hasProfile, rules }: Options, folder: string): string {
  const places = placesOf(folder);
  const alerts = path.join(folder, 'alerts.ndjson');
  const output = openSync(alerts, 'w');
  const words = [
    ...['scan', places.logs, '--output', 'ndjson', '--min-level', 'informational'],
    ...(hasProfile ? ['--profile', places.profile] : []),
    ...rules.flatMap((one) => ['--rules', one]),
  ];
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], {
    stdio: ['ignore', output, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(output);
  if (status !== 0) throw new Error(`iamwatch ${words.join(' ')} ended with ${status}: ${stderr}`);
  return alerts;
}

function linesOf<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T); // both files are our own
}

/** What became of every story, for whoever writes a detector. */
function details({ seeds }: Options, judged: readonly { readonly score: Score }[]): unknown {
  return judged.flatMap((one, at) =>
    one.score.verdicts.map(({ instance, noticed, touched, rules }) => ({
      seed: seeds[at],
      id: instance.id,
      intent: instance.intent,
      first: instance.first,
      noticed: noticed ?? null,
      touched: touched ?? null,
      rules,
    })),
  );
}
