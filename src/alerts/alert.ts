/**
 * The alert: what a human sees. Its JSON form is an outside contract (design section 9): every alert carries every
 * field, null or empty where unknown, and a change shows in the golden file of its JSON Schema.
 */
import { z } from 'zod';

/** Severity levels, mildest first. */
export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;

/** How much attention an alert deserves. */
export type Level = (typeof LEVELS)[number];

/** Position of a level, for comparison. */
export function levelRank(level: Level): number {
  return LEVELS.indexOf(level);
}

const text = z.string();
const maybe = text.nullable();
const instant = text.describe('Event time, ISO 8601 in UTC.').nullable();
const origin = z.string().describe('Where the mapping comes from.');

const schema = z
  .strictObject({
    id: text.describe('Stable id: hash of rule, variation, dedup key, cloud, account and earliest event.'),
    rule: z.strictObject({
      id: text,
      name: text,
      title: text,
      kind: z.enum(['match', 'threshold', 'new_terms']).describe('Which detector found it.'),
      version: z.number().int(),
      category: maybe,
      catalogue: z.array(text).describe('Ids of the catalogue entries that the rule covers.'),
    }),
    variation: maybe.describe('Name of the variation that decided text and level.'),
    level: z.enum(LEVELS),
    severity: z.strictObject({
      base: z.enum(LEVELS),
      modifiers: z.array(
        z.strictObject({
          name: text,
          change: z.number().int().describe('Levels by which it moves the base; 0: it cannot be told yet.'),
          why: maybe.describe('Why it holds, or why it cannot be told.'),
        }),
      ),
    }),
    confidence: maybe.describe('Confidence of the analytic: low, medium or high.'),
    scope: text.describe('What the conclusion extends to.'),
    time: instant,
    first_seen: instant,
    last_seen: instant,
    count: z.number().int().describe('Distinct events folded into the alert.'),
    arrival: maybe,
    detected: maybe,
    dedup: z.strictObject({
      key: text,
      until: maybe.describe('End of the period in which repeats fold into this alert.'),
      suppressed: z.number().int().describe('Repeats folded.'),
      last_suppressed: maybe,
    }),
    attack: z.strictObject({
      release: maybe,
      tactics: z.array(z.strictObject({ id: text, origin })),
      techniques: z.array(z.strictObject({ id: text, origin })),
      analytics: z.array(text),
    }),
    actor: z.strictObject({
      principal: text.describe('Canonical principal: role ARN, never session ARN.'),
      kind: text,
      account: maybe,
      name: text,
      arn: maybe,
      access_key_id: maybe,
      session: z
        .strictObject({
          name: maybe,
          issued_by: maybe,
          source_identity: maybe,
          created: maybe,
          from_console: z.boolean(),
        })
        .nullable(),
      instance: z.strictObject({ id: maybe, evidence: text }).nullable(),
      invoked_by: maybe,
    }),
    human: z
      .strictObject({ id: text, confidence: text, path: z.array(text), break: maybe })
      .nullable()
      .describe('The person behind the actor.'),
    targets: z.array(z.strictObject({ type: text, id: text, name: maybe, account: maybe })),
    credentials_issued: z.array(z.strictObject({ kind: text, id: maybe, principal: maybe })),
    account: maybe,
    region: maybe,
    cloud: z.enum(['aws', 'gcp']),
    source: z.strictObject({
      ip: maybe,
      address: maybe.describe('As logged: an address, or the name of a service.'),
      network: maybe,
      country: maybe,
      user_agent: maybe,
      access_method: text,
    }),
    auth: z.strictObject({ method: maybe, mfa: z.boolean().nullable(), outcome: text }),
    events: z.array(
      z.strictObject({
        id: text,
        time: instant,
        action: maybe,
        input: z.strictObject({ file: text, record: z.number().int() }),
      }),
    ),
    explanation: z.strictObject({
      reason: text.describe('One sentence: what was observed and why it matters.'),
      observed: z.array(z.strictObject({ field: text, value: text })),
      expected: z.array(text).describe('The clauses of the rule that decided.'),
      would_not_fire_if: z.array(
        z.strictObject({
          edits: z.array(z.strictObject({ field: text, set: maybe.describe('null: unset') })),
          fewer_events: z.number().int().nullable().describe('Without so many of its events, the last ones first.'),
          earlier_events: z.number().int().nullable().describe('With so many earlier events of what was new.'),
        }),
      ),
    }),
    missing_context: z.array(text).describe('What iamwatch would need to know to be more certain.'),
    login_correlation: z.null(),
    attackers_goal: maybe,
    business: maybe,
    investigate: z.array(text),
    respond: z.array(text),
    change: z.null(),
    incident: z.null(),
    status: z.enum(['open', 'acknowledged', 'closed', 'superseded']),
    supersedes: z
      .array(text)
      .nullable()
      .describe('Ids of alerts in whose place it stands: later events changed what was told before.'),
    superseded_by: maybe.describe('Id of the alert that stands in its place; null also where nothing does.'),
    degraded: z.boolean(),
    input: z.strictObject({ file: text, record: z.number().int() }).describe('Where its last event was read.'),
  })
  .describe('One alert of iamwatch.');

/** One alert, as it is printed. */
export type Alert = z.infer<typeof schema>;

/** JSON Schema (draft 2020-12) of {@link Alert}. */
export function alertJsonSchema(): unknown {
  return z.toJSONSchema(schema);
}

/** Whether a value is an alert to the letter; for tests and for readers of stored alerts. */
export function isAlert(value: unknown): value is Alert {
  return schema.safeParse(value).success;
}
