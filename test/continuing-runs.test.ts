/** `scan --state` and `--follow` as a user runs them. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../src/std/json.ts';
import { alertsOf, folderWith, iamwatch, startProgram } from './program.fixture.ts';
import { alertsIn, eventOf, RULES, standingIn, withoutDelivery } from './state.fixture.ts';

const EXAMPLES = ['AWSLogs', 'cloudaudit.googleapis.com'].map((name) =>
  fileURLToPath(new URL(`../examples/${name}`, import.meta.url)),
);
const EVERYTHING = ['--output', 'ndjson', '--min-level', 'informational'];

/** A folder with the rules, and the arguments that use them alone. */
function place(): { readonly folder: string; readonly args: readonly string[]; readonly state: string } {
  const folder = folderWith({ 'rules.yaml': RULES });
  const args = [...EVERYTHING, '--no-builtin', '--rules', path.join(folder, 'rules.yaml')];
  return { folder, args, state: path.join(folder, 'state') };
}

function lines(events: readonly JsonObject[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

function timeOf({ eventTime }: JsonObject): string {
  return typeof eventTime === 'string' ? eventTime : '';
}

function accountOf({ recipientAccountId }: JsonObject): string {
  return typeof recipientAccountId === 'string' ? recipientAccountId : '';
}

function byTime(left: JsonObject, right: JsonObject): number {
  return timeOf(left) < timeOf(right) ? -1 : 1;
}

const LOG = Array.from({ length: 600 }, (_, number) => eventOf(number));

/** One log in three layouts, each in a folder of its own. */
const LAYOUTS: readonly (readonly [string, (folder: string) => void])[] = [
  [
    'one file, newest first',
    (folder) => {
      writeFileSync(path.join(folder, 'all.ndjson'), lines(LOG.toSorted(byTime).reverse()));
    },
  ],
  [
    'files by account and day',
    (folder) => {
      const files = new Map<string, JsonObject[]>();
      for (const event of LOG) {
        const name = `${accountOf(event)}/${timeOf(event).slice(0, 10)}`;
        files.set(name, [...(files.get(name) ?? []), event]);
      }
      for (const [name, Records] of files) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, `${name}.json.gz`), gzipSync(JSON.stringify({ Records })));
      }
    },
  ],
  [
    'shuffled and doubled',
    (folder) => {
      for (let part = 0; part < 5; part += 1) {
        const some = LOG.filter((_, number) => number % 5 === part || number % 11 === part);
        writeFileSync(path.join(folder, `${part}.json`), JSON.stringify({ Records: some.toReversed() }));
      }
    },
  ],
];

describe('the first run over an empty state', () => {
  it('prints what a scan prints, byte for byte', () => {
    const { state } = place();
    const scanned = iamwatch(['scan', ...EVERYTHING, ...EXAMPLES]);
    const first = iamwatch(['scan', ...EVERYTHING, '--state', state, ...EXAMPLES]);
    expect(first.out).toBe(scanned.out);
    expect(first.code).toBe(0);
    const again = iamwatch(['scan', ...EVERYTHING, '--state', state, ...EXAMPLES]);
    expect(again).toMatchObject({ out: '', code: 0 });
    expect(again.err).toContain('0 new, 0 raised, 0 changed, 0 superseded');
  });

  it.each(LAYOUTS)('so it is with a log as %s', (name, write) => {
    const { folder, args, state } = place();
    const logs = path.join(folder, name);
    mkdirSync(logs);
    write(logs);
    const scanned = iamwatch(['scan', ...args, logs]);
    expect(alertsOf(scanned).length).toBeGreaterThan(100);
    expect(iamwatch(['scan', ...args, '--state', state, logs]).out).toBe(scanned.out);
  });
});

it('whatever is new in a run, in whatever layout, the alerts that stand are those of one scan', () => {
  const { folder, args, state } = place();
  const [all, ...layouts] = LAYOUTS.map(([name, write]) => {
    const logs = path.join(folder, name);
    mkdirSync(logs);
    write(logs);
    return logs;
  });
  const files = layouts.flatMap((logs) =>
    readdirSync(logs, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  const run = ['scan', ...args, '--lateness', '30d', '--state', state];
  for (let from = 0; from < files.length; from += 9)
    expect(iamwatch([...run, ...files.slice(from, from + 9)]).code).toBe(0);
  const wanted = alertsOf(iamwatch(['scan', ...args, all ?? ''])).map(withoutDelivery);
  const byId = (left: unknown, right: unknown): number => ((left as Named).id < (right as Named).id ? -1 : 1);
  expect([...standingIn(state)].sort(byId)).toEqual([...wanted].sort(byId));
  expect(alertsIn(state).some(({ status }) => status === 'superseded')).toBe(true);
});

interface Named {
  readonly id: string;
}

describe('a run that goes on', () => {
  it('reads only what is new, tells what changed, and may be moved', () => {
    const { folder, args, state } = place();
    const log = path.join(folder, 'log.ndjson');
    writeFileSync(log, lines(LOG.slice(0, 50)));
    const run = ['scan', ...args, '--lateness', '30d'];
    expect(iamwatch([...run, '--state', state, log]).err).toContain('50 events read from 1 file');
    appendFileSync(log, lines(LOG.slice(50, 60)));
    const moved = path.join(folder, 'moved');
    renameSync(state, moved);
    const next = iamwatch([...run, '--state', moved, log]);
    expect(next.err).toContain('10 events read from 1 file');
    expect(alertsOf(next).some(({ status }) => status === 'superseded')).toBe(true);
  });

  it('says what came too late, and how history is imported', () => {
    const { folder, args, state } = place();
    const ordered = LOG.toSorted(byTime);
    writeFileSync(path.join(folder, 'new.ndjson'), lines(ordered.slice(500)));
    writeFileSync(path.join(folder, 'old.ndjson'), lines(ordered.slice(0, 100)));
    iamwatch(['scan', ...args, '--state', state, path.join(folder, 'new.ndjson')]);
    const late = iamwatch(['scan', ...args, '--state', state, path.join(folder, 'old.ndjson')]);
    expect(late.err).toMatch(
      /^late: \d+ matches stand alone in alerts of their own, \d+ matches of rules that remember are left out/m,
    );
    expect(late.err).toContain('give it all at once to an empty --state folder');
    expect(alertsOf(late).every(({ missing_context: missing }) => missing[0]?.startsWith('it came after'))).toBe(true);
    const again = iamwatch(['scan', ...args, '--state', state, '--', path.join(folder, 'old.ndjson')]);
    expect(again.out).toBe('');
  });

  it('prints again what nobody read the first time', () => {
    const { folder, args, state } = place();
    const log = path.join(folder, 'log.ndjson');
    writeFileSync(log, lines(LOG));
    const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
    const words = ['scan', ...args, '--state', state, log].map((word) => `'${word}'`).join(' ');
    spawnSync('sh', ['-c', `'${process.execPath}' '${program}' ${words} | head -c 10 >/dev/null`]);
    expect(alertsOf(iamwatch(['scan', ...args, '--state', state, log])).length).toBe(alertsIn(state).length);
    expect(iamwatch(['scan', ...args, '--state', state, log]).out).toBe('');
  });

  it('ends with 1 where what is new is severe enough, and once', () => {
    const { folder, args, state } = place();
    const log = path.join(folder, 'log.ndjson');
    writeFileSync(log, lines(LOG));
    const run = ['scan', ...args, '--fail-on', 'medium', '--state', state, log];
    expect(iamwatch(run).code).toBe(1);
    expect(iamwatch(run).code).toBe(0);
  });

  it('reads a last line when it is whole, and says that it is not', () => {
    const { folder, args, state } = place();
    const log = path.join(folder, 'log.ndjson');
    const text = lines(LOG.slice(0, 3));
    writeFileSync(log, text.slice(0, -20));
    const first = iamwatch(['scan', ...args, '--state', state, log]);
    expect(first.code).toBe(6);
    expect(first.err).toContain('the input ends inside a record');
    appendFileSync(log, text.slice(-20));
    const next = iamwatch(['scan', ...args, '--state', state, log]);
    expect(next.err).toContain('1 event read from 1 file');
    expect(next.code).toBe(0);
  });

  it('takes standard input too', () => {
    const { args, state } = place();
    const run = ['scan', ...args, '--state', state, '-'];
    expect(alertsOf(iamwatch(run, { stdin: lines(LOG.slice(0, 10)) })).length).toBeGreaterThan(0);
    expect(iamwatch(run, { stdin: lines(LOG.slice(0, 10)) }).out).toBe('');
  });
});

describe('--follow', () => {
  it.each([['with'], ['without']])('%s a state tells alerts as they come, until Ctrl-C', async (kind) => {
    const { folder, args, state } = place();
    const logs = path.join(folder, 'logs');
    mkdirSync(logs);
    writeFileSync(path.join(logs, 'a.ndjson'), lines([LOG[0] ?? {}]));
    const run = startProgram(['scan', ...args, '--follow', ...(kind === 'with' ? ['--state', state] : []), logs]);
    await run.until('"event-0"');
    appendFileSync(path.join(logs, 'a.ndjson'), lines([LOG[1] ?? {}]));
    await run.until('"event-1"');
    writeFileSync(path.join(logs, 'b.json.gz'), gzipSync(JSON.stringify({ Records: LOG.slice(2, 5) })));
    await run.until('"event-4"');
    expect(await run.interrupted()).toBe(0);
    if (kind === 'with') {
      writeFileSync(path.join(logs, 'c.ndjson'), lines([LOG[5] ?? {}]));
      expect(iamwatch(['scan', ...args, '--state', state, logs]).err).toContain('1 event read from 1 file');
    }
  });

  it('tells an alert again when it changed', async () => {
    const { folder, args } = place();
    const log = path.join(folder, 'log.ndjson');
    const event = (second: number): JsonObject => ({
      ...eventOf(0),
      eventID: `e-${second}`,
      eventTime: `2026-03-02T09:00:0${second}Z`,
    });
    writeFileSync(log, lines([event(5)]));
    const run = startProgram(['scan', ...args, '--follow', log]);
    await run.until('"count":1');
    appendFileSync(log, lines([event(6)]));
    await run.until('"count":2');
    appendFileSync(log, lines([event(1)]));
    await run.until('"status":"superseded"');
    expect(await run.interrupted()).toBe(0);
  });
});

describe('what cannot be', () => {
  it('a second engine on one state ends with 3, and names the first', async () => {
    const { folder, args, state } = place();
    const log = path.join(folder, 'log.ndjson');
    writeFileSync(log, lines(LOG.slice(0, 5)));
    const first = startProgram(['scan', ...args, '--follow', '--state', state, log]);
    await first.until('\n');
    const second = iamwatch(['scan', ...args, '--state', state, log]);
    expect(second.code).toBe(3);
    expect(second.err).toMatch(/another iamwatch \(process \d+ on .+\) is using it/);
    expect(await first.interrupted()).toBe(0);
  });

  it('a state that is none ends with 3', () => {
    const { folder, args, state } = place();
    mkdirSync(state);
    writeFileSync(path.join(state, 'state.sqlite'), 'no database '.repeat(1000));
    const ran = iamwatch(['scan', ...args, '--state', state, folder]);
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.err).toContain('is no SQLite file, or damaged');
  });

  it.each([
    [['--lateness', '1h'], '--lateness belongs to --state and --follow'],
    [['--poll', '1s'], '--poll belongs to --follow'],
    [['--state', 'x', '--since', '2026-01-01'], 'cannot be used with --state'],
    [['--follow', '--isolate'], 'cannot be used with --state or --follow'],
    [['--follow', '-'], 'standard input cannot be looked at again'],
    [['--state', 'x', '--lateness', 'soon'], 'Write a duration such as'],
  ])('%j', (options, words) => {
    const ran = iamwatch(['scan', ...options, 'nowhere']);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(words);
  });
});

it('a rule that was edited keeps what it learned where it only says it otherwise, else forgets it aloud', () => {
  const { folder, args, state } = place();
  const log = path.join(folder, 'log.ndjson');
  const rules = path.join(folder, 'rules.yaml');
  writeFileSync(log, lines(LOG.slice(0, 50)));
  const run = ['scan', ...args, '--state', state, log];
  iamwatch(run);
  writeFileSync(rules, RULES.replace('title: Many keys', 'title: Lots of keys'));
  appendFileSync(log, lines(LOG.slice(50, 60)));
  expect(iamwatch(run).err).not.toContain('is forgotten');
  writeFileSync(rules, RULES.replace('within: 2h', 'within: 3h'));
  appendFileSync(log, lines(LOG.slice(60, 70)));
  expect(iamwatch(run).err).toMatch(
    /many-keys remembers something else now: what it remembered \(\d+ keys?\) is forgotten/,
  );
  cpSync(state, `${state}-copy`, { recursive: true });
  expect(iamwatch(['scan', ...args, '--state', `${state}-copy`, log]).out).toBe('');
});
