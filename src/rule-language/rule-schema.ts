/**
 * What a rule file may say, key by key. One schema checks files and is published as JSON Schema for editors;
 * detections and conditions have their own parser, which knows what a schema cannot say.
 */
import { inlineProfile } from '../context/profile-document.ts';
import { z } from 'zod';
import { check, type ShapeProblem } from '../document/shape.ts';
import {
  confidenceChoice as confidence,
  dedupTargetsChoice,
  levelChoice as level,
  originChoice,
  relationChoice,
  statusChoice,
  testKindChoice,
} from './choice.ts';
import { duration, memoryKeys, newTermsSchema, thresholdSchema } from './memory-document.ts';
import { modifierSchema } from './modifier-document.ts';
import type { RuleDocument } from './rule-document.ts';

const text = z.string();
const texts = z.array(z.string());
/** A list in the specification, a single text in many files. */
const oneOrMore = z.union([z.string().transform((one) => [one]), texts]);
// eslint-disable-next-line regexp/use-ignore-case -- the pattern is published as JSON Schema, which has no flags
const uuid = z.string().regex(/^[\da-fA-F]{8}-(?:[\da-fA-F]{4}-){3}[\da-fA-F]{12}$/, 'must be a UUID');
const date = z
  .string()
  .regex(/^(?:\d{4}(?:-\d{2}-\d{2}|\/\d{1,2}\/\d{1,2})|\d{1,2}\/\d{1,2}\/\d{4})$/, 'must be a date such as 2025-01-31');
const condition = z.union([z.string(), z.array(z.string()).min(1)]);
const attackReference = z.strictObject({
  id: text.meta({ description: 'Id in ATT&CK', examples: ['TA0003', 'T1098.001'] }),
  origin: originChoice.describe('Who says so'),
});
const patch = z.record(z.string(), z.json());

const logsource = z.looseObject({
  category: text.optional().describe('Kind of log, across products'),
  product: text.optional().meta({ description: 'aws or gcp', examples: ['aws', 'gcp'] }),
  service: text.optional().meta({ description: 'cloudtrail or gcp.audit', examples: ['cloudtrail', 'gcp.audit'] }),
  definition: text.optional().describe('What must be switched on for these logs to exist'),
});

const related = z.looseObject({
  id: uuid.describe('Id of the other rule'),
  type: relationChoice.describe('How they are related'),
});

const variation = z.strictObject({
  name: text.min(1).describe('Name of the case, unique in the rule'),
  condition: condition.describe('Sigma condition over the same search identifiers'),
  level: level.describe('Level of the case'),
  title: text.optional().describe('Title of the case'),
  sentence: text.optional().describe('Sentence of the case'),
  description: text.optional().describe('Description of the case'),
  confidence: confidence.optional().describe('How sure the case is'),
  missing_context: texts.optional().describe('What the analyst must look up elsewhere'),
});

/** Repetitions of one event in a test. */
const REPETITIONS_MAX = 1_000;

const columns = z
  .record(z.string(), z.array(z.json()).min(1).max(REPETITIONS_MAX))
  .refine((lists) => Object.keys(lists).length > 0, 'must name a path');

const eventPatch = {
  event: text.meta({ description: 'Name of a base event', examples: ['iam-user-call', 'role-session-call'] }),
  patch: patch.optional().meta({
    description: 'Dotted path → value that is set there, null included',
    examples: [{ eventName: 'CreateAccessKey', 'requestParameters.userName': 'bob' }],
  }),
  without: texts
    .optional()
    .meta({ description: 'Dotted paths that are taken away', examples: [['requestParameters.userName']] }),
  times: z
    .number()
    .int()
    .min(2)
    .max(REPETITIONS_MAX)
    .optional()
    .meta({ description: 'How often it happens; every repetition has an id of its own', examples: [9] }),
  values: columns.optional().meta({
    description: 'In place of times: dotted path → the value in each repetition',
    examples: [{ 'requestParameters.userName': ['ann', 'bob', 'cem'] }],
    minProperties: 1,
  }),
  every: duration.optional().meta({
    description: 'Event time between two repetitions; none without',
    examples: ['30s'],
  }),
  at: duration.optional().meta({ description: 'Happens this long after the time of the base', examples: ['2h'] }),
  after: duration.optional().meta({
    description: 'Happens this long after the event before it in the test',
    examples: ['20d'],
  }),
};

/** What two keys of an event exclude, in the words of the published schema too. */
const EVENT_EXCLUDES: readonly (readonly [string, string])[] = [
  ['times', 'values'],
  ['at', 'after'],
];
const eventExcludes = EVENT_EXCLUDES.map((keys) => ({ not: { required: keys } }));

function excludesNothing(event: Readonly<Record<string, unknown>>): boolean {
  return EVENT_EXCLUDES.every(([one, other]) => event[one] === undefined || event[other] === undefined);
}
const EXCLUSION = 'takes either "times" or "values", and either "at" or "after"';

const ruleTestShape = z.strictObject({
  name: text.min(1).describe('What the test shows'),
  kind: testKindChoice.optional().describe('What sort of case it is'),
  ...eventPatch,
  event: eventPatch.event.optional(),
  profile: inlineProfile.optional().describe('Organisation profile of this test; none without'),
  log_since: duration.optional().meta({
    description: 'How much log there is before the earliest event; enough without',
    examples: ['20d'],
  }),
  events: z
    .array(z.strictObject(eventPatch).refine(excludesNothing, EXCLUSION).meta({ allOf: eventExcludes }))
    .min(1)
    .optional()
    .describe('Several events, instead of one'),
  each: z
    .record(z.string(), z.array(z.json()).min(1).max(500))
    .refine((columns) => Object.keys(columns).length > 0, 'must name a path')
    .optional()
    .meta({
      description: 'A table of tests: dotted path → the value of each row, set after the patch; every row is a test',
      examples: [{ eventName: ['CreateUser', 'CreateRole'] }],
      // What the check above says, for the published schema.
      minProperties: 1,
    }),
  expect: z
    .union([
      z.literal('alert'),
      z.literal('none'),
      z.literal('not-ready'),
      z.strictObject({
        level: level.optional().describe('Level that the alert has'),
        variation: text.optional().describe('Name of the variation that decides it; none: the rule itself'),
        alerts: z.number().int().min(1).optional().describe('How many alerts there are'),
        count: z.number().int().min(1).optional().describe('How many actions the alert folds'),
        levels: z.array(level).min(1).optional().describe('Levels of all alerts, in the order of their first events'),
        modifiers: texts.optional().describe('Names of the modifiers that raise the alert; an empty list: none does'),
      }),
    ])
    .describe(
      'alert, none, not-ready (too little log to know), or level, variation, number and count of the alerts, and what raises them; variation none: no variation may hold',
    ),
});
const ruleTest = ruleTestShape.refine(excludesNothing, EXCLUSION).meta({ allOf: eventExcludes });

const equivalentMutant = z.strictObject({
  mutation: text.min(1).describe('Id that iamwatch rules mutate prints'),
  reason: text.min(1).describe('Why no event can tell it from the rule'),
});

const shared = {
  title: text
    .min(1)
    .max(256)
    .meta({ description: 'What the rule notices, in a few words', examples: ['Access key created for another user'] }),
  id: uuid
    .optional()
    .meta({ description: 'UUID that never changes', examples: ['3d0e4c0a-6f0e-4b52-9a55-8f4e7f1c2a01'] }),
  related: z.array(related).nullish().describe('Links to other rules'),
  name: text
    .min(1)
    .max(256)
    .optional()
    .meta({
      description: 'Unique name by which other documents refer to the rule',
      examples: ['aws-iam-access-key-for-another-user'],
    }),
  taxonomy: text.optional().describe('Names of fields and log sources used; sigma by default'),
  status: statusChoice.optional().describe('How mature the rule is'),
  description: text.nullish().describe('What the rule notices and why it matters'),
  license: text.nullish().describe('SPDX identifier of the licence'),
  author: oneOrMore.nullish().describe('Who wrote the rule'),
  references: oneOrMore
    .nullish()
    .meta({ description: 'Where the idea comes from', examples: [['https://attack.mitre.org/techniques/T1098/001/']] }),
  date: date.nullish().meta({ description: 'Date of the first version', examples: ['2026-01-31'] }),
  modified: date.nullish().meta({ description: 'Date of the last change', examples: ['2026-02-28'] }),
  tags: texts
    .nullish()
    .meta({ description: 'Tags such as attack.t1098', examples: [['attack.persistence', 'attack.t1098.001']] }),
  fields: oneOrMore.nullish().describe('Fields worth showing'),
  falsepositives: oneOrMore
    .nullish()
    .meta({ description: 'What else may look like this', examples: [['An administrator hands a key to a new user.']] }),
  level: level.optional().meta({ description: 'How bad it is; medium by default', default: 'medium' }),
  scope: oneOrMore.nullish().describe('Where the rule applies'),
};

const ruleDocument = z.looseObject({
  ...shared,
  logsource: logsource.describe('Which logs the rule reads'),
  detection: z.record(z.string(), z.unknown()).describe('Search identifiers and the condition over them'),

  version: z.number().int().min(1).optional().meta({ description: 'Number of the revision; 1 by default', default: 1 }),
  category: text.optional().meta({ description: 'Family of the rule, such as Cloud', examples: ['Cloud'] }),
  confidence: confidence.optional().describe('How sure the rule is of its claim'),
  catalogue: texts.optional().describe('Catalogue ids that the rule covers'),
  sentence: text.optional().meta({
    description:
      'Why it alerts, in one sentence with {actor}, {action}, {target}, {account}, {foreign_accounts}, {raw.field.path}, {matched.field}',
    examples: ['{actor} created an access key for {target}, which is not the caller itself.'],
  }),
  attackers_goal: text.optional().meta({
    description: 'What an attacker would want with it',
    examples: ['Keep access after the first foothold is closed.'],
  }),
  business: text.optional().meta({
    description: 'What it may mean for the business',
    examples: ['Persistent access that survives password changes.'],
  }),
  investigate: texts.optional().meta({
    description: 'Steps of an investigation',
    examples: [['Who asked for this key, and through which change?']],
  }),
  respond: texts.optional().meta({
    description: 'Steps of a response',
    examples: [['Deactivate the key, then delete it once its use is known.']],
  }),
  blind_spots: texts.optional().meta({
    description: 'What the rule cannot see',
    examples: [['A key that a user creates for itself is not found here.']],
  }),
  counterparts: texts.optional().meta({
    description: 'Names of the rules that notice the same in the other cloud',
    examples: [['gcp-iam-service-account-key-created']],
  }),
  no_counterpart: text.optional().describe('Why the other cloud has no such rule'),
  data: texts.optional().meta({
    description: 'Log sources that the rule needs',
    examples: [['AWS CloudTrail management events (iam.amazonaws.com)']],
  }),
  attack: z
    .strictObject({
      release: text.optional().meta({ description: 'ATT&CK release', examples: ['19.1'] }),
      tactics: z.array(attackReference).optional().describe('Tactics'),
      techniques: z.array(attackReference).optional().describe('Techniques; none is legal'),
      analytics: texts.optional().describe('Analytics'),
    })
    .optional()
    .describe('Which part of ATT&CK the rule covers'),
  variations: z.array(variation).optional().describe('Named cases; the most severe that holds wins'),
  missing_context: texts.optional().describe('What the analyst must look up elsewhere'),
  dedup: z
    .union([
      z.literal('none'),
      z.strictObject({
        period: duration.meta({ description: 'Period in which repeats fold', examples: ['24h', '5d'] }),
        targets: dedupTargetsChoice.optional().describe('Whether calls on several targets fold; apart by default'),
      }),
    ])
    .optional()
    .meta({ description: 'How repeats fold', examples: ['none', { period: '24h' }] }),
  threshold: thresholdSchema
    .optional()
    .describe('Alerts only where so many of the events, or of their different values, come within a time'),
  new_terms: newTermsSchema
    .optional()
    .describe('Alerts only where values of the event were not seen in the time before'),
  modifiers: z
    .array(modifierSchema)
    .optional()
    .describe('Steps by which the level of an alert rises; the level is their sum, and the alert shows it'),
  tests: z.array(ruleTest).optional().describe('Tests of the rule'),
  equivalent_mutants: z
    .array(equivalentMutant)
    .optional()
    .describe('Mutations that no event can tell from the rule, and why'),
});

/** All keys of a rule that have a meaning. */
export const ruleKeys: readonly string[] = Object.keys(ruleDocument.shape);

/** Keys of the maps inside a rule, for "did you mean". */
export const innerKeys: readonly string[] = [variation, modifierSchema, ruleTestShape, attackReference, related]
  .flatMap((schema) => Object.keys(schema.shape))
  .concat(memoryKeys);

/** Keys that rules, correlations and filters share. */
export const sharedKeys: readonly string[] = Object.keys(shared);

/** The published schema of the rule format. */
export function ruleSchema(): z.ZodType<RuleDocument> {
  return ruleDocument;
}

/** Checks the shape of one rule document. */
export function checkRuleDocument(value: unknown): RuleDocument | readonly ShapeProblem[] {
  return check(ruleDocument, value);
}
