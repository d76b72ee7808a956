/** Halves and doubles how far back new terms look, and takes their readiness away. */
import type { NewTerms } from '../../../rule-language/memory.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import { durationText } from '../../../std/time.ts';
import { changesOfNewTerms } from '../memory-site.ts';
import type { Change, Mutation } from '../mutation.ts';

/** The mutation `halve-history`. */
export const halveHistory: Mutation = {
  name: 'halve-history',
  about: 'New terms look half as far back.',
  example: {
    before: `
detection:
  attached: { eventName: AttachRolePolicy }
  condition: attached
new_terms: { terms: requestParameters.roleName, history: 30d }`,
    after: `
detection:
  attached: { eventName: AttachRolePolicy }
  condition: attached
new_terms: { terms: requestParameters.roleName, history: 15d }`,
  },
  changes: (rule) => resized(rule, 0.5, 'what comes back within the history, in a test that expects one alert'),
};

/** The mutation `double-history`. */
export const doubleHistory: Mutation = {
  name: 'double-history',
  about: 'New terms look twice as far back.',
  example: {
    before: `
detection:
  attached: { eventName: AttachRolePolicy }
  condition: attached
new_terms: { terms: requestParameters.roleName, history: 15d }`,
    after: `
detection:
  attached: { eventName: AttachRolePolicy }
  condition: attached
new_terms: { terms: requestParameters.roleName, history: 30d }`,
  },
  changes: (rule) =>
    resized(rule, 2, 'what comes back after a little more than the history, in a test that expects two alerts'),
};

/** The mutation `drop-readiness`. */
export const dropReadiness: Mutation = {
  name: 'drop-readiness',
  about: 'New terms are found from the first day of log on.',
  example: {
    before: `
detection:
  attached: { eventName: AttachRolePolicy }
  condition: attached
new_terms: { terms: requestParameters.roleName, readiness: 1d }`,
    after: `
detection:
  attached: { eventName: AttachRolePolicy }
  condition: attached
new_terms: { terms: requestParameters.roleName, readiness: 1s }`,
  },
  changes: (rule) =>
    changesOfNewTerms(rule, (memory) => [
      {
        at: 'readiness',
        key: 'new_terms.readiness',
        words: 'a finding counts however little log there is',
        hint: 'a test with "log_since" shorter than the readiness that expects not-ready',
        memory: { ...memory, readinessMs: 1_000 } satisfies NewTerms,
      },
    ]),
};

function resized(rule: Rule, factor: number, hint: string): readonly Change[] {
  return changesOfNewTerms(rule, (memory) => {
    const historyMs = memory.historyMs * factor;
    const words = `the history is ${durationText(historyMs)} instead of ${durationText(memory.historyMs)}`;
    return [{ at: 'history', key: 'new_terms.history', words, hint, memory: { ...memory, historyMs } }];
  });
}
