/** Law: a record none of whose columns may match, matches no rule. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleAround, ruleFrom } from './harness.fixture.ts';
import { organisationProfile } from '../context/organisation-profile.ts';
import { policyPredicates } from './policy-predicates.ts';
import { generatedEvent, generatedRules } from './rule-generator.fixture.ts';
import type { ColumnFilter } from './column-filter.ts';
import { compileRuleSet } from './rule-set.ts';
import type { Json, JsonObject } from '../std/json.ts';

const CLOUDTRAIL = { cloud: 'aws', service: 'cloudtrail' } as const;

function filterFor(...detections: readonly string[]): ColumnFilter | undefined {
  const rules = detections.map((detection, index) => ruleFrom(ruleAround(detection, `name: r${index}`)));
  return compileRuleSet(rules).columnFilter(CLOUDTRAIL);
}

function isWanted(filter: ColumnFilter, raw: JsonObject): boolean {
  return filter.columns.some((name, column) => {
    const value: Json | undefined = Object.hasOwn(raw, name) ? raw[name] : undefined;
    return value !== undefined && filter.mayMatch(column, JSON.stringify(value), () => JSON.stringify(value));
  });
}

describe('the columns of a rule set', () => {
  it('are the top-level keys of the witnesses', () => {
    const filter = filterFor('s: {eventName: x}\ncondition: s', 's: {userIdentity.type: Root}\ncondition: s');
    expect(filter?.columns).toEqual(['eventName', 'userIdentity']);
  });
  it('do not exist where a rule has no witness, or one of the normalised event', () => {
    expect(filterFor('s: {eventName: x}\ncondition: s', 's: [word]\ncondition: s')).toBeUndefined();
    expect(filterFor('s: {iamwatch.outcome: denied}\ncondition: s')).toBeUndefined();
  });
});

describe('a record is wanted', () => {
  const filter = filterFor(
    's: {eventName|startswith: Create}\ncondition: s',
    's: {userIdentity.type: Root}\ncondition: s',
  );
  it.each<[string, JsonObject, boolean]>([
    ['where one column passes', { eventName: 'createUser' }, true],
    ['where a value below a column passes', { eventName: 'x', userIdentity: { type: 'Root' } }, true],
    ['where an element of a list passes', { eventName: ['x', 'CreateUser'] }, true],
    ['not where none passes', { eventName: 'ListUsers', userIdentity: { type: 'IAMUser' } }, false],
    ['not where it has none of the columns', { other: 'CreateUser' }, false],
    ['not where they are null', { eventName: null, userIdentity: null }, false],
  ])('%s', (_, raw, wanted) => {
    expect(filter !== undefined && isWanted(filter, raw)).toBe(wanted);
  });
});

it('what the filter lets pass, no rule matches', () => {
  let passed = 0;
  fc.assert(
    fc.property(generatedRules, generatedEvent, (rules, event) => {
      const ruleSet = compileRuleSet(rules, { predicates: policyPredicates(organisationProfile()) });
      const filter = ruleSet.columnFilter(event);
      if (filter === undefined) return;
      // Keys like `a.b` at the top are for the reader of columns to refuse: see `record-outline.ts`.
      if (Object.keys(event.raw).some((key) => filter.columns.some((name) => key.startsWith(`${name}.`)))) return;
      if (isWanted(filter, event.raw)) return;
      passed += 1;
      expect(ruleSet.matchByFullScan(event)).toEqual([]);
    }),
    { numRuns: 3000 },
  );
  expect(passed).toBeGreaterThan(50);
});
