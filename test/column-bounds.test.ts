/** At each bound of the memories in columns: crossing it costs time, and changes nothing of what is found. */
import { describe, expect, it } from 'vitest';
import { organisationProfile } from '../src/context/organisation-profile.ts';
import type { ColumnBounds } from '../src/engine/columns/column-bounds.ts';
import { KEY_MAX, rowRulesOf } from '../src/engine/columns/column-rules.ts';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import { loadRules } from '../src/rule-language/load.ts';
import { policyPredicates } from '../src/rule-language/policy-predicates.ts';
import { compileRuleSet, type RuleSet } from '../src/rule-language/rule-set.ts';
import type { JsonObject } from '../src/std/json.ts';
import { type Outcome, scanFolder, TIGHT } from './column-scan.fixture.ts';
import { folderWith } from './program.fixture.ts';

const profile = organisationProfile({ version: 1, networks: [{ cidr: '203.0.113.0/24' }] });

const BURST = `
title: Burst
name: burst
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  reads: { eventName|startswith: List }
  elsewhere: { sourceIPAddress|expected_network: false }
  tool: { userAgent|startswith: tool }
  condition: reads and not elsewhere
variations:
  - { name: tool, condition: tool, level: medium }
threshold: { at_least: 3, distinct: eventName, within: 1m, by: [recipientAccountId, userAgent] }
---
title: Region
name: region
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  it: { eventName|startswith: List }
  condition: it
new_terms: { terms: [awsRegion], history: 1d, readiness: 1d }
`;

function setOf(text: string): RuleSet {
  const { rules, diagnostics } = loadRules([{ file: 'rules.yaml', text }]);
  expect(diagnostics).toEqual([]);
  return compileRuleSet(rules, { predicates: policyPredicates(profile) });
}

/** Many values in every field that a rule asks for. */
function events(count: number): readonly JsonObject[] {
  return Array.from({ length: count }, (_, n) =>
    record({
      eventID: `0a1b2c3d-0000-4000-8000-${String(n).padStart(12, '0')}`,
      eventTime: new Date(Date.UTC(2026, 2, 2) + ((n * 7_919) % count) * 5_000).toISOString().replace('.000Z', 'Z'),
      eventName: `List${n % 23}`,
      eventSource: `service-${n % 7}.amazonaws.com`,
      userAgent: n % 5 === 0 ? 'tool' : `agent ${n % 11}`,
      sourceIPAddress: n % 9 === 0 ? '198.51.100.7' : `203.0.113.${n % 200}`,
      awsRegion: `region-${n}`,
    }),
  );
}

/** Scans a log of lines, and compares with what is found without columns. */
async function found(ruleSet: RuleSet, log: readonly JsonObject[], bounds?: ColumnBounds): Promise<Outcome> {
  const folder = folderWith({ 'a.json': log.map((one) => JSON.stringify(one)).join('\n') });
  const fast = await scanFolder(folder, { ruleSet, profile, columns: true, bounds });
  const plain = await scanFolder(folder, { ruleSet, profile, columns: false });
  expect({ ...fast, parsed: 0 }).toEqual({ ...plain, parsed: 0 });
  return fast;
}

/** More findings than are read again in one pass over a file. */
const LOG = events(1_100);
/** Beyond these bounds records are parsed; beyond the others texts are worked out again. */
const PARSING = ['values of deciding fields', 'combinations', 'classes', 'all of them'];

describe('beyond the bounds of', () => {
  it.each(Object.entries(TIGHT))('%s the same is found', async (name, bounds) => {
    const { alerts, parsed } = await found(setOf(BURST), LOG, bounds);
    expect(alerts.length).toBeGreaterThan(LOG.length);
    // It can fail: the bound was crossed.
    if (PARSING.includes(name)) expect(parsed).toBeGreaterThan(LOG.length / 2);
    else expect(parsed).toBe(0);
  });
});

it('within them nothing of this log is parsed', async () => {
  expect((await found(setOf(BURST), LOG)).parsed).toBe(0);
});

it('a key of more fields than a row has room for is remembered with its records', async () => {
  const fields = ['recipientAccountId', 'userAgent', 'eventSource', 'eventType', 'userIdentity.arn', 'apiVersion'];
  const rule = (by: readonly string[]): string => `
title: Rule
name: rule
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  it: { eventName|startswith: List }
  condition: it
threshold: { at_least: 2, within: 1h, by: [${by.join(', ')}] }
`;
  const log = events(60).map((one) => ({ ...one, apiVersion: '2010-05-08' }));
  for (const count of [KEY_MAX, KEY_MAX + 1]) {
    const ruleSet = setOf(rule(fields.slice(0, count)));
    expect(rowRulesOf(ruleSet)).toHaveLength(count === KEY_MAX ? 1 : 0);
    expect((await found(ruleSet, log)).alerts.length).toBeGreaterThan(2);
  }
});
