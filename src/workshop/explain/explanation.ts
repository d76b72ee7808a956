/**
 * The explanation as it is printed in JSON, so that a page can draw it. It is an outside contract: `iamwatch schema
 * explanation` prints its JSON Schema, and a change shows in the golden file of it.
 */
import { z } from 'zod';
import type { EventView } from '../../events/audit-event.ts';
import { headOf } from '../../events/event-view.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { levels } from '../../rule-language/rule.ts';
import { answerOf } from './answer.ts';
import {
  type ExplainedCondition,
  type ExplainedRule,
  type ExplainedSearch,
  EXPLANATION_VERSION,
} from './explained-rule.ts';
import type { ShownDifference } from './shown-difference.ts';

/** A rule, an event, and all that the one says about the other. */
export interface Explanation {
  readonly version: typeof EXPLANATION_VERSION;
  readonly rule: { readonly id: string; readonly name: string; readonly title: string; readonly file: string };
  readonly event: {
    readonly id: string;
    readonly time: string | null;
    readonly cloud: EventView['cloud'];
    readonly account: string | null;
    readonly action: string | null;
    readonly actor: string;
  };
  /** The verdict in one sentence. */
  readonly answer: string;
  readonly explained: ExplainedRule;
  /** What would change the verdict; null where it was not asked. */
  readonly why_not: ShownDifference | null;
}

/** Puts an explanation together. */
export function explanationOf(
  rule: Rule,
  event: EventView,
  found: { readonly explained: ExplainedRule; readonly whyNot: ShownDifference | null },
): Explanation {
  const { timeMs, account, action, actor } = event.audit();
  return {
    version: EXPLANATION_VERSION,
    rule: { id: rule.id ?? rule.name, name: rule.name, title: rule.title, file: rule.file },
    event: {
      id: headOf(event).id,
      time: timeMs === undefined ? null : new Date(timeMs).toISOString(),
      cloud: event.cloud,
      account: account ?? null,
      action: action ?? null,
      actor: actor.name,
    },
    answer: answerOf(rule, found.explained),
    explained: found.explained,
    why_not: found.whyNot,
  };
}

const text = z.string();
const shownValues = z
  .strictObject({ values: z.array(text), more: z.number().int().describe('Values that are counted and not shown.') })
  .meta({ id: 'values', description: 'Values as they are shown: long ones cut, secrets named only.' });
const explained = {
  holds: z.boolean(),
  decides: z.boolean().describe('Whether the node bears the verdict of the rule.'),
  place: z
    .strictObject({ line: z.number().int(), column: z.number().int() })
    .nullable()
    .describe('Where the clause stands in its rule file; null for a filter and for what no line says.'),
};

const test = z
  .strictObject({
    kind: z.literal('test'),
    ...explained,
    test: z.enum(['text', 'regex', 'compare', 'time', 'cidr', 'either', 'null', 'exists', 'fieldref', 'predicate']),
    value: text.describe('The value as it stands in the rule.'),
    needed: text.describe('What is needed, in words.'),
    passing: shownValues.describe('The values that pass; of keywords, with their places.'),
    answers: z.array(z.enum(['yes', 'no', 'unknown'])).describe('Answers of a predicate, in the order of the values.'),
    other: shownValues.nullable().describe('The values of the field that fieldref compares with.'),
    note: text.nullable(),
  })
  .meta({ id: 'test' });

const quantifier = z.enum(['any', 'all']);

const search: z.ZodType<ExplainedSearch> = z
  .lazy(() =>
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['all-of', 'any-of']), ...explained, searches: z.array(search) }),
      z.strictObject({
        kind: z.literal('field'),
        ...explained,
        clause: text.describe('The key as it stands in the rule.'),
        field: text,
        quantifier,
        negated: z.boolean().describe('neq: something is there, and none of the tests holds.'),
        there: shownValues,
        tests: z.array(test),
      }),
      z.strictObject({
        kind: z.literal('keyword'),
        ...explained,
        quantifier,
        strings: z.number().int().describe('Strings in the record.'),
        tests: z.array(test),
      }),
      z.strictObject({
        kind: z.literal('any-element'),
        ...explained,
        field: text,
        count: z.number().int().describe('Elements in the list.'),
        passed: z.number().int().describe('Elements that pass.'),
        elements: z.array(z.strictObject({ kind: z.literal('element'), ...explained, at: text, search })),
        more: z.number().int().describe('Elements that are counted and not shown.'),
      }),
    ]),
  )
  .meta({ id: 'search' });

const condition: z.ZodType<ExplainedCondition> = z
  .lazy(() =>
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('name'), ...explained, name: text }),
      z.strictObject({ kind: z.literal('not'), ...explained, operand: condition }),
      z.strictObject({ kind: z.enum(['and', 'or']), ...explained, operands: z.array(condition) }),
      z.strictObject({ kind: z.literal('of'), ...explained, quantifier, operands: z.array(condition) }),
    ]),
  )
  .meta({ id: 'condition', description: 'Identifiers are named here and explained in the list beside the condition.' });

const detection = {
  ...explained,
  condition,
  identifiers: z.array(z.strictObject({ kind: z.literal('identifier'), ...explained, name: text, search })),
};

const wanted = z.strictObject({ needed: text.nullable(), there: text, holds: z.boolean() });

const edit = z.strictObject({
  path: z.array(z.union([text, z.number().int()])),
  at: text.describe('The path as text.'),
  change: z.enum(['set', 'unset']),
  value: z.json().describe('What is set; null for what is taken away.'),
  was: text.nullable().describe('What stands there now; null where nothing does.'),
  text: text.describe('The change in words.'),
});

const schema = z
  .strictObject({
    version: z.literal(EXPLANATION_VERSION),
    rule: z.strictObject({ id: text, name: text, title: text, file: text }),
    event: z.strictObject({
      id: text,
      time: text.nullable(),
      cloud: z.enum(['aws', 'gcp']),
      account: text.nullable(),
      action: text.nullable(),
      actor: text,
    }),
    answer: text.describe('The verdict in one sentence.'),
    explained: z.strictObject({
      holds: z.boolean().describe('Whether the rule fires.'),
      level: z.enum(levels).nullable().describe('Level of the alert; null where there is none.'),
      variation: text.nullable().describe('The variation that speaks.'),
      logsource: z.strictObject({ ...explained, product: wanted, service: wanted }),
      detection: z.strictObject(detection),
      filters: z.array(z.strictObject({ ...detection, name: text })),
      variations: z.array(
        z.strictObject({ ...explained, name: text, level: z.enum(levels), wins: z.boolean(), condition }),
      ),
    }),
    why_not: z
      .strictObject({
        kind: z.enum(['would-fire', 'would-not-fire', 'none']),
        text,
        sets: z.array(z.array(edit)).describe('Each alone changes the verdict.'),
      })
      .nullable()
      .describe('What would change the verdict; null where it was not asked.'),
  })
  .describe('What one rule of iamwatch makes of one event, clause by clause.');

/** JSON Schema (draft 2020-12) of {@link Explanation}. */
export function explanationJsonSchema(): unknown {
  return z.toJSONSchema(schema);
}

/** Whether a value is an explanation to the letter; for tests and for readers of stored ones. */
export function isExplanation(value: unknown): value is Explanation {
  return schema.safeParse(value).success;
}
