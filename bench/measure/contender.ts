/** Who is measured, and on what. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runNode, runShell, type Usage } from './child.ts';
import type { DataSet, Shape } from './data.ts';

export interface Contender {
  readonly name: string;
  readonly shape: Shape;
  /** Runs in each round; more for what is so short that a hiccup would show. */
  readonly runs?: number;
  /** Undefined where it cannot run on this machine. */
  readonly run: (data: DataSet) => Usage | undefined;
}

export const GUNZIP = 'gunzipSync, sized output';

const bench = path.join(import.meta.dirname, '..');
const program = path.join(bench, '..', 'dist', 'cli', 'main.js');

export function scanName(rules: number): string {
  return `iamwatch scan, ${rules} rules`;
}

/** A scan with a rule set of the benchmark and nothing else. Everything that it finds goes to its output. */
export function scan(shape: Shape, rules: number, ruleFolder: string): Contender {
  const args = ['--no-builtin', '--rules', ruleFolder, '--output', 'ndjson', '--min-level', 'informational'];
  return {
    name: scanName(rules),
    shape,
    run: ({ place }) => runNode(program, ['scan', place[shape], ...args]),
  };
}

/** A scan as users run it: with the rules that come along. */
export function scanBuiltin(shape: Shape): Contender {
  return {
    name: 'iamwatch scan, shipped rules',
    shape,
    run: ({ place }) => runNode(program, ['scan', place[shape], '--output', 'ndjson']),
  };
}

/** The least that any program on Node must do. */
export function gunzip(shape: 'big' | 'small'): Contender {
  const script = path.join(bench, 'measure', 'gunzip.mjs');
  return { name: GUNZIP, shape, runs: 3, run: ({ place }) => runNode(script, [place[shape]]) };
}

export function zcat(shape: 'big' | 'small'): Contender {
  return {
    name: 'zcat | wc -c',
    shape,
    run: ({ place }) => runShell(`find '${place[shape]}' -name '*.gz' -print0 | xargs -0 cat | zcat | wc -c`),
  };
}

export function duckDb(shape: Shape): Contender {
  return {
    name: 'DuckDB, 20 predicates, 1 thread',
    shape,
    run: ({ place }) => runNode(path.join(bench, 'measure', 'duckdb.mjs'), [shape, place[shape]]),
  };
}

/**
 * Installs what is compared with, once. Throws with the reason where that fails. No lock file: DuckDB pins its binaries
 * by itself, and a lock that was made on one platform leaves those of the others out. What floats is pinned as an override.
 */
export function installRivals(): void {
  if (existsSync(path.join(bench, 'node_modules', '@duckdb', 'node-api'))) return;
  console.error('Installing DuckDB for the comparison…');
  const npm = process.env.npm_execpath;
  const args = ['install', '--prefix', bench];
  const { status, stderr } =
    npm === undefined
      ? spawnSync('npm', args, { encoding: 'utf8' })
      : spawnSync(process.execPath, [npm, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm install --prefix bench failed; --no-duckdb leaves DuckDB out\n${stderr}`);
}
