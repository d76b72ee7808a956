/** Networks and addresses: usual notations only, and nothing throws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInNetwork, parseAddress, parseNetwork } from './ip-network.ts';

describe('what is an address', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['075.050.255.67', undefined],
    ['0x7f.1', undefined],
    ['256.0.0.1', undefined],
    ['fe80::1%eth0', undefined],
    ['AWS Internal', undefined],
    ['', undefined],
  ])('%s is %s', (text, expected) => {
    expect(parseAddress(text)?.toString()).toBe(expected);
  });
});

describe('what is no network', () => {
  test.each(['203.0.113.0/33', '2001:db8::/129', '203.0.113.0/', '203.0.113.0/-1', '203.0.113.0/24/24', 'x/8'])(
    '%s',
    (text) => {
      expect(parseNetwork(text)).toBeUndefined();
    },
  );
});

test('no text makes it throw', () => {
  const network = parseNetwork('0.0.0.0/0');
  expect(network).toBeDefined();
  fc.assert(
    fc.property(fc.string(), (text) => parseNetwork(text) !== undefined || !(network && isInNetwork(text, network))),
  );
});
