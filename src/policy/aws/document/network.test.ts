import { describe, expect, test } from 'vitest';
import { areNarrowNetworks } from './network.ts';

describe('networks that limit', () => {
  test.each([
    [['203.0.113.0/24']],
    [['198.51.100.7']],
    [['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']],
    [['2001:db8::/32', '203.0.113.0/24']],
    [['2001:db8::1']],
  ])('%j', (networks) => {
    expect(areNarrowNetworks(networks)).toBe(true);
  });
});

describe('networks that do not', () => {
  test.each([
    ['the whole internet', ['0.0.0.0/0']],
    ['the whole internet of the other family', ['203.0.113.0/24', '::/0']],
    ['the whole internet in two halves', ['0.0.0.0/1', '128.0.0.0/1']],
    ['the whole internet in many parts', Array.from({ length: 256 }, (_, i) => `${i}.0.0.0/8`)],
    ['all of global unicast', ['2000::/3']],
    ['no network', []],
    ['a wildcard', ['*']],
    ['a prefix that is too long', ['203.0.113.0/33']],
    ['a prefix that is no number', ['203.0.113.0/-1']],
    ['a name', ['example.com']],
  ])('%s', (_, networks) => {
    expect(areNarrowNetworks(networks)).toBe(false);
  });
});
