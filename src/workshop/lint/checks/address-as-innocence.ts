/**
 * Where a call came from as innocence: services that act for others, and networks of providers, which everybody rents.
 * One's own networks, and private ones, are let pass.
 */
import { isInNetwork, parseNetwork } from '../../../std/ip-network.ts';
import type { FieldTest } from '../../../rule-language/detection.ts';
import { mentionsIn } from '../mention.ts';
import type { LintCheck } from '../lint-check.ts';

const ADDRESSES: ReadonlySet<string> = new Set([
  'sourceIPAddress',
  'protoPayload.requestMetadata.callerIp',
  'iamwatch.source.ip',
  'iamwatch.source.address',
]);

const PRIVATE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
];

/** No single organisation is likely to own networks wider than these. */
const OWN_PREFIX_MIN = { ipv4: 16, ipv6: 32 };

/** Looks for addresses that excuse. */
export const addressAsInnocence: LintCheck = {
  codes: [
    {
      code: 'address-as-innocence',
      severity: 'warning',
      summary: 'An address of a provider or a service keeps the rule quiet, and others can call from there.',
    },
  ],
  find: (rule) =>
    mentionsIn(rule)
      .filter(({ role, search }) => role === 'excuses' && ADDRESSES.has(search.field.text))
      .flatMap(({ search, place, file }) => {
        const what = search.tests.map(sharedOrigin).find((one) => one !== undefined);
        if (what === undefined) return [];
        const message = `${what} as an excuse: others can have their calls made from there`;
        const help =
          'CloudFormation, Lambda and rented machines act for whoever asks them; say who may, or read iamwatch.actor.invokedBy and the actor';
        return [{ code: 'address-as-innocence', place, file, message, help }];
      }),
};

/** What a test lets pass that many share; undefined where it is one's own. */
function sharedOrigin(test: FieldTest): string | undefined {
  if (test.kind === 'either') return test.tests.map(sharedOrigin).find((one) => one !== undefined);
  if (test.kind === 'cidr') return isWide(test.network) ? 'a network that no one owner fills' : undefined;
  const text =
    test.kind === 'regex'
      ? test.source.replaceAll('\\', '')
      : test.kind === 'text'
        ? test.pattern.map((token) => (token.kind === 'literal' ? token.text : '*')).join('')
        : '';
  if (/amazonaws\.com|\.googleapis\.com/iu.test(text)) return 'the address of a service';
  return /^\*?aws internal\*?$|^\*?gce-internal-ip\*?$/iu.test(text) ? 'an address inside of the provider' : undefined;
}

function isWide(text: string): boolean {
  const network = parseNetwork(text);
  if (network === undefined) return false;
  const isPrivate = PRIVATE.some((one) => {
    const range = parseNetwork(one);
    return range !== undefined && isInNetwork(network.address.toString(), range);
  });
  return !isPrivate && network.prefixLength <= OWN_PREFIX_MIN[network.address.kind()];
}
