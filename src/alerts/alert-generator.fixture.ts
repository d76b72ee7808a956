/** Alerts of any content, hostile texts among them: what a mapping must be able to carry. */
import fc from 'fast-check';
import { formatInstant } from '../std/time.ts';
import { LEVELS, type Alert } from './alert.ts';

/** Texts that hurt somewhere: formulas, separators, quotes, terminal escapes, changes of direction, halves of pairs. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '\t',
        '\r',
        '\n',
        ' ',
        "'",
        '"',
        ',',
        ';',
        '＝',
        '\u00a0',
        '\u202e',
        'a',
        '1',
        '|',
      ),
      {
        maxLength: 8,
      },
    )
    .map((signs) => signs.join('')),
  fc.constantFrom('=HYPERLINK("http://203.0.113.9")', '\u001b[2J', '\ud800', "' =1", '−1+1'),
);

const maybe = fc.option(hostileText);
const instant = fc.option(
  fc.integer({ min: 1, max: Date.parse('2100-01-01T00:00:00Z') }).map((timeMs) => formatInstant(timeMs)),
);
const texts = fc.array(hostileText, { maxLength: 3 });
const input = fc.record({ file: hostileText, record: fc.nat() });
const mapped = fc.array(
  fc.record({ id: fc.oneof(hostileText, fc.constantFrom('T1098', 'T1098.001', 'TA0003')), origin: hostileText }),
  { maxLength: 3 },
);
const address = fc.oneof(fc.constant(null), fc.ipV4(), fc.ipV6(), hostileText);

/** Any alert. Its times are those that {@link formatInstant} writes. */
export const anyAlert: fc.Arbitrary<Alert> = fc.record({
  id: hostileText,
  rule: fc.record({
    id: hostileText,
    name: hostileText,
    title: hostileText,
    kind: fc.constantFrom('match' as const, 'threshold' as const, 'new_terms' as const),
    version: fc.integer(),
    category: maybe,
    catalogue: texts,
  }),
  variation: maybe,
  level: fc.constantFrom(...LEVELS),
  severity: fc.record({
    base: fc.constantFrom(...LEVELS),
    modifiers: fc.array(fc.record({ name: hostileText, change: fc.integer(), why: fc.option(hostileText) }), {
      maxLength: 2,
    }),
  }),
  confidence: fc.oneof(
    fc.constantFrom(null, 'low', 'medium', 'high'),
    hostileText.map((text) => `own ${text}`),
  ),
  scope: hostileText,
  time: instant,
  first_seen: instant,
  last_seen: instant,
  count: fc.integer({ min: 1, max: 1000 }),
  arrival: instant,
  detected: fc.constant(null),
  dedup: fc.record({ key: hostileText, until: instant, suppressed: fc.nat(), last_suppressed: instant }),
  attack: fc.record({ release: maybe, tactics: mapped, techniques: mapped, analytics: texts }),
  actor: fc.record({
    principal: hostileText,
    kind: fc.oneof(fc.constantFrom('user', 'role', 'root', 'service-account', 'service', 'unknown'), hostileText),
    account: maybe,
    name: hostileText,
    arn: maybe,
    access_key_id: maybe,
    session: fc.option(
      fc.record({
        name: maybe,
        issued_by: maybe,
        source_identity: maybe,
        created: instant,
        from_console: fc.boolean(),
      }),
    ),
    instance: fc.option(fc.record({ id: maybe, evidence: hostileText })),
    invoked_by: maybe,
  }),
  human: fc.option(fc.record({ id: hostileText, confidence: hostileText, path: texts, break: maybe })),
  targets: fc.array(fc.record({ type: hostileText, id: hostileText, name: maybe, account: maybe }), { maxLength: 3 }),
  credentials_issued: fc.array(fc.record({ kind: hostileText, id: maybe, principal: maybe }), { maxLength: 2 }),
  account: fc.oneof(fc.constantFrom(null, '111122223333', 'example-prod', 'folders/1', 'organizations/1'), hostileText),
  region: maybe,
  cloud: fc.constantFrom('aws' as const, 'gcp' as const),
  source: fc.record({
    ip: address,
    address,
    network: maybe,
    country: maybe,
    user_agent: maybe,
    access_method: hostileText,
  }),
  auth: fc.record({ method: maybe, mfa: fc.option(fc.boolean()), outcome: hostileText }),
  events: fc.array(fc.record({ id: hostileText, time: instant, action: maybe, input }), { maxLength: 3 }),
  explanation: fc.record({
    reason: hostileText,
    observed: fc.array(fc.record({ field: fc.oneof(fc.constant('eventSource'), hostileText), value: hostileText }), {
      maxLength: 2,
    }),
    expected: texts,
    would_not_fire_if: fc.array(
      fc.record({
        edits: fc.array(fc.record({ field: hostileText, set: maybe }), { maxLength: 2 }),
        fewer_events: fc.option(fc.nat()),
        earlier_events: fc.option(fc.nat()),
      }),
      { maxLength: 2 },
    ),
  }),
  missing_context: texts,
  login_correlation: fc.constant(null),
  attackers_goal: maybe,
  business: maybe,
  investigate: texts,
  respond: texts,
  change: fc.constant(null),
  incident: fc.constant(null),
  status: fc.constantFrom('open', 'acknowledged', 'closed', 'superseded'),
  supersedes: fc.option(fc.array(hostileText, { minLength: 1, maxLength: 2 })),
  superseded_by: maybe,
  degraded: fc.boolean(),
  input,
});
