/** Counts actions in place of different values, or leaves a field out of the tuple whose values are counted. */
import { changesOfThreshold, withoutEach } from '../memory-site.ts';
import type { Mutation } from '../mutation.ts';

/** The mutation `drop-distinct`. */
export const dropDistinct: Mutation = {
  name: 'drop-distinct',
  about: 'A threshold counts actions, whatever their values.',
  example: {
    before: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 3, distinct: requestParameters.userName, within: 1h, by: recipientAccountId }`,
    after: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 3, within: 1h, by: recipientAccountId }`,
  },
  changes: (rule) =>
    changesOfThreshold(rule, (memory) =>
      memory.measure.kind === 'distinct'
        ? [
            {
              at: 'distinct',
              key: 'threshold.distinct',
              words: 'actions are counted instead of different values',
              hint: 'enough events with too few different values, in a test that expects none',
              memory: { ...memory, measure: { kind: 'actions' }, fields: [] },
            },
          ]
        : [],
    ),
};

/** The mutation `drop-distinct-field`. */
export const dropDistinctField: Mutation = {
  name: 'drop-distinct-field',
  about: 'A field is left out of the tuple whose different values are counted.',
  example: {
    before: `
detection:
  read: { readOnly: true }
  condition: read
threshold: { at_least: 3, distinct: [eventSource, eventName], within: 1h, by: recipientAccountId }`,
    after: `
detection:
  read: { readOnly: true }
  condition: read
threshold: { at_least: 3, distinct: [eventName], within: 1h, by: recipientAccountId }`,
  },
  changes: (rule) =>
    changesOfThreshold(rule, (memory) =>
      memory.fields.length < 2
        ? []
        : withoutEach(memory.fields).map(({ dropped, others }) => ({
            at: `distinct.${dropped.text}`,
            key: 'threshold.distinct',
            words: `"${dropped.text}" tells values apart no more`,
            hint: `events that differ in "${dropped.text}" alone, in a test that expects an alert`,
            memory: { ...memory, fields: others },
          })),
    ),
};
