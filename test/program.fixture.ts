/** Runs the built program as a user would, on files in a folder of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Alert } from '../src/alerts/alert.ts';

const PROGRAM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** What a run of the program left behind. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the program; `stdin` is what it reads there. */
export function iamwatch(
  args: readonly string[],
  options: { readonly cwd?: string; readonly stdin?: string | Buffer; readonly columns?: number } = {},
): Ran {
  if (!existsSync(PROGRAM)) throw new Error('The program is not built: run npm run build first.');
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: options.cwd,
    input: options.stdin ?? '',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', COLUMNS: String(options.columns ?? 80) },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}

/** A program that goes on until it is told to stop. */
export interface Running {
  /** Waits for a text on standard output after what was waited for last there. */
  until(text: string): Promise<void>;
  /** Sends Ctrl-C. @returns the exit code. */
  interrupted(): Promise<number | null>;
}

/** Starts the program and leaves it running; it is killed after the test at the latest. */
export function startProgram(args: readonly string[]): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, NO_COLOR: '1' } });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let printed = '';
  let wake: () => void = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    wake();
  });
  child.stderr.resume();
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    async until(text) {
      while (!printed.includes(text)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      printed = printed.slice(printed.indexOf(text) + text.length);
    },
    async interrupted() {
      child.kill('SIGINT');
      return exited;
    },
  };
}

/** Alerts of a run with `--output ndjson`. */
export function alertsOf(ran: Ran): Alert[] {
  return ran.out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Alert); // the program's own output; its shape has a test of its own
}

/** A folder with the given files, removed after the test. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'iamwatch-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}
