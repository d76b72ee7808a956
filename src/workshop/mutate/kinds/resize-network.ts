/** Makes a network twice or half as large. */
import { parseNetwork } from '../../../std/ip-network.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import { changesOfTests } from '../field-site.ts';
import type { Change, Mutation } from '../mutation.ts';

/** The mutation `widen-network`. */
export const widenNetwork: Mutation = {
  name: 'widen-network',
  about: 'The prefix of a network is one bit shorter: twice as many addresses are in it.',
  example: {
    before: `
detection:
  inside: { sourceIPAddress|cidr: 203.0.113.0/24 }
  condition: inside`,
    after: `
detection:
  inside: { sourceIPAddress|cidr: 203.0.113.0/23 }
  condition: inside`,
  },
  changes: (rule) => resized(rule, -1),
};

/** The mutation `narrow-network`. */
export const narrowNetwork: Mutation = {
  name: 'narrow-network',
  about: 'The prefix of a network is one bit longer: only its first half is in it.',
  example: {
    before: `
detection:
  inside: { sourceIPAddress|cidr: 203.0.113.0/24 }
  condition: inside`,
    after: `
detection:
  inside: { sourceIPAddress|cidr: 203.0.113.0/25 }
  condition: inside`,
  },
  changes: (rule) => resized(rule, 1),
};

function resized(rule: Rule, bits: -1 | 1): readonly Change[] {
  return changesOfTests(rule, (test) => {
    const network = test.kind === 'cidr' ? parseNetwork(test.network) : undefined;
    if (network === undefined || test.kind !== 'cidr') return undefined;
    const prefixLength = network.prefixLength + bits;
    if (prefixLength < 0 || prefixLength > (network.address.kind() === 'ipv4' ? 32 : 128)) return undefined;
    const changed = `${test.network.trim().split('/')[0] ?? ''}/${prefixLength}`;
    return {
      test: { kind: 'cidr', network: changed },
      words: `the network ${test.network} is ${changed}`,
      hint:
        bits < 0 ? 'an event from an address just outside the network' : 'an event from the second half of the network',
    };
  });
}
