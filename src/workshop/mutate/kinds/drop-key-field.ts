/** Leaves a field out of what keeps the events of a threshold apart. */
import { changesOfThreshold, withoutEach } from '../memory-site.ts';
import type { Mutation } from '../mutation.ts';

/** The mutation `drop-key-field`. */
export const dropKeyField: Mutation = {
  name: 'drop-key-field',
  about: 'A field keeps the events of a threshold apart no more.',
  example: {
    before: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 3, within: 1h, by: [recipientAccountId, iamwatch.actor.principal] }`,
    after: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 3, within: 1h, by: [recipientAccountId] }`,
  },
  changes: (rule) =>
    changesOfThreshold(rule, (memory) => [
      ...withoutEach(memory.by).map(({ dropped, others }) => ({
        at: `by.${dropped.text}`,
        key: 'threshold.by',
        words: `"${dropped.text}" keeps events apart no more`,
        hint: `events that differ in "${dropped.text}" and are too few with each value, in a test that expects none`,
        memory: { ...memory, by: others },
      })),
      ...withoutEach(memory.elseBy ?? []).map(({ dropped, others }) => ({
        at: `else_by.${dropped.text}`,
        key: 'threshold.else_by',
        words: `"${dropped.text}" keeps events apart no more`,
        hint: `events that lack a field of "by", differ in "${dropped.text}" and are too few with each value, in a test that expects none`,
        memory: { ...memory, elseBy: others },
      })),
    ]),
};

/** The mutation `drop-else-by`. */
export const dropElseBy: Mutation = {
  name: 'drop-else-by',
  about: 'Events that lack a field of `by` do not count any more.',
  example: {
    before: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 3, within: 1h, by: userIdentity.accessKeyId, else_by: sourceIPAddress }`,
    after: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 3, within: 1h, by: userIdentity.accessKeyId }`,
  },
  changes: (rule) =>
    changesOfThreshold(rule, (memory) =>
      memory.elseBy === undefined
        ? []
        : [
            {
              at: 'else_by',
              key: 'threshold.else_by',
              words: 'events that lack a field of "by" do not count',
              hint: 'enough events that lack a field of "by", in a test that expects an alert',
              memory: { ...memory, elseBy: undefined },
            },
          ],
    ),
};
