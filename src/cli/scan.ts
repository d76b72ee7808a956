/** `iamwatch scan`: from logs to alerts. */
import type { AlertHead } from '../alerts/alert-of-finding.ts';
import { InputChangedError, Scan, type ScanOptions } from '../engine/scan.ts';
import { listInput, type InputListing } from '../ingest/input-file.ts';
import { readAgain } from '../ingest/read-again.ts';
import { levels, type Level } from '../rule-language/rule.ts';
import { RunFile } from '../store/run-file.ts';
import { FileSorter } from '../store/spilling-sorter.ts';
import { StoreError } from '../store/store-error.ts';
import { ALERTS, CommandError, CONFIGURATION, OUT_OF_REACH } from './exit-code.ts';
import { isContinuing, refuseMixedRuns } from './continuing-options.ts';
import { InputReport } from './input-report.ts';
import { alertWriter } from './output/alert-writer.ts';
import { isTaken, type Streams } from './streams.ts';
import { startProgress } from './progress.ts';
import { readingCode, readInput } from './read-input.ts';
import { reportDeadRules } from './dead-rules.ts';
import { loadRuleSources, refuseWithoutRules } from './rule-source.ts';
import type { ScanCommandOptions } from './scan-options.ts';
import { keepHeapSmall } from './small-heap.ts';
import { summary, statistics, type Tally } from './scan-summary.ts';
import { version } from './version.ts';

/** Runs the command. @returns the exit code. */
export async function scan(paths: readonly string[], options: ScanCommandOptions, streams: Streams): Promise<number> {
  keepHeapSmall();
  refuseMixedRuns(paths, options);
  if (isContinuing(options)) {
    const { continuingScan } = await import('./continuing-scan.ts');
    return continuingScan(paths, options, streams);
  }
  const startedMs = performance.now();
  const loaded = await loadRuleSources(options, streams.err, { needsTests: false });
  const { rules, ruleSet, profile } = loaded;
  refuseWithoutRules(loaded);
  await reportDeadRules(loaded.ownRules, streams.err);
  const listing = await listInput(paths);
  const report = new InputReport();
  const run = new Scan(
    ruleSet,
    { ...options, profile, readAgain: readerAgain(listing) },
    (name) => new FileSorter(name),
  );
  try {
    const bytes = await readAll(listing, run, report);
    const tally = await print(run, options, streams);
    const facts = { listing, report, tally, counts: run.counts, bytes, rules, minLevel: options.minLevel };
    streams.err(summary(facts));
    if (options.stats) streams.err(statistics({ ...facts, elapsedMs: performance.now() - startedMs }));
    return exitCode(report, listing, tally, options.failOn);
  } catch (error) {
    if (error instanceof StoreError) throw new CommandError(`${error.message}.`, CONFIGURATION);
    throw error instanceof InputChangedError ? new CommandError(`${error.message}.`, OUT_OF_REACH) : error;
  } finally {
    await run.close();
  }
}

/** Reads records again; undefined where something is given that can be read only once, such as a pipe. */
function readerAgain({ files }: InputListing): ScanOptions['readAgain'] {
  if (files.some(({ bytes }) => bytes === undefined)) return undefined;
  return {
    read: async (path, records) => {
      const { files: again } = await listInput([path]);
      return again[0] === undefined ? [] : readAgain(again[0], records);
    },
    makeRunStore: (name) => new RunFile(name),
  };
}

/** @returns bytes read from disk. */
async function readAll(listing: InputListing, run: Scan, report: InputReport): Promise<number> {
  const total = listing.files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  const progress = await startProgress(listing.files.length, total);
  const skimmer = run.skimmer();
  let bytes = 0;
  try {
    await readInput(listing, report, {
      skim: (file) =>
        skimmer && {
          columns: skimmer.columns,
          passes: (columns, record, offset) => {
            const skimmed = skimmer.skim(columns);
            if (skimmed === undefined || !run.takeSkimmed(skimmed, { file, record, offset })) return false;
            report.readable += 1;
            return true;
          },
        },
      record: (value, position) => run.take(value, position),
      progress: (more) => {
        bytes += more;
        progress.advance(more);
      },
      fileDone: () => {
        progress.fileDone();
      },
    });
  } finally {
    progress.stop();
  }
  return bytes;
}

async function print(run: Scan, options: ScanCommandOptions, streams: Streams): Promise<Tally> {
  const tally: Tally = { shown: 0, notReady: 0, byLevel: new Map(), byRule: new Map() };
  const width = process.stdout.isTTY ? process.stdout.columns : Number(process.env.COLUMNS) || 80;
  const writer = await alertWriter(options.output, { width, version: version() });
  const least = levels.indexOf(options.minLevel);
  let isRead = await isTaken(streams.out(writer.begin()));
  function isShown({ level }: AlertHead): boolean {
    return levels.indexOf(level) >= least;
  }
  for await (const { head, make } of run.findings(isShown)) {
    tally.byLevel.set(head.level, (tally.byLevel.get(head.level) ?? 0) + 1);
    tally.byRule.set(head.rule, (tally.byRule.get(head.rule) ?? 0) + 1);
    if (head.notReady !== null) tally.notReady += 1;
    if (!isShown(head)) continue;
    tally.shown += 1;
    if (!isRead) continue; // the counts and the exit code are still wanted
    isRead = await isTaken(streams.out(writer.alert(make())));
  }
  if (isRead) await isTaken(streams.out(writer.end()));
  return tally;
}

function exitCode(report: InputReport, listing: InputListing, tally: Tally, failOn: Level | undefined): number {
  if (failOn !== undefined && alertsFrom(tally, failOn) > 0) return ALERTS;
  return readingCode(report, listing);
}

function alertsFrom(tally: Tally, level: Level): number {
  return levels.slice(levels.indexOf(level)).reduce((sum, name) => sum + (tally.byLevel.get(name) ?? 0), 0);
}
