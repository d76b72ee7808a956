import { describe, expect, test } from 'vitest';
import type { Usage } from './child.ts';
import type { DataSet } from './data.ts';
import { parseOptions } from './options.ts';
import { figures } from './rounds.ts';
import { alertsOf } from './same-alerts.ts';

function usages(...cpuS: number[]): Usage[] {
  return cpuS.map((seconds) => ({ cpuS: seconds, wallS: seconds, peakMb: 100 + seconds, stdout: '' }));
}

function sizes(few: number, many: number): [DataSet, DataSet] {
  const place = { big: '', small: '', lines: '' };
  return [
    { events: few, place },
    { events: many, place },
  ];
}

test('the slope is the CPU of one more event, the start what is left without events; medians count', () => {
  const measured = { name: 'one', shape: 'big', small: usages(1, 1.5, 9), large: usages(2.5, 3.5, 2) } as const;
  const { slopeUs, startS, cpuS, peakMb } = figures(measured, sizes(100_000, 300_000));
  expect(cpuS).toBe(2.5);
  expect(slopeUs).toBeCloseTo(5);
  expect(startS).toBeCloseTo(1);
  expect(peakMb).toBe(103.5);
});

test('alerts are the same where their ids are, in whatever order, and only of the rules asked for', () => {
  const alert = (id: string, rule: string) => JSON.stringify({ id, rule: { id: rule } });
  const once = alertsOf([alert('a', 'r'), alert('b', 'r')].join('\n'), ['r']);
  expect(alertsOf([alert('b', 'r'), alert('x', 'other'), alert('a', 'r')].join('\n'), ['r'])).toBe(once);
  expect(alertsOf(alert('a', 'r'), ['r'])).not.toBe(once);
});

describe('options', () => {
  test('have defaults that give slopes', () => {
    expect(parseOptions([])).toMatchObject({ events: [100_000, 300_000], repeat: 3, isHuge: false, hasDuckDb: true });
    expect(parseOptions(['--events', '10,20', '--no-duckdb'])).toMatchObject({ events: [10, 20], hasDuckDb: false });
  });

  test.each([['--events', '5'], ['--events', '20,10'], ['--events', 'a,b'], ['--repeat', '0'], ['--what']])(
    'refuse %s %s',
    (...args) => {
      expect(() => parseOptions(args.filter((arg) => typeof arg === 'string'))).toThrow(TypeError);
    },
  );
});
