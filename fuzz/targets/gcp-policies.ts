/**
 * Members, roles, permissions and providers of GCP, and issuers of tokens. Law: every question about any JSON is answered yes,
 * no or unknown, without an exception; and where a condition is said to demand a limit, it holds under no assignment of its
 * comparisons in which no limit holds.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { demandsLimit } from '../../src/policy/gcp/cel-limit.ts';
import { isForeignMember, isFederatedMember } from '../../src/policy/gcp/member.ts';
import { isServiceAgentRole } from '../../src/policy/gcp/role.ts';
import { providerAuthority } from '../../src/policy/gcp/workload-identity.ts';
import { organisationProfile } from '../../src/context/organisation-profile.ts';
import { policyPredicateList } from '../../src/rule-language/policy-predicates.ts';
import { eventView } from '../../src/rule-language/event-view.fixture.ts';
import type { Json } from '../../src/std/json.ts';
import { mutatedJson } from '../generate/mutate-json.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { target } from '../target.ts';

/** A condition of our own making; comparison `n` is a limit where `n` is even. */
type Limits =
  | { readonly kind: 'test'; readonly number: number; readonly form: number }
  | { readonly kind: '&&' | '||'; readonly left: Limits; readonly right: Limits };

interface Input {
  readonly value: Json;
  readonly updateMask: Json;
  readonly limits: Limits;
}

const MEMBERS = [
  'user:ann@example.com',
  'serviceAccount:x@p.iam.gserviceaccount.com',
  'allUsers',
  'domain:example.com',
  'group:g@googlegroups.com',
];
const POOLS = [
  'principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/*',
  'principal://goog/subject/x',
  'projectOwner:p',
];
const ROLES = [
  'roles/owner',
  'roles/iam.serviceAccountTokenCreator',
  'projects/p/roles/custom',
  'organizations/1/roles/x',
  'roles/',
];
const ISSUERS = [
  'https://token.actions.githubusercontent.com',
  'gitlab.com',
  'https://sts.windows.net/x/',
  'https://a@b.com:443/%2e?x#y',
  'HTTPS://GITLAB.COM/',
];
const CONDITIONS = [
  "assertion.repository_owner == 'Shop'",
  'attribute.owner in [\'a\', "b"] && true',
  "assertion.sub.startsWith('repo:Shop/')",
  "google.subject == 'x' || assertion['aud'] == \"y\"",
];
const PROVIDER: Json = {
  attributeCondition: CONDITIONS[0] ?? '',
  attributeMapping: { 'google.subject': 'assertion.sub', 'attribute.owner': 'assertion.repository_owner' },
  oidc: { issuerUri: ISSUERS[0] ?? '', allowedAudiences: ['x'] },
};
const AWS_PROVIDER: Json = { aws: { accountId: '111122223333' }, attributeCondition: "attribute.aws_role == 'x'" };
const WORDS = [
  ...[
    'attributeCondition',
    'attributeMapping',
    'oidc',
    'issuerUri',
    'aws',
    'accountId',
    'saml',
    'x509',
    'omitted',
    'google.subject',
  ],
  ...[
    ...MEMBERS,
    ...POOLS,
    ...ROLES,
    ...ISSUERS,
    ...CONDITIONS,
    'true',
    '1 == 1',
    'assertion',
    'user:',
    ':',
    '@',
    'user:@',
    'user:a@',
  ],
];
const PIECES = [
  ...WORDS,
  '&&',
  '||',
  '(',
  ')',
  '!',
  '?',
  "'",
  '"',
  '[',
  ']',
  '==',
  '!=',
  ' in ',
  '//',
  '\\',
  "'''",
  'r"',
  '.startsWith(',
  ',',
  '\n',
  ':',
  '/',
  '*',
];

const { limits } = fc.letrec<{ limits: Limits }>((tie) => ({
  limits: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ kind: fc.constant('test' as const), number: fc.nat(5), form: fc.nat(3) }),
    fc.record({ kind: fc.constantFrom('&&', '||'), left: tie('limits'), right: tie('limits') }),
  ),
}));

const predicates = policyPredicateList;
const profile = organisationProfile({ version: 1, domains: ['example.com'], gcp: { projects: [{ id: 'p' }] } });
const OWN = { domains: ['example.com'], organizations: ['1'], projects: ['p'], projectNumbers: ['1'] };

export const gcpPolicies = target<Input>({
  name: 'gcp-policies',
  law: 'every question about members, roles and providers is answered, and a demanded limit is one',
  inputs: fc.record({
    value: fc.oneof(
      mutatedJson([PROVIDER, AWS_PROVIDER, ...MEMBERS, ...ROLES, [...ROLES], ...ISSUERS], WORDS),
      mutatedText([...MEMBERS, ...POOLS, ...ROLES, ...ISSUERS, ...CONDITIONS], PIECES),
    ),
    updateMask: fc.constantFrom<Json>(null, 'attributeCondition', 'displayName,oidc', { paths: ['*'] }, 5, []),
    limits,
  }),
  runsInTest: 3000,
  check({ value, updateMask, limits: condition }) {
    const view = eventView({ protoPayload: { request: { updateMask } } }, { cloud: 'gcp' });
    for (const asked of typeof value === 'string' ? [value, { ...PROVIDER, attributeCondition: value }] : [value]) {
      for (const { name, ask } of predicates) known(name, ask(asked, { event: view.audit(), view, profile }));
      known('foreign', isForeignMember(asked, OWN));
      known('federated', isFederatedMember(asked));
      known('agent', isServiceAgentRole(asked));
      assert.ok(['string', 'undefined'].includes(typeof providerAuthority(asked)));
    }
    const text = write(condition);
    const demanded = demandsLimit(text, ({ claim }) => Number(claim.at(-1)) % 2 === 0);
    assert.equal(demanded, holdsOnlyWithLimit(condition), text);
  },
  growth: [
    { name: 'parentheses', size: 1000, make: (size) => ({ ...QUIET, value: '('.repeat(size) }) },
    {
      name: 'alternatives',
      size: 300,
      make: (size) => ({ ...QUIET, value: Array<string>(size).fill('a==b').join('||') }),
    },
    {
      name: 'slashes',
      size: 20_000,
      make: (size) => ({ ...QUIET, value: `https://${'a.'.repeat(size)}/${'/'.repeat(size)}` }),
    },
    { name: 'a long member', size: 20_000, make: (size) => ({ ...QUIET, value: `user:${'a@'.repeat(size)}` }) },
  ],
});

const QUIET: Input = { value: null, updateMask: null, limits: { kind: 'test', number: 0, form: 0 } };

function known(name: string, answer: string): void {
  assert.ok(answer === 'yes' || answer === 'no' || answer === 'unknown', `${name}: ${answer}`);
}

function write(one: Limits): string {
  if (one.kind !== 'test') return `(${write(one.left)}) ${one.kind} (${write(one.right)})`;
  const claim = `assertion.c${one.number}`;
  const forms = [`${claim} == 'x'`, `"y" == ${claim}`, `${claim} in ['a', "b"]`, `assertion['c${one.number}'] == 'x'`];
  return forms[one.form] ?? claim;
}

/** By the truth table: whether the condition is false wherever no limit holds and everything else does. */
function holdsOnlyWithLimit(one: Limits): boolean {
  function holds(part: Limits): boolean {
    if (part.kind === 'test') return part.number % 2 !== 0;
    return part.kind === '&&' ? holds(part.left) && holds(part.right) : holds(part.left) || holds(part.right);
  }
  return !holds(one);
}
