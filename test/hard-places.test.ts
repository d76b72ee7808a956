/** What surrounds the program: readers that leave, disks that are full, signals, pipes. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { makePipe } from '../src/ingest/pipe.fixture.ts';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import { folderWith } from './program.fixture.ts';

const PROGRAM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const ENV = { ...process.env, NO_COLOR: '1' };

/** Alerts enough that they do not fit into a pipe, and that intermediate results go to disk. */
function manyAlerts(): string {
  return Array.from({ length: 8000 }, (_, index) =>
    JSON.stringify(
      record({ eventName: 'CreateAccessKey', requestParameters: { userName: `u${index}` }, eventID: `e-${index}` }),
    ),
  ).join('\n');
}

/** Runs a shell line in which `iamwatch` is the program. */
function shell(
  line: string,
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): { code: number | null; out: string; err: string } {
  const script = `iamwatch() { '${process.execPath}' '${PROGRAM}' "$@"; }\n${line}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', script], {
    ...options,
    env: { ...ENV, ...options.env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}

describe('a reader that has seen enough', () => {
  it.each(['scan --output ndjson a.json', 'scan a.json', 'rules match a.json', 'rules list', '--help'])(
    'of %s',
    (args) => {
      const { code, err } = shell(`iamwatch ${args} | head -c 1 > /dev/null`, {
        cwd: folderWith({ 'a.json': manyAlerts() }),
      });
      expect(err).not.toMatch(/EPIPE|at .*js:/);
      expect(code).toBe(0);
    },
  );

  it('does not change the exit code that a scan was asked for', () => {
    const cwd = folderWith({ 'a.json': manyAlerts() });
    expect(shell('iamwatch scan --fail-on high --output ndjson a.json | head -c 1 > /dev/null', { cwd }).code).toBe(1);
  });

  it('of the words for people', () => {
    const cwd = folderWith({ 'a.json': manyAlerts() });
    const { code } = shell('{ iamwatch scan --output ndjson a.json > /dev/null; } 2>&1 | true', { cwd });
    expect(code).toBe(0);
  });
});

describe('no place to write to is told in words, with exit code 3', () => {
  it.runIf(existsSync('/dev/full'))('a full disk behind the output, even for one line', () => {
    const cwd = folderWith({ 'a.json': manyAlerts().split('\n')[0] ?? '' });
    for (const command of ['scan --output ndjson a.json', 'rules match a.json', 'rules list']) {
      const { code, err } = shell(`iamwatch ${command} > /dev/full`, { cwd });
      expect(err).toContain('Cannot write the output: ENOSPC');
      expect(err).not.toMatch(/at .*js:/);
      expect(code).toBe(3);
    }
  });

  it('no folder for temporary files', () => {
    const cwd = folderWith({ 'a.json': manyAlerts() });
    const { code, err } = shell('iamwatch scan a.json', { cwd, env: { TMPDIR: path.join(cwd, 'missing') } });
    expect(err).toContain(`Cannot keep intermediate results in ${path.join(cwd, 'missing')}`);
    expect(err).not.toMatch(/at .*js:/);
    expect(code).toBe(3);
  });
});

it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('%s leaves no temporary file behind', async (signal) => {
  const folder = folderWith({ 'a.json': manyAlerts() });
  const temporary = path.join(folder, 'tmp');
  mkdirSync(temporary);
  makePipe(path.join(folder, 'pipe'));
  // The pipe is never closed: the program waits in the middle of its input, with results on disk.
  const args = [PROGRAM, 'scan', path.join(folder, 'a.json'), path.join(folder, 'pipe')];
  const program = spawn(process.execPath, args, { env: { ...ENV, TMPDIR: temporary }, stdio: 'ignore' });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    program.on('exit', (_, by) => {
      resolve(by);
    }),
  );
  await wait(2500);
  program.kill(signal);
  expect(await ended).toBe(signal);
  expect(readdirSync(temporary)).toEqual([]);
});

it('a pipe of any size is streamed', () => {
  const cwd = folderWith({ 'a.json': manyAlerts() });
  const { code, err } = shell(
    'iamwatch scan --stats <(for ((i = 0; i < 8; i++)); do cat a.json; echo; done) > /dev/null',
    {
      cwd,
    },
  );
  expect(err).toContain('64000 events read');
  expect(Number(/(?<megabytes>\d+) MB memory/.exec(err)?.groups?.megabytes)).toBeLessThan(400);
  expect(code).toBe(0);
});
