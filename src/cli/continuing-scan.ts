/** `iamwatch scan --state` and `--follow`: what is new since the last run, batch by batch. */
import { NOT_READY_NAME } from '../alerts/severity.ts';
import { Batch, type BatchReport, LATENESS_MS } from '../engine/continuing.ts';
import type { FilePosition, News, StateStore } from '../engine/ports.ts';
import type { ScanCounts } from '../engine/scan.ts';
import { type InputListing, listInput } from '../ingest/input-file.ts';
import { type NewPart, newPartOf, readPart } from '../ingest/new-part.ts';
import { levels } from '../rule-language/rule.ts';
import { FileSorter } from '../store/spilling-sorter.ts';
import { StoreError } from '../store/store-error.ts';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { batchLines, newsLine } from './batch-summary.ts';
import { reportDeadRules } from './dead-rules.ts';
import { ALERTS, CommandError, CONFIGURATION } from './exit-code.ts';
import { InputReport } from './input-report.ts';
import { type AlertWriter, alertWriter } from './output/alert-writer.ts';
import { startProgress } from './progress.ts';
import { readingCode, readInput } from './read-input.ts';
import { type LoadedRules, loadRuleSources, refuseWithoutRules } from './rule-source.ts';
import { isTaken } from './streams.ts';
import type { ScanCommandOptions } from './scan-options.ts';
import { statistics, summary, type Tally } from './scan-summary.ts';
import type { Streams } from './streams.ts';
import { openStateFolder, openStateWithoutFolder } from './open-state.ts';
import { version } from './version.ts';

/** How often a folder is looked at, where nobody says otherwise. */
const POLL_MS = 1000;

/** A file that changed so recently may still be written. */
const SETTLED_MS = 2000;

/** Runs the command. @returns the exit code. */
export async function continuingScan(
  paths: readonly string[],
  options: ScanCommandOptions,
  streams: Streams,
): Promise<number> {
  const startedMs = performance.now();
  const loaded = await loadRuleSources(options, streams.err, { needsTests: false });
  refuseWithoutRules(loaded);
  await reportDeadRules(loaded.ownRules, streams.err);
  try {
    const store = options.state === undefined ? await openStateWithoutFolder() : await openStateFolder(options.state);
    try {
      const width = process.stdout.isTTY ? process.stdout.columns : Number(process.env.COLUMNS) || 80;
      const writer = await alertWriter(options.output, { width, version: version() });
      const run = new ContinuingScan(store, loaded, { options, streams, writer });
      await run.begin();
      if (options.follow) await run.follow(paths);
      else await run.batch(paths);
      await run.end(performance.now() - startedMs);
      return run.exitCode();
    } finally {
      await store.close();
    }
  } catch (error) {
    throw error instanceof StoreError ? new CommandError(`${error.message}.`, CONFIGURATION) : error;
  }
}

interface ContinuingOutput {
  readonly options: ScanCommandOptions;
  readonly streams: Streams;
  readonly writer: AlertWriter;
}

class ContinuingScan {
  readonly #store: StateStore;
  readonly #loaded: LoadedRules;
  readonly #options: ScanCommandOptions;
  readonly #streams: Streams;
  readonly #writer: AlertWriter;
  readonly #report = new InputReport();
  readonly #tally: Tally = { shown: 0, notReady: 0, byLevel: new Map(), byRule: new Map() };
  readonly #news = new Map<News, number>();
  #positions = new Map<string, FilePosition>();
  #listing: InputListing = { files: [], problems: [], others: [] };
  #counts: ScanCounts = NOTHING_READ;
  #files = 0;
  #bytes = 0;
  #isRead = true;
  #hasLoudNews = false;
  /** Sizes and times of files that were not settled at the last look. */
  #unsettled = new Map<string, string>();

  constructor(store: StateStore, loaded: LoadedRules, { options, streams, writer }: ContinuingOutput) {
    this.#store = store;
    this.#loaded = loaded;
    this.#options = options;
    this.#streams = streams;
    this.#writer = writer;
  }

  async begin(): Promise<void> {
    this.#positions = new Map((await this.#store.positions()).map((position) => [position.path, position]));
    this.#isRead = await isTaken(this.#streams.out(this.#writer.begin()));
    // What an earlier run kept and could not print any more.
    await this.#printNews();
  }

  /** Reads what is new, keeps it, and prints what that changed. */
  async batch(paths: readonly string[]): Promise<void> {
    const listing = await listInput(paths);
    const parts: NewPart[] = [];
    for (const file of listing.files) {
      const part = await newPartOf(file, this.#positions.get(path.resolve(file.path)));
      if (part !== undefined && (!this.#options.follow || this.#isSettled(part))) parts.push(part);
    }
    const report = this.#options.follow ? new InputReport() : this.#report;
    if (this.#options.follow) this.#keepProblems(listing);
    this.#listing = this.#options.follow ? { ...listing, problems: [] } : listing;
    await this.#read(parts, report);
    if (!this.#options.follow) return;
    if (report.unreadable > 0) this.#streams.err(`${report.lines().join('\n')}\n`);
    this.#report.readable += report.readable;
    this.#report.unreadable += report.unreadable;
  }

  /** Batch after batch, until Ctrl-C or SIGTERM; a batch that has begun is ended. */
  async follow(paths: readonly string[]): Promise<void> {
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        stop.abort();
      });
    }
    while (!stop.signal.aborted && this.#isRead) {
      await this.batch(paths);
      await sleep(this.#options.pollMs ?? POLL_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }

  async end(elapsedMs: number): Promise<void> {
    if (this.#isRead) await isTaken(this.#streams.out(this.#writer.end()));
    const { err } = this.#streams;
    const facts = {
      listing: { ...this.#listing, files: { length: this.#files } },
      ...{ report: this.#report, tally: this.#tally, counts: this.#counts, bytes: this.#bytes },
      ...{ rules: this.#loaded.rules, minLevel: this.#options.minLevel },
    };
    err(summary(facts));
    err(newsLine(this.#news));
    if (this.#options.stats) err(statistics({ ...facts, elapsedMs }));
  }

  exitCode(): number {
    return this.#hasLoudNews ? ALERTS : readingCode(this.#report, this.#listing);
  }

  async #read(parts: readonly NewPart[], report: InputReport): Promise<void> {
    const { profile, ruleSet } = this.#loaded;
    const latenessMs = this.#options.latenessMs ?? LATENESS_MS;
    const files = parts.map(({ file }) => file);
    if (parts.length === 0) {
      await readInput({ ...this.#listing, files }, report, { record: () => ({ kind: 'record' }) });
      return;
    }
    const batch = new Batch(ruleSet, { profile, latenessMs, nowMs: Date.now() }, (name) => new FileSorter(name));
    try {
      const positions = await this.#readInto(batch, parts, report);
      const outcome = await batch.commit(this.#store, positions);
      for (const position of positions) this.#positions.set(position.path, position);
      this.#tell(batch, outcome, parts.length);
      await this.#printNews();
    } finally {
      await batch.close();
    }
  }

  async #readInto(batch: Batch, parts: readonly NewPart[], report: InputReport): Promise<readonly FilePosition[]> {
    const total = parts.reduce((sum, { file }) => sum + (file.bytes ?? 0), 0);
    const progress = this.#options.follow ? undefined : await startProgress(parts.length, total);
    const byPath = new Map(parts.map((part) => [part.file.path, part]));
    const positions: FilePosition[] = [];
    const skimmer = batch.skimmer();
    try {
      await readInput({ ...this.#listing, files: [...byPath.values()].map(({ file }) => file) }, report, {
        readFile: async (file, reader) => {
          const part = byPath.get(file.path);
          if (part === undefined) throw new Error(`Cannot read ${file.path}: it is not part of the batch`);
          const position = await readPart(part, reader);
          if (position !== undefined) positions.push(position);
          // Whoever follows the file will see its end.
          if (part.openAt !== undefined && !this.#options.follow) {
            report.problem({ file: file.path, offset: part.openAt, reason: 'the input ends inside a record' });
          }
        },
        skim: (file) =>
          skimmer && {
            columns: skimmer.columns,
            passes: (columns, record) => {
              const skimmed = skimmer.skim(columns);
              if (skimmed === undefined || !batch.takeSkimmed(skimmed, { file, record })) return false;
              report.readable += 1;
              return true;
            },
          },
        record: (value, { file, record }) => batch.take(value, { file, record }),
        progress: (more) => {
          this.#bytes += more;
          progress?.advance(more);
        },
        fileDone: () => progress?.fileDone(),
      });
    } finally {
      progress?.stop();
    }
    return positions;
  }

  /** A file in one piece is read once it is written: it has not changed for a while, or not since the last look. */
  #isSettled({ file, lines, position }: NewPart): boolean {
    if (lines !== undefined) return lines.to > lines.from;
    if (position === undefined) return true;
    const now = `${position.bytes} ${position.modifiedMs}`;
    const isSame = this.#unsettled.get(file.path) === now;
    if (isSame || Date.now() - position.modifiedMs > SETTLED_MS) {
      this.#unsettled.delete(file.path);
      return true;
    }
    this.#unsettled.set(file.path, now);
    return false;
  }

  /** A path that cannot be listed is told once, not at every look. */
  #keepProblems({ problems }: InputListing): void {
    for (const { path: name, reason } of problems) {
      if (this.#unsettled.get(name) === reason) continue;
      this.#unsettled.set(name, reason);
      this.#streams.err(`not read: ${name}\n  ${reason}\n`);
      this.#report.unreadable += 1;
    }
  }

  #tell(batch: Batch, outcome: BatchReport, files: number): void {
    this.#counts = added(this.#counts, batch.counts);
    this.#files += files;
    for (const line of batchLines(outcome, batch.counts)) this.#streams.err(`${line}\n`);
  }

  async #printNews(): Promise<void> {
    const { minLevel, failOn } = this.#options;
    const least = levels.indexOf(minLevel);
    for await (const { alert, news } of this.#store.news()) {
      if (news === null) continue;
      this.#news.set(news, (this.#news.get(news) ?? 0) + 1);
      this.#tally.byLevel.set(alert.level, (this.#tally.byLevel.get(alert.level) ?? 0) + 1);
      this.#tally.byRule.set(alert.rule.name, (this.#tally.byRule.get(alert.rule.name) ?? 0) + 1);
      if (alert.severity.modifiers.some(({ name }) => name === NOT_READY_NAME)) this.#tally.notReady += 1;
      const rank = levels.indexOf(alert.level);
      this.#hasLoudNews ||= failOn !== undefined && news !== 'superseded' && rank >= levels.indexOf(failOn);
      if (rank < least) continue;
      this.#tally.shown += 1;
      if (this.#isRead) this.#isRead = await isTaken(this.#streams.out(this.#writer.alert(alert)));
    }
    // What nobody read is printed by the next run.
    if (this.#isRead) await this.#store.forgetNews();
  }
}

const NOTHING_READ: ScanCounts = {
  ...{ events: 0, duplicates: 0, duplicatesAtLeast: false, outsideTime: 0, matches: 0, ahead: 0 },
  ...{ firstMs: undefined, lastMs: undefined },
};

function added(left: ScanCounts, right: ScanCounts): ScanCounts {
  return {
    events: left.events + right.events,
    duplicates: left.duplicates + right.duplicates,
    duplicatesAtLeast: left.duplicatesAtLeast || right.duplicatesAtLeast,
    outsideTime: left.outsideTime + right.outsideTime,
    matches: left.matches + right.matches,
    ahead: left.ahead + right.ahead,
    firstMs: least(Math.min, left.firstMs, right.firstMs),
    lastMs: least(Math.max, left.lastMs, right.lastMs),
  };
}

function least(
  choose: (...numbers: readonly number[]) => number,
  left: number | undefined,
  right: number | undefined,
): number | undefined {
  return left === undefined || right === undefined ? (left ?? right) : choose(left, right);
}
