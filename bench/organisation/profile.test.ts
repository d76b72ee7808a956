import { describe, expect, test } from 'vitest';
import { loadProfile } from '../../src/context/load-profile.ts';
import { DEFAULT_SIZE } from './options.ts';
import { organisation } from './organisation.ts';
import { networks, profile } from './profile.ts';

const whole = organisation(DEFAULT_SIZE);

describe('the profile of the made-up organisation', () => {
  test('is one that iamwatch takes; it names no networks, so that no address is known to be foreign', () => {
    const { profile: read, diagnostics } = loadProfile('profile.yaml', profile(whole));
    expect(diagnostics).toEqual([]);
    expect(read?.isExpectedNetwork('203.0.113.5')).toBe('unknown');
  });

  test('may name them as well: where everybody lives and works, and neither the road nor where intruders come from', () => {
    const { profile: read, diagnostics } = loadProfile('profile.yaml', `${profile(whole)}${networks()}`);
    expect(diagnostics).toEqual([]);
    const addresses = [
      ...whole.people.flatMap(({ home, office }) => [home, office]),
      ...whole.accounts.flatMap(({ programs }) => programs.map(({ address }) => address)),
    ];
    expect(new Set(addresses.map((address) => read?.isExpectedNetwork(address)))).toEqual(new Set(['yes']));
    for (const foreign of ['203.0.113.5', '203.0.113.170', '2001:db8:bad:12::5'])
      expect(read?.isExpectedNetwork(foreign)).toBe('no');
  });
});
