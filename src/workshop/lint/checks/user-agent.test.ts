/** What the caller writes may neither excuse nor be all that accuses; polarity is followed through the whole rule. */
import { describe, expect, test } from 'vitest';
import { finds, findsIn } from '../lint.fixture.ts';

const KEY = 'key: { eventSource: iam.amazonaws.com, eventName: CreateAccessKey }\n';
const INNOCENCE = 'user-agent-as-innocence';
const EVIDENCE = 'user-agent-as-evidence';

describe('a user agent is an excuse', () => {
  test.each<[string, string]>([
    ['behind "not"', 'tf: { userAgent|contains: Terraform }\ncondition: key and not tf'],
    ['in a negated group', 'tf: { userAgent|contains: Terraform }\ncondition: not (tf or not key)'],
    ['under "neq"', 'other: { userAgent|neq: console.amazonaws.com }\ncondition: key and other'],
    ['under "not 1 of"', 'filter_tf: { userAgent|contains: Terraform }\ncondition: key and not 1 of filter_*'],
    ['beside other things', 'tf: [{ userAgent: x }, { userIdentity.type: AWSService }]\ncondition: key and not tf'],
    ['normalised', 'tf: { iamwatch.source.userAgent|contains: Terraform }\ncondition: key and not tf'],
    [
      'as the access method, which is read from it',
      'tf: { iamwatch.source.accessMethod: iac }\ncondition: key and not tf',
    ],
    ['of GCP', 'g: { protoPayload.requestMetadata.callerSuppliedUserAgent: x }\ncondition: key and not g'],
  ])('%s', (_how, detection) => {
    expect(findsIn(KEY + detection, INNOCENCE)).toBe(true);
  });

  test('in a variation that lowers the level', () => {
    const rule = (level: string, condition: string): boolean =>
      findsIn(
        `${KEY}tf: { userAgent|contains: Terraform }\ncondition: key`,
        INNOCENCE,
        `level: medium\nvariations: [{ name: v, level: ${level}, condition: ${condition} }]`,
      );
    expect(rule('low', 'tf')).toBe(true);
    expect(rule('high', 'not tf')).toBe(true);
    expect(rule('high', 'tf')).toBe(false);
    expect(rule('medium', 'tf')).toBe(false);
  });

  test('in a filter, told once and in the file of the filter', () => {
    const rule = (name: string, action: string): string =>
      `title: ${name}\nname: ${name}\nlogsource: { product: aws, service: cloudtrail }\ndetection: { key: { eventName: ${action} }, condition: key }\n---\n`;
    const filter = `title: F\nlogsource: { product: aws }\nfilter: { rules: any, tf: { userAgent: x }, condition: not tf }\n`;
    expect(finds(rule('a', 'CreateUser') + rule('b', 'DeleteUser') + filter, INNOCENCE)).toBe(true);
    expect(finds(rule('a', 'CreateUser') + filter.replace('not tf', 'tf'), INNOCENCE)).toBe(false);
  });
});

describe('a user agent is what the rule rests on', () => {
  test.each<[string, string]>([
    ['alone', 'tool: { userAgent|contains: pacu }\ncondition: tool'],
    ['with nothing but a service', 'tool: { eventSource: iam.amazonaws.com, userAgent: pacu }\ncondition: tool'],
    ['beside the action', `${KEY}tool: { userAgent|contains: pacu }\ncondition: key and tool`],
  ])('%s', (_how, detection) => {
    expect(findsIn(detection, EVIDENCE)).toBe(true);
  });
});

describe('a user agent may stand', () => {
  test.each<[string, string]>([
    ['as one way of several', `${KEY}tool: { userAgent: pacu }\ncondition: key or tool`],
    ['where it only has to be absent', `${KEY}no: { userAgent: null }\ncondition: key and no`],
  ])('%s', (_how, detection) => {
    expect(findsIn(detection, EVIDENCE)).toBe(false);
    expect(findsIn(detection, INNOCENCE)).toBe(false);
  });
});
