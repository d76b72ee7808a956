/** Addresses that many share excuse nobody; one's own network may. */
import { describe, expect, test } from 'vitest';
import { findsIn } from '../lint.fixture.ts';

function excusesBy(item: string): boolean {
  const detection = `key: { eventName: CreateAccessKey }\nother:\n  ${item}\ncondition: key and not other`;
  return findsIn(detection, 'address-as-innocence');
}

describe('addresses that many share', () => {
  test.each([
    'sourceIPAddress: AWS Internal',
    'sourceIPAddress: cloudformation.amazonaws.com',
    "sourceIPAddress: '*.amazonaws.com'",
    'sourceIPAddress|endswith: amazonaws.com',
    "sourceIPAddress|re: '.*\\.amazonaws\\.com$'",
    'sourceIPAddress|cidr: 3.0.0.0/9',
    'iamwatch.source.ip|cidr: [203.0.113.0/24, 52.0.0.0/10]',
    'protoPayload.requestMetadata.callerIp: gce-internal-ip',
    "sourceIPAddress|cidr: '2600:1f00::/24'",
  ])('%s', (item) => {
    expect(excusesBy(item)).toBe(true);
  });
});

describe("one's own and private networks", () => {
  test.each([
    'sourceIPAddress|cidr: 203.0.113.0/24',
    'sourceIPAddress: 203.0.113.7',
    'sourceIPAddress|cidr: [10.0.0.0/8, 192.168.0.0/16]',
    "sourceIPAddress|cidr: '2001:db8:1::/48'",
    'iamwatch.source.ip|expected_network: true',
  ])('%s', (item) => {
    expect(excusesBy(item)).toBe(false);
  });
});

test('a service that accuses is no excuse', () => {
  const detection = 'key: { eventName: CreateAccessKey, sourceIPAddress: lambda.amazonaws.com }\ncondition: key';
  expect(findsIn(detection, 'address-as-innocence')).toBe(false);
});
