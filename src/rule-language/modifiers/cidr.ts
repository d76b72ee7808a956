/** `cidr`: the field is an address in a network. */
import { parseNetwork } from '../../std/ip-network.ts';
import type { ValueTest } from '../detection.ts';
import { expandText, plainly } from './expand.ts';
import { described, type Modifier, textOf } from './modifier.ts';

/** An IPv4 or IPv6 network; service names and malformed addresses are in none. */
export const cidr: Modifier = {
  ...described('cidr', 'the field is an address in the network (IPv4 or IPv6)', {
    combinesWith: ['all', 'neq', 'expand'],
  }),
  role: 'operator',
  read(value, { names, placeholders }) {
    const text = textOf(value) ?? '';
    const networks = names.has('expand') ? expandText(text, placeholders, plainly) : [text];
    if ('problem' in networks) return networks;
    const wrong = networks.find((network) => parseNetwork(network) === undefined);
    if (wrong !== undefined) {
      return {
        code: 'invalid-network',
        problem: `"${wrong}" is no network`,
        help: 'write it as 203.0.113.0/24 or 2001:db8::/32',
      };
    }
    const tests = networks.map((network): ValueTest => ({ kind: 'cidr', network }));
    const [first, ...more] = tests;
    return first !== undefined && more.length === 0 ? first : { kind: 'either', tests };
  },
};
