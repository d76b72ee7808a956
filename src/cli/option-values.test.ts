import { describe, expect, it } from 'vitest';
import { parseLevel, parseTime } from './option-values.ts';

describe('a level', () => {
  it('is one of five, in any case', () => {
    expect(parseLevel('HIGH')).toBe('high');
    expect(() => parseLevel('loud')).toThrow('Choose one of: informational, low, medium, high, critical.');
  });
});

describe('a time', () => {
  it.each([
    ['2026-03-02', Date.UTC(2026, 2, 2)],
    ['2026-03-02T09:00:00Z', Date.UTC(2026, 2, 2, 9)],
    ['2026-03-02 09:00:00+01:00', Date.UTC(2026, 2, 2, 8)],
  ])('is %s', (text, timeMs) => {
    expect(parseTime(text)).toBe(timeMs);
  });

  it.each(['yesterday', '2026-3-2', '2026-13-01', '', '02.03.2026'])('is not %j', (text) => {
    expect(() => parseTime(text)).toThrow('Write a date');
  });
});
