import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadRules } from '../../../src/rule-language/load.ts';
import { runNode, type Usage } from '../../measure/child.ts';
import { logOf, oneEvent, packed, type Log } from './logs.ts';
import { parseOptions } from './options.ts';
import { withoutModifiers } from './program.ts';
import { isIdentical, measureShapes, memoryLimitMb, shapesText } from './shapes.ts';
import {
  CONTENDERS,
  figuresOf,
  measureStages,
  median,
  stagesText,
  verdicts,
  type Contender,
  type Rounds,
} from './stages.ts';
import { differences, told } from './told.ts';

/** What a scan prints of one alert, as far as is compared. */
function alert(id: string, change: Readonly<Record<string, unknown>> = {}, file = 'a.json'): string {
  const input = { file, record: 3 };
  return JSON.stringify({
    id,
    rule: { name: 'key-created' },
    level: 'low',
    count: 1,
    events: [{ id: 'e1', input }],
    input,
    ...change,
  });
}

function log(change: Partial<Log>): Log {
  return { name: 's3', days: 1, logs: '/logs', profile: '/profile', events: 80, doubles: 20, ...change };
}

function usage(change: Partial<Usage>): Usage {
  return { cpuS: 1, wallS: 1, peakMb: 100, stdout: '', ...change };
}

describe('two scans told the same', () => {
  test('where only the order and the places differ in which records were read', () => {
    const first = told([alert('a'), alert('b')].join('\n'));
    const second = told(`${[alert('b', {}, 'z.json'), alert('a', {}, 'y.json')].join('\n')}\n`);
    expect(second).toEqual(first);
    expect(differences(first, second, 10)).toEqual([]);
  });

  test.each([
    ['an alert is missing', [alert('a')], 'b (key-created): only in the first'],
    ['an alert is added', [alert('a'), alert('b'), alert('c')], 'c (key-created): only in the second'],
    ['a field differs', [alert('a'), alert('b', { count: 2 })], 'b (key-created): differs in count'],
    [
      'other events are named',
      [alert('a'), alert('b', { events: [{ id: 'e2' }] })],
      'b (key-created): differs in events',
    ],
    [
      'an alert is told twice',
      [alert('a'), alert('b'), alert('b')],
      'b (key-created): differs in how often it is told',
    ],
  ])('not where %s', (_, lines, said) => {
    const first = told([alert('a'), alert('b')].join('\n'));
    const second = told(lines.join('\n'));
    expect(second.digest).not.toBe(first.digest);
    expect(differences(first, second, 10)).toEqual([said]);
  });

  test('and no more differences are told than wanted', () => {
    const many = told(['a', 'b', 'c', 'd'].map((id) => alert(id)).join('\n'));
    expect(differences(many, told(''), 2)).toHaveLength(3);
    expect(differences(many, told(''), 2).at(-1)).toBe('…');
  });
});

describe('shapes', () => {
  const memories = { live: 1_000_000, rules: 52, modified: 0, repeats: 10 };

  test('are identical where every level is told alike in all of them; the largest peak counts', () => {
    const measured = measureShapes(
      [log({}), log({ name: 'shuffled' })],
      ({ name }, level) =>
        usage({
          stdout: level === 'low' ? alert('a') : `${alert('a')}\n${alert('b')}`,
          peakMb: name === 's3' ? 200 : 300,
        }),
      memories,
    );
    expect(isIdentical(measured)).toBe(true);
    expect(measured.events).toBe(100);
    expect(shapesText(measured)).toContain('identical: yes');
    expect(shapesText(measured)).toContain('300 MB of 495 MB');
    expect(shapesText(measured)).toContain('holds');
  });

  test('that tell something else at one level are named, and so is a peak above the limit', () => {
    const measured = measureShapes(
      [log({}), log({ name: 'shuffled' })],
      ({ name }, level) => usage({ stdout: name === 's3' || level === 'low' ? alert('a') : alert('b'), peakMb: 600 }),
      memories,
    );
    expect(isIdentical(measured)).toBe(false);
    const text = shapesText(measured);
    expect(text).toContain('identical: NO');
    expect(text).toContain('shuffled, from informational on: a (key-created): only in the first');
    expect(text).toContain('MISSED');
  });

  test('may take 400 MB and 100 bytes for each live value', () => {
    expect(memoryLimitMb({ live: 0 })).toBe(400);
    expect(memoryLimitMb({ live: 2 ** 20 })).toBe(500);
  });
});

describe('stages', () => {
  function rounds(
    perEventUs: Readonly<Record<Contender, readonly number[]>>,
    days: readonly number[],
  ): readonly Rounds[] {
    return CONTENDERS.map((contender) => ({
      contender,
      start: [1, 1, 4],
      whole: new Map(days.map((one, at) => [one, [9, 1, 1].map((noise) => noise + (perEventUs[contender][at] ?? 0))])),
    }));
  }
  const logs = [
    log({ days: 20, events: 900_000, doubles: 100_000 }),
    log({ days: 60, events: 900_000, doubles: 100_000 }),
  ];

  test('are medians by event, copies counted, with the start taken off', () => {
    const [figures] = figuresOf(
      rounds({ 'stage one alone': [20], 'both stages': [24], 'scan without memory': [22], scan: [25] }, [20]),
      logs.slice(0, 1),
    );
    expect(figures?.events).toBe(1_000_000);
    expect(figures?.perEventUs['stage one alone']).toBeCloseTo(20);
    expect(figures?.perEventUs['both stages']).toBeCloseTo(24);
    expect(figures?.perEventUs.scan).toBeCloseTo(25);
  });

  test('hold where the second one adds 35 % and a longer log costs no more an event', () => {
    const measured = rounds(
      { 'stage one alone': [20, 20], 'both stages': [27, 27], 'scan without memory': [22, 22], scan: [30, 30] },
      [20, 60],
    );
    expect(verdicts(measured, figuresOf(measured, logs))).toEqual([
      '- the second stage adds most on 20 days, +35 % (goal: at most +35 %): holds',
      '- an event costs most on 60 days, +0 % against 20 (flat: at most +10 %): holds',
    ]);
    expect(stagesText(measured, logs, 3)).toContain('| 60   | 1,000,000 | 20.00');
  });

  test('do not where it adds more, or a longer log costs more', () => {
    const measured = rounds(
      { 'stage one alone': [20, 20], 'both stages': [27, 31], 'scan without memory': [22, 22], scan: [27, 31] },
      [20, 60],
    );
    const lines = verdicts(measured, figuresOf(measured, logs));
    expect(lines[0]).toMatch(/most on 60 days, \+55 % .* MISSED$/);
    expect(lines[1]).toMatch(/most on 60 days, \+15 % against 20 .* MISSED$/);
  });

  test('do not where a shorter log misses what the longest one meets', () => {
    const measured = rounds(
      { 'stage one alone': [20, 20], 'both stages': [31, 21], 'scan without memory': [22, 22], scan: [31, 21] },
      [20, 60],
    );
    expect(verdicts(measured, figuresOf(measured, logs))[0]).toMatch(/most on 20 days, \+55 % .* MISSED$/);
  });

  test('are not judged by logs in which the start is most of it', () => {
    const short = rounds({ 'stage one alone': [1], 'both stages': [9], 'scan without memory': [1], scan: [9] }, [20]);
    expect(verdicts(short, figuresOf(short, logs.slice(0, 1)))).toEqual([
      expect.stringContaining('no log is long enough'),
    ]);
    const one = rounds(
      { 'stage one alone': [1, 20], 'both stages': [1, 20], 'scan without memory': [1, 20], scan: [1, 20] },
      [20, 60],
    );
    expect(verdicts(one, figuresOf(one, logs)).at(-1)).toContain('cannot be told from one length');
  });

  test('run in turn, every contender on every log in every round, and once a round on one event', () => {
    const ran: string[] = [];
    function run(contender: Contender) {
      return ({ name, days }: Log) => {
        ran.push(`${contender} ${name} ${days}`);
        return { cpuS: days };
      };
    }
    const one = log({ name: 'one event', days: 1 });
    const measured = measureStages(logs, one, {
      runs: {
        'stage one alone': run('stage one alone'),
        'both stages': run('both stages'),
        'scan without memory': run('scan without memory'),
        scan: run('scan'),
      },
      repeat: 2,
      warm: ({ name, days }) => {
        ran.push(`warm ${name} ${days}`);
      },
    });
    expect(ran).toHaveLength(2 * 3 * 5);
    expect(ran.slice(0, 7)).toEqual([
      'warm one event 1',
      ...CONTENDERS.map((name) => `${name} one event 1`),
      ...['warm s3 20', 'stage one alone s3 20'],
    ]);
    expect(measured[3]?.start).toEqual([1, 1]);
    expect(measured[3]?.whole.get(60)).toEqual([60, 60]);
  });

  test('medians of nothing are no number', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1])).toBe(2.5);
    expect(median([])).toBeNaN();
  });
});

describe('logs', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'iamwatch-measure-test-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });
  const options = parseOptions(['--days', '1', '--seed', '3', '--events-per-day', '200']);

  test('are made once for the same question, and anew for another', async () => {
    const made = await logOf(root, 1, 'newest-first', options);
    const file = path.join(made.logs, 'events.ndjson');
    const text = readFileSync(file, 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(made.events + made.doubles);
    rmSync(file);
    expect(await logOf(root, 1, 'newest-first', options)).toEqual(made);
    expect(existsSync(file)).toBe(false);
    await logOf(root, 1, 'newest-first', { ...options, seed: 4 });
    expect(readFileSync(file, 'utf8')).not.toBe(text);
  });

  test('are the same lines when they are packed', async () => {
    const made = await logOf(root, 1, 'shuffled', options);
    const small = await packed(made);
    expect(small).toMatchObject({ name: 'shuffled, gzip', events: made.events });
    expect(gunzipSync(readFileSync(path.join(small.logs, 'events.ndjson.gz'))).toString()).toBe(
      readFileSync(path.join(made.logs, 'events.ndjson'), 'utf8'),
    );
  });

  test('of one event hold one event', async () => {
    const one = oneEvent(root, await logOf(root, 1, 's3', options));
    const [file] = readdirSync(one.logs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.gz'));
    const { Records } = JSON.parse(gunzipSync(readFileSync(path.join(one.logs, file ?? ''))).toString()) as {
      Records: unknown[];
    };
    expect(Records).toHaveLength(1);
    expect(one.events + one.doubles).toBe(1);
  });
});

test('rules of which nothing is remembered are the shipped ones without their modifiers', () => {
  const file = path.join(import.meta.dirname, '../../../rules/aws/iam/user-created-from-instance.yaml');
  const text = readFileSync(file, 'utf8');
  const [[before] = [], [after] = []] = [text, withoutModifiers(text)].map(
    (one) => loadRules([{ file, text: one }]).rules,
  );
  expect(before?.modifiers).not.toEqual([]);
  expect(after).toMatchObject({ modifiers: [], tests: [] });
  for (const field of ['id', 'name', 'level', 'detection', 'variations', 'dedup', 'sentence'] as const)
    expect(after?.[field]).toEqual(before?.[field]);
});

test('the peak of a measured process is its own, not that of the process that started it', () => {
  const large = Buffer.alloc(600_000_000, 1);
  const { peakMb } = runNode('-e', ['0']);
  expect(large.length).toBeGreaterThan(0);
  expect(peakMb).toBeLessThan(300);
});

describe('options', () => {
  test('have defaults that measure everything; lengths are put in order', () => {
    expect(parseOptions([])).toMatchObject({
      ...{ days: [1, 5, 20, 60], seed: 1, repeat: 3, eventsPerDay: 20_000, shape: 's3', parts: ['shapes', 'stages'] },
      ...{ hasStories: true, hasProfile: true, keep: undefined, jsonFile: undefined, markdownFile: undefined },
    });
    expect(parseOptions(['--days', '20,3,20', '--only', 'stages', '--no-stories', '--no-profile'])).toMatchObject({
      ...{ days: [3, 20], parts: ['stages'], hasStories: false, hasProfile: false },
    });
  });

  test.each([
    ['--days', '0'],
    ['--days', '401'],
    ['--days', ''],
    ['--days', '1,2,3,4,5,6,7,8,9'],
    ['--days', '1.5'],
    ['--repeat', '0'],
    ['--repeat', '21'],
    ['--seed', '-1'],
    ['--events-per-day', 'many'],
    ['--shape', 'sorted'],
    ['--only', 'speed'],
    ['--what', 'now'],
  ])('refuse %s %s', (...args) => {
    expect(() => parseOptions(args)).toThrow(TypeError);
  });
});
