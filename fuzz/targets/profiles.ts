/**
 * Organisation profiles. Law: loading never throws; diagnostics point into the file; a profile that loads answers its
 * questions about any text.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadProfile } from '../../src/context/load-profile.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { oddText } from '../generate/odd.ts';
import { target } from '../target.ts';
import { checkDiagnostics } from './diagnostic-places.ts';

interface Input {
  readonly yaml: string;
  readonly asked: string;
}

const SEEDS = [
  `version: 1\nname: Example\naws:\n  organizations: [o-exampleorgid]\n  accounts: ["111122223333", { id: 444455556666, name: a }]\n  trusted_accounts: []\n  certificate_authorities: [arn:aws:acm-pca:x]\n`,
  `version: 1\ngcp: { organizations: [123456789012], customers: [C01abc234], projects: [p, { id: q, number: 123, name: x }] }\ndomains: [example.com]\nidentity_providers: ['https://x/*']\niam_administrators: ['*']\n`,
  `version: 1\nsensitive_operations: { add: ['iam:CreateUser'], remove: [] }\nnetworks: [203.0.113.0/24, { cidr: '2001:db8::/32', name: n }]\ncountries: [DE]\n`,
];
const PIECES = [
  ...[
    '\n',
    '  ',
    ': ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
    '*',
    '&a ',
    '*a',
    '<<: ',
    '---\n',
    '~',
    '012345678901',
    '1e12',
    '.nan',
  ],
  ...[
    'version: 2',
    'aws',
    'gcp',
    'domains:',
    'networks:',
    '0.0.0.0/0',
    '::/129',
    '999.1.1.1',
    '203.0.113.0/33',
    '__proto__: ',
    'name: ',
    '**',
  ],
];

export const profiles = target<Input>({
  name: 'profiles',
  law: 'any text is a profile that answers, or is refused with diagnostics that point into it',
  inputs: fc.record({
    yaml: mutatedText(SEEDS, PIECES),
    asked: fc.oneof(
      oddText,
      fc.constantFrom('111122223333', '203.0.113.7', '2001:db8::1', 'https://x/y', 'p', 'arn:aws:iam::1:role/x'),
    ),
  }),
  runsInTest: 1000,
  check({ yaml, asked }) {
    const { profile, diagnostics } = loadProfile('profile.yaml', yaml);
    checkDiagnostics(diagnostics, 'profile.yaml', yaml);
    assert.ok(profile !== undefined || diagnostics.length > 0, 'no profile, and no word why');
    if (profile === undefined) return;
    const answers = [profile.isAdministrator(asked), profile.isIdentityProvider(asked)];
    answers.push(profile.isCertificateAuthority(asked), profile.isExpectedNetwork(asked));
    for (const answer of answers) assert.match(answer, /^(?:yes|no|unknown)$/);
    assert.ok(['string', 'undefined'].includes(typeof profile.nameOf(asked)));
  },
});
