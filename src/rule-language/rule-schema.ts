/**
 * What a rule file may say, key by key. One schema checks files and is published as JSON Schema for editors;
 * detections and conditions have their own parser, which knows what a schema cannot say.
 */
import { inlineProfile } from '../context/profile-document.ts';
import { z } from 'zod';
import { check, type ShapeProblem } from '../document/shape.ts';
import type { RuleDocument } from './rule-document.ts';

const text = z.string();
const texts = z.array(z.string());
/** A list in the specification, a single text in many files. */
const oneOrMore = z.union([z.string().transform((one) => [one]), texts]);
const level = z.enum(['informational', 'low', 'medium', 'high', 'critical']);
const confidence = z.enum(['low', 'medium', 'high']);
const uuid = z.string().regex(/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i, 'must be a UUID');
const date = z
  .string()
  .regex(/^(?:\d{4}(?:-\d{2}-\d{2}|\/\d{1,2}\/\d{1,2})|\d{1,2}\/\d{1,2}\/\d{4})$/, 'must be a date such as 2025-01-31');
const condition = z.union([z.string(), z.array(z.string()).min(1)]);
const duration = z.string().regex(/^[1-9]\d{0,5}[smhdw]$/, 'must be a duration such as 24h');
const origin = z.enum(['published by the source', 'from a detection strategy', 'local, unvalidated']);
const attackReference = z.strictObject({ id: text.describe('Id in ATT&CK'), origin: origin.describe('Who says so') });
const patch = z.record(z.string(), z.json());

const logsource = z.looseObject({
  category: text.optional().describe('Kind of log, across products'),
  product: text.optional().describe('aws or gcp'),
  service: text.optional().describe('cloudtrail or gcp.audit'),
  definition: text.optional().describe('What must be switched on for these logs to exist'),
});

const related = z.looseObject({
  id: uuid.describe('Id of the other rule'),
  type: z.enum(['derived', 'obsolete', 'merged', 'renamed', 'similar', 'correlation']).describe('How they are related'),
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

const eventPatch = {
  event: text.describe('Name of a base event'),
  patch: patch.optional().describe('Dotted path → value that is set there, null included'),
  without: texts.optional().describe('Dotted paths that are taken away'),
};

const ruleTest = z.strictObject({
  name: text.min(1).describe('What the test shows'),
  kind: z.enum(['positive', 'near-miss', 'null-parameters', 'bypass']).optional().describe('What sort of case it is'),
  ...eventPatch,
  event: eventPatch.event.optional(),
  profile: inlineProfile.optional().describe('Organisation profile of this test; none without'),
  events: z.array(z.strictObject(eventPatch)).min(1).optional().describe('Several events, instead of one'),
  expect: z
    .union([
      z.literal('alert'),
      z.literal('none'),
      z.strictObject({ level: level.optional(), variation: text.optional() }),
    ])
    .describe('alert, none, or the level and variation of the alert; variation none: no variation may hold'),
});

const shared = {
  title: text.min(1).max(256).describe('What the rule notices, in a few words'),
  id: uuid.optional().describe('UUID that never changes'),
  related: z.array(related).nullish().describe('Links to other rules'),
  name: text.min(1).max(256).optional().describe('Unique name by which other documents refer to the rule'),
  taxonomy: text.optional().describe('Names of fields and log sources used; sigma by default'),
  status: z
    .enum(['stable', 'test', 'experimental', 'deprecated', 'unsupported'])
    .optional()
    .describe('How mature the rule is'),
  description: text.nullish().describe('What the rule notices and why it matters'),
  license: text.nullish().describe('SPDX identifier of the licence'),
  author: oneOrMore.nullish().describe('Who wrote the rule'),
  references: oneOrMore.nullish().describe('Where the idea comes from'),
  date: date.nullish().describe('Date of the first version'),
  modified: date.nullish().describe('Date of the last change'),
  tags: texts.nullish().describe('Tags such as attack.t1098'),
  fields: oneOrMore.nullish().describe('Fields worth showing'),
  falsepositives: oneOrMore.nullish().describe('What else may look like this'),
  level: level.optional().describe('How bad it is; medium by default'),
  scope: oneOrMore.nullish().describe('Where the rule applies'),
};

const ruleDocument = z.looseObject({
  ...shared,
  logsource: logsource.describe('Which logs the rule reads'),
  detection: z.record(z.string(), z.unknown()).describe('Search identifiers and the condition over them'),

  version: z.number().int().min(1).optional().describe('Number of the revision; 1 by default'),
  category: text.optional().describe('Family of the rule, such as Cloud'),
  confidence: confidence.optional().describe('How sure the rule is of its claim'),
  catalogue: texts.optional().describe('Catalogue ids that the rule covers'),
  sentence: text
    .optional()
    .describe(
      'Why it alerts, in one sentence with {actor}, {action}, {target}, {account}, {foreign_accounts}, {raw.field.path}, {matched.field}',
    ),
  attackers_goal: text.optional().describe('What an attacker would want with it'),
  business: text.optional().describe('What it may mean for the business'),
  investigate: texts.optional().describe('Steps of an investigation'),
  respond: texts.optional().describe('Steps of a response'),
  blind_spots: texts.optional().describe('What the rule cannot see'),
  counterparts: texts.optional().describe('Names of the rules that notice the same in the other cloud'),
  no_counterpart: text.optional().describe('Why the other cloud has no such rule'),
  data: texts.optional().describe('Log sources that the rule needs'),
  attack: z
    .strictObject({
      release: text.optional().describe('ATT&CK release'),
      tactics: z.array(attackReference).optional().describe('Tactics'),
      techniques: z.array(attackReference).optional().describe('Techniques; none is legal'),
      analytics: texts.optional().describe('Analytics'),
    })
    .optional()
    .describe('Which part of ATT&CK the rule covers'),
  variations: z.array(variation).optional().describe('Named cases; the most severe that holds wins'),
  missing_context: texts.optional().describe('What the analyst must look up elsewhere'),
  dedup: z
    .union([z.literal('none'), z.strictObject({ period: duration.describe('Period in which repeats fold') })])
    .optional()
    .describe('How repeats fold'),
  tests: z.array(ruleTest).optional().describe('Tests of the rule'),
});

/** All keys of a rule that have a meaning. */
export const ruleKeys: readonly string[] = Object.keys(ruleDocument.shape);

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
