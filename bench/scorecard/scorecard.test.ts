import { describe, expect, test } from 'vitest';
import type { Instance } from '../organisation/attack/schedule.ts';
import { parseOptions } from './options.ts';
import { score, type Level, type ScoredAlert } from './score.ts';
import { scorecard } from './table.ts';

function instance(change: Partial<Instance>): Instance {
  return {
    id: 'backdoor-key/plain',
    kind: 'backdoor-key',
    variant: 'plain',
    intent: 'attack',
    title: 'A key for somebody else',
    source: 'https://example.com',
    cloud: 'aws',
    accounts: ['111122223333'],
    actors: ['build'],
    first: '2026-01-20T00:00:00Z',
    last: '2026-01-20T00:01:00Z',
    events: ['list', 'create'],
    key_events: ['create'],
    ...change,
  };
}

function alert(level: Level, name: string, events: readonly string[], status = 'open'): ScoredAlert {
  return { status, level, rule: { name }, events: events.map((id) => ({ id })) };
}

describe('a story is noticed', () => {
  function noticed(...alerts: readonly ScoredAlert[]): Level | undefined {
    return score([instance({})], alerts).verdicts[0]?.noticed;
  }

  test('by the most severe open alert that shows one of its key events', () => {
    expect(
      noticed(alert('low', 'a', ['create']), alert('high', 'b', ['other', 'create']), alert('medium', 'c', ['create'])),
    ).toBe('high');
  });

  test('not by an alert on what an analyst need not see, nor by one that was superseded', () => {
    expect(
      noticed(
        alert('high', 'a', ['list']),
        alert('high', 'a', ['create'], 'superseded'),
        alert('high', 'a', ['other']),
      ),
    ).toBeUndefined();
  });
});

test('alerts of daily life are those that show no event of any story', () => {
  const { ofLife, verdicts } = score(
    [instance({})],
    [alert('low', 'a', ['other']), alert('high', 'b', ['list', 'other'])],
  );
  expect(ofLife.map(({ rule }) => rule.name)).toEqual(['a']);
  expect(verdicts[0]?.rules).toEqual({ b: 'high' });
});

describe('the card', () => {
  const twin = instance({
    id: 'backdoor-key/twin-plain',
    intent: 'benign',
    title: 'Keys are renewed',
    events: ['renew'],
    key_events: [],
  });
  const slow = instance({ id: 'backdoor-key/slow', variant: 'slow', events: ['hidden'], key_events: ['hidden'] });
  const first = score(
    [instance({}), slow, twin],
    [
      alert('low', 'key-rule', ['create']),
      alert('medium', 'twin-rule', ['renew']),
      alert('high', 'life-rule', ['other']),
    ],
  );
  const text = scorecard({ seeds: [1], days: 14, accounts: 2, events: 1000, scores: [first] });

  /** Cells of the row that begins with this. */
  function row(name: string): string[] {
    const line = text.split('\n').find((one) => one.startsWith(`| ${name} `)) ?? '';
    return line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1);
  }

  test('says for each kind and variant how many were noticed at low and at medium; what is missed is shown as missed', () => {
    expect(row('backdoor-key')).toEqual(['backdoor-key', '1 / 0 of 1', '0 / 0 of 1', '–', '–', '–', 'key-rule']);
    expect(text).toContain('1 of 2 attacks noticed at low or above (50 %), 0 at medium or above (0 %)');
  });

  test('counts alerts of daily life per account and week', () => {
    expect(row('high')).toEqual(['high', '0.25', '1', 'life-rule (1)']);
    expect(row('low').slice(0, 3)).toEqual(['low', '0.00', '0']);
  });

  test('names the twins that were flagged at medium, and by which rule', () => {
    expect(text).toContain('1 of 1 flagged at medium or above');
    expect(text).toContain('| Keys are renewed | 1 of 1  | twin-rule |');
  });
});

test('seeds of the scorecard are no seeds of a test; numbers that are none are refused', () => {
  expect(parseOptions([])).toMatchObject({ seeds: [11, 12], days: 30, hasProfile: true, hasNetworks: false });
  expect(parseOptions(['--seeds', '7', '--no-profile'])).toMatchObject({ seeds: [7], hasProfile: false });
  for (const args of [
    ['--seeds', 'a'],
    ['--days', '5'],
    ['--networks', '--no-profile'],
  ])
    expect(() => parseOptions(args)).toThrow(TypeError);
});
