/**
 * P2: `kill -9` at any moment loses no event and no alert, and doubles none in the store; what is printed is printed at least once.
 * Runs are killed while their input grows; at the end the store must hold what an undisturbed run comes to.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { folderWith, iamwatch } from './program.fixture.ts';
import { alertsIn, eventOf, RULES, standingIn } from './state.fixture.ts';

const PROGRAM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const KILLS = 50;
const EVENTS_A_ROUND = 40;

/** Everything here is on time: which batch a kill leaves an event to must not matter. */
const OPTIONS = ['--no-builtin', '--output', 'ndjson', '--min-level', 'informational', '--lateness', '30d'];

it.each(['state', 'follow'] as const)(
  `after ${KILLS} kills of scan --%s the store holds what an undisturbed run comes to`,
  async (mode) => {
    const folder = folderWith({ 'rules.yaml': RULES });
    const logs = path.join(folder, 'logs');
    const state = path.join(folder, 'state');
    mkdirSync(logs);
    const args = ['scan', ...OPTIONS, '--rules', path.join(folder, 'rules.yaml'), '--state', state];
    const printed = new Set<string>();
    const startedMs = performance.now();
    expect(iamwatch([...args, logs]).code).toBe(4); // nothing to read yet: so long takes the start alone
    let lengthMs = (performance.now() - startedMs) * 1.3;
    let kept = 0;
    for (let round = 0; round < KILLS; round += 1) {
      const before = alertsIn(state).length;
      grow(logs, round);
      const run = start([...args, ...(mode === 'follow' ? ['--follow'] : []), logs], printed);
      // Anywhere from before the state is opened to after everything is written.
      const beforeMs = Math.random() * lengthMs * 1.2;
      await Promise.race([sleep(beforeMs / 2), run.ended]);
      if (mode === 'follow') appendFileSync(path.join(logs, 'lines.ndjson'), lines(round, 20, 40));
      await Promise.race([sleep(beforeMs / 2), run.ended]);
      run.kill();
      const hasKept = alertsIn(state).length > before;
      if (hasKept) kept += 1;
      // How long a run takes here, on a machine that may be busy, is learned: from those that were faster than their kill, else from
      // whether it came too late or too early.
      lengthMs = (await run.ended) ?? lengthMs * (hasKept ? 0.85 : 1.2);
      if (mode === 'state') appendFileSync(path.join(logs, 'lines.ndjson'), lines(round, 20, 40));
    }
    // Some kills came before anything of their run was kept, and some after.
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(KILLS);
    const last = iamwatch([...args, logs]);
    expect(last.code).toBe(0);
    take(last.out, printed);

    const undisturbed = path.join(folder, 'undisturbed');
    expect(iamwatch([...args.slice(0, -1), undisturbed, logs]).code).toBe(0);
    expect(standingIn(state)).toEqual(standingIn(undisturbed));
    expect(standingIn(state).length).toBeGreaterThan(100);
    const ids = alertsIn(state).map(({ alert }) => alert.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(printed).toContain(id);
  },
  240_000,
);

interface Run {
  readonly kill: () => void;
  /** How long the run took where nobody killed it. */
  readonly ended: Promise<number | undefined>;
}

function start(args: readonly string[], printed: Set<string>): Run {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  const ended = new Promise<number | undefined>((resolve) => {
    child.once('close', (code) => {
      take(out, printed);
      resolve(code === null ? undefined : performance.now() - startedMs);
    });
  });
  return {
    kill: () => {
      child.kill('SIGKILL');
    },
    ended,
  };
}

/** Ids of whole lines; a kill may cut the last one off. */
function take(out: string, printed: Set<string>): void {
  for (const line of out.split('\n').slice(0, -1)) printed.add((JSON.parse(line) as { readonly id: string }).id);
}

/** New input of a round: a file in one piece, and lines behind those that are there; some events came before. */
function grow(logs: string, round: number): void {
  const first = round * EVENTS_A_ROUND;
  const again = Math.max(0, first - 7);
  const Records = Array.from({ length: 20 + first - again }, (_, index) => eventOf(again + index));
  const text = JSON.stringify({ Records });
  const name = path.join(logs, `file-${round}.json`);
  if (round % 2 === 0) writeFileSync(name, text);
  else writeFileSync(`${name}.gz`, gzipSync(text));
}

function lines(round: number, from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => {
    return `${JSON.stringify(eventOf(round * EVENTS_A_ROUND + from + index))}\n`;
  }).join('');
}
