/** Runs a command to its end and tells what the whole process used. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** What a process used, start-up and all. */
export interface Usage {
  /** User and system time of all threads. */
  readonly cpuS: number;
  readonly wallS: number;
  /** Undefined where it cannot be told. */
  readonly peakMb: number | undefined;
  readonly stdout: string;
}

const PRELOAD = path.join(import.meta.dirname, 'report-usage.mjs');
const OUTPUT_BYTES_MAX = 2 ** 30;

/** Runs a Node script. A failure throws, with what the script said. */
export function runNode(script: string, args: readonly string[]): Usage {
  const startedMs = performance.now();
  const { status, output, stderr } = spawnSync(process.execPath, ['--import', PRELOAD, script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: OUTPUT_BYTES_MAX,
  });
  if (status !== 0) throw new Error(`${script} ${args.join(' ')} failed: ${stderr}`);
  const usage = JSON.parse(output[3] ?? '') as NodeJS.ResourceUsage & { readonly peakKb: number }; // written by the preload
  return {
    cpuS: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    wallS: (performance.now() - startedMs) / 1000,
    peakMb: usage.peakKb / 1024,
    stdout: output[1] ?? '',
  };
}

/** Runs a shell pipeline; the shell adds up the time of its children. Undefined where a command is absent. */
export function runShell(pipeline: string): Usage | undefined {
  const startedMs = performance.now();
  const { status, stdout } = spawnSync('sh', ['-c', `${pipeline} && times`], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const lines = stdout.trim().split('\n');
  const spent = [...(lines.at(-1) ?? '').matchAll(/(?<minutes>\d+)m(?<seconds>[\d.]+)s/g)];
  const cpuS = spent.reduce((sum, { groups }) => sum + 60 * Number(groups?.minutes) + Number(groups?.seconds), 0);
  return { cpuS, wallS: (performance.now() - startedMs) / 1000, peakMb: undefined, stdout: lines[0] ?? '' };
}
