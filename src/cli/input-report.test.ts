import { describe, expect, it } from 'vitest';
import { InputReport } from './input-report.ts';

function problem(file: string, offset: number | undefined, reason = 'odd'): Parameters<InputReport['problem']>[0] {
  return { file, offset, reason };
}

describe('what could not be read', () => {
  it('is told by file, with place and reason; what is wrong with the whole file first', () => {
    const report = new InputReport();
    report.problem(problem('a', 7));
    report.problem(problem('a', undefined, 'cut off'));
    expect(report.lines()).toEqual(['not read: a', '  cut off', '  at byte 7: odd']);
    expect(report.unreadable).toBe(2);
  });

  it('is told five times a file and counted for the rest', () => {
    const report = new InputReport();
    for (let offset = 0; offset < 100; offset += 1) report.problem(problem('a', offset));
    expect(report.lines()).toHaveLength(7);
    expect(report.lines().at(-1)).toBe('  and 95 more');
  });

  it('stays within bounds for any number of files, and every problem is counted', () => {
    const report = new InputReport();
    for (let file = 0; file < 5000; file += 1) report.problem(problem(`f${file}`, undefined));
    expect(report.unreadable).toBe(5000);
    expect(report.lines()).toHaveLength(2001);
    expect(report.lines().at(-1)).toBe('not read: 4000 more in further files');
  });

  it('cannot act on the terminal', () => {
    const report = new InputReport();
    report.problem(problem('\u001b[2J', 0, '\u009b2J'));
    expect(report.lines().join()).not.toMatch(/\p{Cc}/u);
  });
});

it('what is known but no event is counted by name', () => {
  const report = new InputReport();
  for (const what of ['CloudTrail digest', 'S3 notification', 'CloudTrail digest']) report.sibling(what);
  expect(report.lines()).toEqual(['skipped, no events: 2 CloudTrail digests, 1 S3 notification']);
  expect([report.skipped, report.readable, report.unreadable]).toEqual([3, 3, 0]);
});
