/** What all rules on AWS promise beside their own tests. */
import { expect, it } from 'vitest';
import { draftAlert } from '../src/alerts/draft.ts';
import { organisationProfile } from '../src/context/organisation-profile.ts';
import { rawEventView } from '../src/events/event-view.ts';
import { operators } from '../src/rule-language/operator.ts';
import { policyPredicates } from '../src/rule-language/policy-predicates.ts';
import { compileRuleSet } from '../src/rule-language/rule-set.ts';
import { witnessesOf } from '../src/rule-language/witness.ts';
import { shippedRules } from './shipped-rules.fixture.ts';

const rules = shippedRules().filter(({ logsource }) => logsource.product === 'aws');

/** Where an identity, an agent, an address or a refusal tells, every action counts: these columns are read of each record anyway. */
const LOOKED_UP_BY = [
  'eventName',
  'errorCode',
  'eventSource',
  'readOnly',
  'userIdentity.type',
  'userIdentity.arn',
  'userAgent',
  'sourceIPAddress',
];

it.each(rules.map((rule) => [rule.name, rule] as const))(
  '%s is looked up by one of a few fields, so that other records need not be parsed',
  (_, rule) => {
    expect(LOOKED_UP_BY).toContain(witnessesOf(rule, { operators })[0]?.field.text);
  },
);

it.each(rules.map((rule) => [rule.name, rule] as const))(
  '%s says what notices the same in GCP, or why nothing does (R172)',
  (_, rule) => {
    expect(rule.counterparts.length > 0).not.toBe(rule.noCounterpart !== undefined);
  },
);

const trustInAnother = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    arn: 'arn:aws:iam::111122223333:user/alice',
    accountId: '111122223333',
    userName: 'alice',
  },
  eventTime: '2026-03-02T09:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'UpdateAssumeRolePolicy',
  awsRegion: 'us-east-1',
  sourceIPAddress: '203.0.113.7',
  requestParameters: {
    roleName: 'support',
    policyDocument: '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"sts:AssumeRole"}]}',
  },
  recipientAccountId: '111122223333',
};

it.each([
  ['no profile', organisationProfile(), true],
  ['a profile without accounts', organisationProfile({ version: 1, domains: ['example.com'] }), true],
  ['a profile with accounts', organisationProfile({ version: 1, aws: { accounts: [{ id: '111122223333' }] } }), false],
])('external trust says whether it was known which accounts are yours: %s', (_, profile, isOpen) => {
  const engine = compileRuleSet(rules, { predicates: policyPredicates(profile) });
  const view = rawEventView(trustInAnother);
  const match = engine.match(view).find(({ rule }) => rule.name === 'aws-iam-role-trusts-external-account');
  if (match === undefined) throw new Error('the rule did not match');
  const alert = draftAlert(match, view, { file: 'test', record: 1 }, { engine, profile });
  expect(alert.missing_context.some((text) => text.startsWith('which accounts are yours'))).toBe(isOpen);
  expect(alert.explanation.reason).toContain('444455556666');
});
