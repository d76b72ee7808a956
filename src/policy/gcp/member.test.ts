import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../std/json.ts';
import type { Verdict } from '../verdict.ts';
import {
  isConsumerMember,
  isFederatedMember,
  isForeignMember,
  isPublicMember,
  isWholePoolMember,
  type OwnGcp,
} from './member.ts';

const OWN: OwnGcp = { domains: ['example.com'], projects: ['app'], projectNumbers: ['123'], organizations: ['789'] };
const POOL = 'principalSet://iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/ci';
const BELOW = 'principalSet://cloudresourcemanager.googleapis.com';

type Row = readonly [member: string, withProfile: Verdict, without: Verdict];

describe('whether a member is foreign, with a profile of what is own and without', () => {
  test.each<Row>([
    ['user:ann@example.com', 'no', 'unknown'],
    ['user:Ann@EXAMPLE.com', 'no', 'unknown'],
    ['user:mallory@evil.example', 'yes', 'unknown'],
    ['user:mallory@sub.example.com', 'yes', 'unknown'],
    ['user:mallory@gmail.com', 'yes', 'yes'],
    ['group:ops@example.com', 'no', 'unknown'],
    ['group:fans@googlegroups.com', 'yes', 'yes'],
    ['domain:example.com', 'no', 'unknown'],
    ['domain:evil.example', 'yes', 'unknown'],
    ['deleted:user:mallory@evil.example?uid=1', 'yes', 'unknown'],
    ['allUsers', 'yes', 'yes'],
    ['allAuthenticatedUsers', 'yes', 'yes'],
    ['serviceAccount:deploy@app.iam.gserviceaccount.com', 'no', 'unknown'],
    ['serviceAccount:deploy@other.iam.gserviceaccount.com', 'yes', 'unknown'],
    ['serviceAccount:123-compute@developer.gserviceaccount.com', 'no', 'unknown'],
    ['serviceAccount:456-compute@developer.gserviceaccount.com', 'yes', 'unknown'],
    ['serviceAccount:service-456@gcp-sa-pubsub.iam.gserviceaccount.com', 'no', 'no'],
    ['serviceAccount:service-456@other.iam.gserviceaccount.com', 'yes', 'unknown'],
    ['serviceAccount:robot@evil.example', 'unknown', 'unknown'],
    ['serviceAccount:app.svc.id.goog[ns/api]', 'no', 'unknown'],
    ['serviceAccount:other.svc.id.goog[ns/api]', 'yes', 'unknown'],
    ['projectOwner:app', 'no', 'unknown'],
    ['projectEditor:other', 'yes', 'unknown'],
    [`${POOL}/*`, 'no', 'unknown'],
    [`${POOL.replace('123', '456')}/*`, 'yes', 'unknown'],
    ['principalSet://iam.googleapis.com/locations/global/workforcePools/staff/*', 'unknown', 'unknown'],
    [`${BELOW}/projects/456`, 'yes', 'unknown'],
    [`${BELOW}/projects/123/type/ServiceAccount`, 'no', 'unknown'],
    [`${BELOW}/projects/456/type/ServiceAccount`, 'yes', 'unknown'],
    [`${BELOW}/organizations/789/type/ServiceAccount`, 'no', 'unknown'],
    [`${BELOW}/organizations/987/type/ServiceAccount`, 'yes', 'unknown'],
    [`${BELOW}/folders/123/type/ServiceAccount`, 'unknown', 'unknown'],
    ['robot:r2@d2', 'unknown', 'unknown'],
  ])('%s: %s, %s', (member, withProfile, without) => {
    expect(isForeignMember(member, OWN)).toBe(withProfile);
    expect(isForeignMember(member, {})).toBe(without);
  });

  test.each<[string, Verdict]>([
    ['serviceAccount:123-compute@developer.gserviceaccount.com', 'no'],
    ['serviceAccount:456-compute@developer.gserviceaccount.com', 'unknown'],
    [`${POOL.replace('123', '456')}/*`, 'unknown'],
    ['serviceAccount:x@other.iam.gserviceaccount.com', 'yes'],
  ])('%s is %s where one of the own projects has no number in the profile', (member, verdict) => {
    expect(isForeignMember(member, { projects: ['app', 'web'], projectNumbers: ['123'] })).toBe(verdict);
  });

  test('a consumer domain that is one’s own is not foreign', () => {
    expect(isForeignMember('user:ann@gmail.com', { domains: ['gmail.com'] })).toBe('no');
  });
});

test.each<[string, isPublic: Verdict, isConsumer: Verdict, isFederated: Verdict, isWholePool: Verdict]>([
  ['allUsers', 'yes', 'no', 'no', 'no'],
  ['allAuthenticatedUsers', 'yes', 'no', 'no', 'no'],
  ['user:mallory@googlemail.com', 'no', 'yes', 'no', 'no'],
  ['user:mallory@gmail.com.evil.example', 'no', 'no', 'no', 'no'],
  ['serviceAccount:gmail@app.iam.gserviceaccount.com', 'no', 'no', 'no', 'no'],
  [`${POOL}/*`, 'no', 'no', 'yes', 'yes'],
  [`${POOL}/attribute.repository/octo-org/infra`, 'no', 'no', 'yes', 'no'],
  [`${POOL}/attribute.repository/*`, 'no', 'no', 'yes', 'yes'],
  [`${POOL.replace('Set', '')}/subject/a`, 'no', 'no', 'yes', 'no'],
  ['robot:r2@d2', 'unknown', 'unknown', 'unknown', 'unknown'],
])('%s: public %s, consumer %s, federated %s, whole pool %s', (member, ...verdicts) => {
  expect([isPublicMember, isConsumerMember, isFederatedMember, isWholePoolMember].map((ask) => ask(member))).toEqual(
    verdicts,
  );
});

test('what is no text is unknown, and no JSON whatsoever makes it throw', () => {
  const questions = [isPublicMember, isConsumerMember, isFederatedMember, isWholePoolMember];
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const verdicts = [...questions, (member: Json) => isForeignMember(member, OWN)].map((ask) => ask(value as Json));
      if (typeof value !== 'string') expect(new Set(verdicts)).toEqual(new Set(['unknown']));
    }),
  );
  expect(isForeignMember(undefined, OWN)).toBe('unknown');
});
