/** The table at the end. */
import { arch, cpus, platform, totalmem } from 'node:os';
import { GUNZIP, scanName } from './contender.ts';
import { shapes, type Shape } from './data.ts';
import type { Figures } from './rounds.ts';

const TITLES: Readonly<Record<Shape, string>> = {
  big: 'gzip files of 10,000 records',
  small: 'gzip files of 200 records',
  lines: 'one NDJSON file, not compressed',
};

/** What a figure means nothing without. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  const { node, v8, zlib } = process.versions;
  return `Node ${node} (V8 ${v8}, zlib ${zlib}), ${platform()} ${arch()}, ${model}, ${cpus().length} cores, ${memory} GB`;
}

export function table(all: readonly Figures[]): string {
  return shapes
    .map((shape) => {
      const rows = all.filter((figure) => figure.shape === shape);
      return [`\n${TITLES[shape]}`, HEAD, ...rows.map((row) => line(row, all))].join('\n');
    })
    .join('\n');
}

/** The goals of the project, met or not, and what others do better. */
export function verdicts(all: readonly Figures[]): string[] {
  function slope(name: string, shape: Shape): number | undefined {
    return all.find((figure) => figure.name === name && figure.shape === shape)?.slopeUs;
  }
  const lines: string[] = [];
  for (const shape of shapes) {
    const [few, some, many] = [56, 300, 1000].map((rules) => slope(scanName(rules), shape));
    const base = slope(GUNZIP, shape);
    if (base !== undefined && some !== undefined)
      lines.push(goal(`300 rules / gunzip, ${TITLES[shape]}`, some / base, 10));
    if (few !== undefined && many !== undefined)
      lines.push(goal(`1,000 / 56 rules, ${TITLES[shape]}`, many / few, 1.2));
  }
  const peak = Math.max(...all.filter(({ name }) => name.startsWith('iamwatch')).map(({ peakMb }) => peakMb ?? 0));
  lines.push(goal('peak memory of a scan, MB', peak, 400));
  for (const shape of shapes) {
    const ours = slope(scanName(300), shape);
    for (const { name, slopeUs } of all.filter(
      (figure) => figure.shape === shape && figure.name.startsWith('DuckDB'),
    )) {
      if (ours === undefined) continue;
      const verdict =
        slopeUs < ours ? `${(ours / slopeUs).toFixed(1)} times LESS` : `${(slopeUs / ours).toFixed(1)} times more`;
      lines.push(`     ${name} needs ${verdict} CPU an event than a scan with 300 rules: ${TITLES[shape]}`);
    }
  }
  return lines;
}

function goal(what: string, value: number, most: number): string {
  return `${value <= most ? 'ok  ' : 'MISS'} ${what}: ${value.toFixed(2)} (goal: at most ${most})`;
}

const HEAD = row('', ['CPU s', 'start s', 'µs/event', 'events/s', '/ gunzip', 'peak MB']);

function line({ name, shape, cpuS, startS, slopeUs, peakMb }: Figures, all: readonly Figures[]): string {
  const base = all.find((figure) => figure.name === GUNZIP && figure.shape === shape)?.slopeUs;
  return row(name, [
    cpuS.toFixed(2),
    startS.toFixed(2),
    slopeUs.toFixed(2),
    String(Math.round(1e6 / slopeUs)),
    base === undefined ? '–' : (slopeUs / base).toFixed(2),
    peakMb === undefined ? '–' : peakMb.toFixed(0),
  ]);
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(34) + cells.map((cell) => cell.padStart(10)).join('');
}
