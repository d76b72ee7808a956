/** Law: a record none of whose columns may match, matches no rule. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleAround, ruleFrom } from './harness.fixture.ts';
import { organisationProfile } from '../context/organisation-profile.ts';
import { policyPredicates } from './policy-predicates.ts';
import { generatedEvent, generatedRules } from './rule-generator.fixture.ts';
import type { ColumnFilter } from './column-filter.ts';
import { compileRuleSet } from './rule-set.ts';
import { isObject, type Json, type JsonObject } from '../std/json.ts';
import { columnsOf } from '../std/record-columns.fixture.ts';

const CLOUDTRAIL = { cloud: 'aws', service: 'cloudtrail' } as const;

function filterFor(...detections: readonly string[]): ColumnFilter | undefined {
  const rules = detections.map((detection, index) => ruleFrom(ruleAround(detection, `name: r${index}`)));
  return compileRuleSet(rules).columnFilter(CLOUDTRAIL);
}

function isWanted(filter: ColumnFilter, raw: JsonObject): boolean {
  function text(column: number): string | undefined {
    const value = (filter.columns[column] ?? '').split('.').reduce<Json | undefined>(property, raw);
    return value === undefined ? undefined : JSON.stringify(value);
  }
  return filter.mayMatch(columnsOf(filter.columns.map((_, column) => text(column))));
}

function property(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isRefused({ columns }: ColumnFilter, raw: JsonObject): boolean {
  return columns.some((name) => {
    const [first = '', second] = name.split('.');
    const inner = raw[first];
    const keysBelow = isObject(inner) ? Object.keys(inner) : [];
    return (
      Object.keys(raw).some((key) => key.startsWith(`${first}.`)) ||
      (second !== undefined && (Array.isArray(inner) || keysBelow.some((key) => key.startsWith(`${second}.`))))
    );
  });
}

describe('the columns of a rule set', () => {
  it('are the top-level keys of the witnesses', () => {
    const filter = filterFor('s: {eventName: x}\ncondition: s', 's: {userIdentity.type: Root}\ncondition: s');
    expect(filter?.columns).toEqual(['eventName', 'userIdentity.type']);
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

describe('all witnesses of a rule count together', () => {
  const filter = filterFor('s: {eventName|startswith: Create, eventSource: iam.amazonaws.com}\ncondition: s');
  it.each<[string, JsonObject, boolean]>([
    ['where all pass', { eventName: 'CreateUser', eventSource: 'iam.amazonaws.com' }, true],
    ['not where one fails', { eventName: 'CreateLogStream', eventSource: 'logs.amazonaws.com' }, false],
    ['not where one is absent', { eventName: 'CreateUser' }, false],
  ])('%s', (_, raw, wanted) => {
    expect(filter !== undefined && isWanted(filter, raw)).toBe(wanted);
  });

  it('and no witness of one rule stands for that of another', () => {
    const two = filterFor(
      's: {eventName: a, eventSource: x}\ncondition: s',
      's: {eventName: b, eventSource: y}\ncondition: s',
    );
    expect(two !== undefined && isWanted(two, { eventName: 'a', eventSource: 'y' })).toBe(false);
    expect(two !== undefined && isWanted(two, { eventName: 'b', eventSource: 'y' })).toBe(true);
  });

  it('of more rules than a word has bits', () => {
    const many = filterFor(
      ...Array.from({ length: 100 }, (_, n) => `s: {eventName: e${n}, eventSource: s${n}}\ncondition: s`),
    );
    expect(many !== undefined && isWanted(many, { eventName: 'e77', eventSource: 's77' })).toBe(true);
    expect(many !== undefined && isWanted(many, { eventName: 'e77', eventSource: 's45' })).toBe(false);
  });
});

describe('a question about an address alone is a witness', () => {
  const detection = 's: {sourceIPAddress|expected_network: false}\ncondition: s';
  function wanted(networks: readonly string[] | undefined, sourceIPAddress: string): boolean {
    const profile = organisationProfile({ version: 1, networks: networks?.map((cidr) => ({ cidr })) });
    const rules = [ruleFrom(ruleAround(detection))];
    const filter = compileRuleSet(rules, { predicates: policyPredicates(profile) }).columnFilter(CLOUDTRAIL);
    return filter !== undefined && isWanted(filter, { sourceIPAddress });
  }
  it.each<[string, readonly string[] | undefined, string, boolean]>([
    ['one from elsewhere', ['203.0.113.0/24'], '198.51.100.7', true],
    ['not one from a network of the profile', ['203.0.113.0/24'], '203.0.113.7', false],
    ['not where the profile has no networks: nothing is known to be elsewhere', undefined, '198.51.100.7', false],
  ])('%s', (_, networks, address, isIn) => {
    expect(wanted(networks, address)).toBe(isIn);
  });

  it('unless it asks for what cannot be told, which an absent value is too', () => {
    const unsure = ruleFrom(ruleAround('s: {sourceIPAddress|expected_network: [false, unknown]}\ncondition: s'));
    const predicates = policyPredicates(organisationProfile());
    expect(compileRuleSet([unsure], { predicates }).columnFilter(CLOUDTRAIL)).toBeUndefined();
  });
});

describe('a sensitive operation is one of a service that has some', () => {
  const detection = 's: {eventName|startswith: Create, eventName|sensitive_operation: true}\ncondition: s';
  function wanted(raw: JsonObject, add: readonly string[] = []): boolean {
    const profile = organisationProfile({ version: 1, sensitive_operations: { add: [...add] } });
    const rules = [ruleFrom(ruleAround(detection))];
    const filter = compileRuleSet(rules, { predicates: policyPredicates(profile) }).columnFilter(CLOUDTRAIL);
    return filter !== undefined && isWanted(filter, raw);
  }
  const stream = { eventName: 'CreateLogStream', eventSource: 'logs.amazonaws.com' };
  it.each<[string, JsonObject, readonly string[], boolean]>([
    ['IAM', { eventName: 'CreateUser', eventSource: 'iam.amazonaws.com' }, [], true],
    ['IAM in China', { eventName: 'CreateUser', eventSource: 'iam.amazonaws.com.cn' }, [], true],
    ['logs', stream, [], false],
    ['logs, by the profile', stream, ['logs:CreateLogStream'], true],
    ['another service by the profile', stream, ['kms:CreateGrant'], false],
  ])('%s', (_, raw, add, isIn) => {
    expect(wanted(raw, add)).toBe(isIn);
  });
});

it('what the filter lets pass, no rule matches', () => {
  let passed = 0;
  fc.assert(
    fc.property(generatedRules, generatedEvent, (rules, event) => {
      const ruleSet = compileRuleSet(rules, { predicates: policyPredicates(organisationProfile()) });
      const filter = ruleSet.columnFilter(event);
      if (filter === undefined) return;
      // Keys like `a.b`, and lists where keys are read, are for the reader of columns to refuse: see `record-outline.ts`.
      if (isRefused(filter, event.raw)) return;
      if (isWanted(filter, event.raw)) return;
      passed += 1;
      expect(ruleSet.matchByFullScan(event)).toEqual([]);
    }),
    { numRuns: 3000 },
  );
  expect(passed).toBeGreaterThan(50);
});
