import { expect, it } from 'vitest';
import { isIpAddress } from './address.ts';

it.each(['203.0.113.7', '0.0.0.0', '255.255.255.255', '2001:db8::1', '::1', '::ffff:203.0.113.7'])(
  '%s is an address',
  (text) => {
    expect(isIpAddress(text)).toBe(true);
  },
);

it.each([
  '075.050.255.67',
  '203.0.113',
  '203.0.113.256',
  '203.0.113.7.',
  '1',
  'AWS Internal',
  'iam.amazonaws.com',
  '',
  '2001:db8::g',
  '203.0.113.7/32',
])('%j is none', (text) => {
  expect(isIpAddress(text)).toBe(false);
});
