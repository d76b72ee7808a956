/** What a scan says to people at its end: what it read, what it found, and what it could not read. */
import type { ScanCounts } from '../engine/scan.ts';
import type { InputListing } from '../ingest/input-file.ts';
import { levels, type Level, type Rule } from '../rule-language/rule.ts';
import { printable } from '../std/printable.ts';
import { formatInstant } from '../std/time.ts';
import type { InputReport } from './input-report.ts';

/** Alerts counted while they were printed. */
export interface Tally {
  shown: number;
  /** Alerts that cannot count yet: too little log lies before them. */
  notReady: number;
  readonly byLevel: Map<Level, number>;
  readonly byRule: Map<string, number>;
}

/** What the summary speaks of. */
export interface ScanFacts {
  readonly listing: Pick<InputListing, 'others'> & { readonly files: { readonly length: number } };
  readonly report: InputReport;
  readonly tally: Tally;
  readonly counts: ScanCounts;
  /** Bytes read from disk. */
  readonly bytes: number;
  readonly rules: readonly Rule[];
  readonly minLevel: Level;
}

/** The summary of every scan. */
export function summary(facts: ScanFacts): string {
  const { counts, report, listing, bytes } = facts;
  const lines = [
    `${counts.events} event${plural(counts.events)} read from ${listing.files.length} file${plural(listing.files.length)} (${size(bytes)})${period(counts)}`,
    alertLine(facts),
    countLine(facts),
    ...otherFiles(listing),
    ...report.lines(),
  ];
  return `\n${lines.filter((line) => line !== '').join('\n')}\n`;
}

/** What `--stats` adds: speed, memory, and what each rule found. */
export function statistics(facts: ScanFacts & { readonly elapsedMs: number }): string {
  const { counts, tally, bytes, elapsedMs, rules } = facts;
  const seconds = Math.max(elapsedMs / 1000, 0.001);
  const memory = process.resourceUsage().maxRSS / 1024;
  const lines = [
    `${seconds.toFixed(2)} s, ${Math.round(counts.events / seconds)} events/s, ${size(bytes / seconds)}/s read, ${memory.toFixed(0)} MB memory at most`,
    `${rules.length} rule${plural(rules.length)}, ${counts.matches} match${counts.matches === 1 ? '' : 'es'} folded into ${total(tally)} alert${plural(total(tally))}`,
    ...[...tally.byRule]
      .sort(([leftName, left], [rightName, right]) => right - left || (leftName < rightName ? -1 : 1))
      .map(([name, count]) => `${String(count).padStart(8)}  ${name}`),
  ];
  return `\n${lines.join('\n')}\n`;
}

function alertLine({ tally, minLevel }: ScanFacts): string {
  const found = levels
    .toReversed()
    .filter((level) => (tally.byLevel.get(level) ?? 0) > 0)
    .map((level) => `${tally.byLevel.get(level) ?? 0} ${level}`);
  const hidden = total(tally) - tally.shown;
  const below = hidden === 0 ? '' : `; ${hidden} below --min-level ${minLevel} not shown`;
  const early = tally.notReady === 0 ? '' : `; ${tally.notReady} not ready, with too little log before them`;
  return `${total(tally)} alert${plural(total(tally))}${found.length === 0 ? '' : `: ${found.join(', ')}`}${below}${early}`;
}

function countLine({ counts, report }: ScanFacts): string {
  const parts = [
    `${report.skipped} skipped`,
    `${counts.duplicatesAtLeast ? 'at least ' : ''}${counts.duplicates} duplicate${plural(counts.duplicates)}`,
    `${report.unreadable} unreadable`,
  ];
  if (counts.outsideTime > 0) parts.push(`${counts.outsideTime} outside --since/--until`);
  return parts.join(', ');
}

function otherFiles({ others }: Pick<InputListing, 'others'>): string[] {
  if (others.length === 0) return [];
  const names = others.slice(0, 3).map(printable).join(', ');
  return [
    `left out, hidden or no logs by their content: ${names}${others.length > 3 ? ` and ${others.length - 3} more` : ''}`,
  ];
}

function period({ firstMs, lastMs }: ScanCounts): string {
  return firstMs === undefined || lastMs === undefined ? '' : `, ${formatInstant(firstMs)} to ${formatInstant(lastMs)}`;
}

function total(tally: Tally): number {
  return [...tally.byLevel.values()].reduce((sum, count) => sum + count, 0);
}

function plural(count: number): string {
  return count === 1 ? '' : 's';
}

function size(bytes: number): string {
  if (bytes < 1e3) return `${bytes.toFixed(0)} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
