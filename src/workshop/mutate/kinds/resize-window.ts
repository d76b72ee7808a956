/** Halves and doubles the window of a threshold. */
import type { Rule } from '../../../rule-language/rule.ts';
import { durationText } from '../../../std/time.ts';
import { changesOfThreshold } from '../memory-site.ts';
import type { Change, Mutation } from '../mutation.ts';

/** The mutation `halve-window`. */
export const halveWindow: Mutation = {
  name: 'halve-window',
  about: 'The window of a threshold is half as long.',
  example: {
    before: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 3, within: 2h, by: recipientAccountId }`,
    after: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 3, within: 1h, by: recipientAccountId }`,
  },
  changes: (rule) =>
    resized(rule, 0.5, 'events that need more than half of the window, in a test that expects an alert'),
};

/** The mutation `double-window`. */
export const doubleWindow: Mutation = {
  name: 'double-window',
  about: 'The window of a threshold is twice as long.',
  example: {
    before: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 3, within: 1h, by: recipientAccountId }`,
    after: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 3, within: 2h, by: recipientAccountId }`,
  },
  changes: (rule) => resized(rule, 2, 'events that take a little longer than the window, in a test that expects none'),
};

function resized(rule: Rule, factor: number, hint: string): readonly Change[] {
  return changesOfThreshold(rule, (memory) => {
    const windowMs = memory.windowMs * factor;
    const words = `the window is ${durationText(windowMs)} instead of ${durationText(memory.windowMs)}`;
    return [{ at: 'within', key: 'threshold.within', words, hint, memory: { ...memory, windowMs } }];
  });
}
