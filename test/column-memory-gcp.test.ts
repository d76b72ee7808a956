/** P3 for Google Cloud: memories answered from the bytes of entries find what the same rules find over parsed entries. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { organisationProfile } from '../src/context/organisation-profile.ts';
import { rowRulesOf } from '../src/engine/columns/column-rules.ts';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import { entry } from '../src/events/gcp-audit/entry.fixture.ts';
import { entryDedupKey } from '../src/events/gcp-audit/event-view.ts';
import { asLogEntry } from '../src/events/gcp-audit/log-entry.ts';
import { loadRules } from '../src/rule-language/load.ts';
import { policyPredicates } from '../src/rule-language/policy-predicates.ts';
import { compileRuleSet } from '../src/rule-language/rule-set.ts';
import type { Json, JsonObject } from '../src/std/json.ts';
import { scanFolder, TIGHT } from './column-scan.fixture.ts';
import { folderWith } from './program.fixture.ts';

/** What every rule of this file begins with. */
function head(name: string): string {
  return `title: Rule ${name}\nname: ${name}\nlevel: low\nlogsource: { product: gcp, service: gcp.audit }`;
}

const RULES = `
${head('burst')}
sentence: '{actor} read {measured} kinds of things in {span}: {values}'
detection:
  read: { protoPayload.methodName|contains: [.Get, .List] }
  short: { protoPayload.methodName|startswith: [Get, List] }
  by_a_service: { iamwatch.actor.kind: service }
  denied: { iamwatch.outcome: denied }
  key: { protoPayload.authenticationInfo.serviceAccountKeyName|exists: true }
  outsider: { iamwatch.actor.principal|foreign_member: true }
  condition: (read or short) and not by_a_service
threshold:
  more_than: 2
  distinct: [protoPayload.serviceName, protoPayload.methodName]
  within: 10s
  by: [iamwatch.actor.principal, protoPayload.requestMetadata.callerIp]
variations:
  - { name: outsider, condition: outsider, level: high }
  - { name: denied, condition: denied, level: medium }
  - { name: with a key, condition: key, level: low }
---
${head('service')}
detection:
  used: { protoPayload.serviceName: [iam.googleapis.com, run.googleapis.com], iamwatch.actor.kind: service-account }
  denied: { iamwatch.outcome: denied }
  condition: used
new_terms: { terms: [iamwatch.actor.principal, protoPayload.serviceName], history: 1d, readiness: 1d }
variations:
  - { name: denied, condition: denied, level: medium }
---
${head('project')}
detection:
  changed: { iamwatch.readOnly: false, iamwatch.outcome: success }
  by_google: { iamwatch.actor.kind: service }
  condition: changed and not by_google
new_terms: { terms: [iamwatch.actor.principal, iamwatch.account], history: 1d, readiness: 1d }
---
${head('tool')}
detection:
  changed: { protoPayload.methodName|endswith: [SetIamPolicy, CreateRole, create] }
  machine: { iamwatch.actor.kind: service-account }
  condition: changed
new_terms: { terms: [iamwatch.actor.principal, iamwatch.source.agentFamily], history: 1d, readiness: 1d }
variations:
  - { name: machine, condition: machine, level: medium }
---
${head('method')}
detection:
  it: { iamwatch.changeClass: [credential, permission] }
  administrator: { iamwatch.actor.principal|iam_administrator: true }
  somebody: { iamwatch.actor.principal|iam_administrator: false }
  condition: it
new_terms: { terms: [iamwatch.actor.principal, iamwatch.gcp.method, iamwatch.gcp.log], history: 1d, readiness: 1d }
variations:
  - { name: somebody else, condition: somebody, level: high }
  - { name: administrator, condition: administrator, level: informational }
---
${head('denied')}
detection:
  denied: { protoPayload.status.code: 7 }
  by_a_service: { iamwatch.actor.kind: service }
  withheld: { iamwatch.actor.kind: unknown }
  outsider: { iamwatch.actor.principal|foreign_member: true }
  condition: denied and not by_a_service
threshold: { at_least: 2, within: 1m, by: iamwatch.actor.principal }
variations:
  - { name: outsider, condition: outsider, level: medium }
  - { name: withheld, condition: withheld, level: high }
---
${head('else')}
detection:
  failed: { protoPayload.status.code|exists: true }
  condition: failed
threshold:
  at_least: 2
  distinct: protoPayload.resourceName
  within: 5m
  by: [iamwatch.account, protoPayload.authenticationInfo.principalEmail]
  else_by: [protoPayload.requestMetadata.callerIp]
---
${head('requests')}
detection:
  it: { protoPayload.methodName: 'v1.compute.instances.list' }
  condition: it
threshold: { at_least: 2, distinct: protoPayload.request, within: 5m, by: resource.labels.project_id }
---
${head('deep')}
detection:
  it: { protoPayload.request.role.title|exists: true }
  condition: it
threshold: { at_least: 2, distinct: protoPayload.methodName, within: 1h, by: iamwatch.actor.principal }
---
${head('granted')}
detection:
  granted: { protoPayload.methodName|endswith: SetIamPolicy, iamwatch.gcp.bindings|any_element: { change: added } }
  condition: granted
new_terms: { terms: [iamwatch.actor.principal, iamwatch.gcp.bindings.role], history: 1d, readiness: 1d }
---
${head('single')}
detection:
  it: { protoPayload.methodName|endswith: CreateRole }
  condition: it
---
title: Keys
name: keys
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  it: { eventName|startswith: List }
  condition: it
threshold: { at_least: 2, within: 1h, by: [recipientAccountId, iamwatch.actor.principal] }
`;

const { rules, diagnostics } = loadRules([{ file: 'rules.yaml', text: RULES }]);
const profile = organisationProfile({
  version: 1,
  domains: ['example.com'],
  gcp: { projects: [{ id: 'shop-prod' }, { id: 'shop-test' }] },
  iam_administrators: ['user:ann@example.com'],
});
const ruleSet = compileRuleSet(rules, { predicates: policyPredicates(profile) });

const ACCOUNT = 'deployer@shop-prod.iam.gserviceaccount.com';
const CALLERS: readonly Json[] = [
  { principalEmail: 'ann@example.com', principalSubject: 'user:ann@example.com' },
  { principalEmail: 'Eve@Elsewhere.example' },
  { principalEmail: ACCOUNT, principalSubject: `serviceAccount:${ACCOUNT}` },
  {
    principalEmail: ACCOUNT,
    serviceAccountKeyName: `//iam.googleapis.com/projects/p/serviceAccounts/${ACCOUNT}/keys/01`,
  },
  { principalEmail: ACCOUNT, serviceAccountKeyName: null },
  {
    principalEmail: ACCOUNT,
    serviceAccountDelegationInfo: [{ firstPartyPrincipal: { principalEmail: 'ann@example.com' } }],
  },
  { principalEmail: 'service-123456789@gcp-sa-pubsub.iam.gserviceaccount.com' },
  { principalEmail: '<redacted>', principalSubject: 'user:ann@example.com' },
  { principalEmail: 'system:serviceaccount:default:web' },
  { principalEmail: 'system:anonymous' },
  { principalEmail: '', principalSubject: 'serviceAccount:other@shop-test.iam.gserviceaccount.com' },
  { principalEmail: 'b\u00fccher@example.com' },
  { principalEmail: 17 },
  { principalEmail: null },
  { principalEmail: ['ann@example.com', 'bob@example.com'] },
  {
    principalSubject:
      'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/subject/repo:Shop/app',
  },
  { thirdPartyPrincipal: { thirdPartyClaims: { sub: 'someone' } } },
  { authoritySelector: 'system:node' },
  {},
  null,
  'text',
  [],
];

const PROJECT_LOGS = 'projects/shop-prod/logs/cloudaudit.googleapis.com';
const LOGS = [
  `${PROJECT_LOGS}%2Factivity`,
  `${PROJECT_LOGS}%2Factivity`,
  `${PROJECT_LOGS}%2Fdata_access`,
  `${PROJECT_LOGS}%2Fsystem_event`,
  `${PROJECT_LOGS}/activity`,
  `${PROJECT_LOGS}%2fdata_access`,
  'folders/99/logs/cloudaudit.googleapis.com%2Factivity',
  'organizations/123456789012/logs/cloudaudit.googleapis.com%2Fpolicy',
  'projects/shop-test/logs/cloudaudit.googleapis.com%2Factivity',
];

const METHODS: readonly Json[] = [
  'google.iam.admin.v1.ListRoles',
  'google.iam.admin.v1.GetRole',
  'google.iam.admin.v1.CreateServiceAccountKey',
  'GetIamPolicy',
  'ListKeys',
  'v1.compute.instances.list',
  'storage.hmacKeys.create',
  'google.iam.admin.v1.CreateRole',
];
const ODD_METHODS: readonly Json[] = [
  'SetIamPolicy',
  'google.iam.credentials.v1.ListM\u00e9thods',
  ...['', 12, null, ['ListRoles']],
];

const STATUSES: readonly Json[] = [
  ...[{}, {}, null, { code: 0 }, { code: 7 }, { code: 7 }, { code: 7, message: 'no' }, { code: '7' }, { code: '0' }],
  ...[{ code: 16 }, { code: 5 }, { code: 'PERMISSION_DENIED' }, { code: 'OK' }, { code: '' }, { code: null }],
  ...[{ code: [7] }, { code: 7.5 }, { code: true }, 'text', []],
];

const METADATA: readonly (Json | undefined)[] = [
  {},
  { event: [] },
  { event: [{ eventName: 'login_failure', eventType: 'login' }] },
  { event: null },
  { mapped_principal: 'principal://iam.googleapis.com/x' },
  [{ event: [{ eventName: 'login_failure' }] }],
  null,
];

const DELTA: Json = {
  policyDelta: { bindingDeltas: [{ action: 'ADD', role: 'roles/owner', member: 'user:eve@elsewhere.example' }] },
};

/** What is missing now and then, or odd, is mostly what it should be: else no rule would find anything. */
function mostly<T>(usual: fc.Arbitrary<T>, odd: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 19, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...odd) });
}

const timestamp = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.nat(12_000) }, { weight: 1, arbitrary: fc.nat(400_000_000) }),
    fc.constantFrom<(iso: string) => string>(
      (iso) => iso.replace('Z', '456789Z'),
      (iso) => iso.replace('Z', '456Z'),
      (iso) => iso,
      (iso) => `${iso.slice(0, 19)}Z`,
      (iso) => iso.replace('Z', '+00:00'),
      (iso) => `${iso.slice(0, 21)}Z`,
      (iso) => iso.replace('T', ' '),
    ),
  )
  .map(([ms, form]) => form(new Date(Date.UTC(2026, 2, 2) + ms).toISOString()));

/** Ids by the number of an entry in its log, in four digits. */
const insertId = mostly<((digits: string) => string) | undefined>(
  fc.constantFrom(
    (digits) => `1a2b3c4d5e${digits}`,
    (digits) => `0a1b2c3d-${digits}-4000-8000-${digits}00000000`,
    (digits) => `a-rather-long-insert-id-${digits}`,
    (digits) => digits.slice(-1),
  ),
  [
    (digits) => `0A1B2C3D-${digits}-4000-8000-${digits}00000000`,
    (digits) => `${digits}0000-0000-0000-0000-000000000000`,
    (digits) => `"\\/ ${digits}`,
    (digits) => `\u00e9${digits}`,
    (digits) => `${digits} \u0000`,
    () => '',
    undefined,
  ],
);

const logEntry = fc
  .record({
    'protoPayload.methodName': mostly(fc.constantFrom(...METHODS), ODD_METHODS),
    'protoPayload.serviceName': mostly<Json | undefined>(
      fc.constantFrom('iam.googleapis.com', 'run.googleapis.com', 'sts.googleapis.com'),
      ['', 7, null, undefined, {}],
    ),
    'protoPayload.authenticationInfo': fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...CALLERS.slice(0, 4)) },
      { weight: 1, arbitrary: fc.constantFrom(...CALLERS) },
    ),
    'protoPayload.status': mostly<Json | undefined>(fc.constantFrom({}, { code: 7 }, { code: 5 }), [
      ...STATUSES,
      undefined,
    ]),
    'protoPayload.metadata': mostly<Json | undefined>(fc.constant(undefined), METADATA),
    'protoPayload.requestMetadata.callerIp': mostly<Json | undefined>(
      fc.constantFrom('203.0.113.7', '198.51.100.9', 'private'),
      ['', undefined, null, ['203.0.113.7']],
    ),
    'protoPayload.requestMetadata.callerSuppliedUserAgent': fc.constantFrom<Json | undefined>(
      ...['google-cloud-sdk gcloud/501.0.0', 'Terraform/1.9.0', 'Mozilla/5.0', '', null, undefined, 9],
    ),
    'protoPayload.resourceName': fc.constantFrom<Json>(
      'projects/shop-prod',
      'folders/99/x',
      '',
      'projects/_/buckets/b',
    ),
    'protoPayload.request': mostly<Json>(
      fc.constantFrom<Json>({ a: 1 }, { a: 2 }, {}, { role: { title: 'x' } }, 'text'),
      [{ role: { title: 'x' } }, { role: { title: '' } }, null],
    ),
    'protoPayload.serviceData': fc.constantFrom<Json | undefined>(DELTA, undefined),
    'resource.labels': mostly<Json | undefined>(
      fc.constantFrom({ project_id: 'shop-prod' }, { project_id: 'shop-test' }),
      [...[{}, { project_id: '' }, { project_id: 5 }, undefined, null, { project_id: 'b\u00fccher' }]],
    ),
    logName: mostly(fc.constantFrom(...LOGS.slice(0, 3)), LOGS),
    timestamp: mostly<Json | undefined>(timestamp, ['soon', undefined, '2026-02-30T00:00:00Z']),
    insertId,
    operation: mostly<Json | undefined>(fc.constant(undefined), [{ id: 'op-1', producer: 'p', first: true }, {}, null]),
    split: mostly<Json | undefined>(fc.constant(undefined), [{ uid: 'u', index: 0, totalSplits: 2 }]),
    // What Google leaves out of its entries, and other tools put there.
    'protoPayload.at_sign_type': mostly<Json | undefined>(fc.constant(undefined), ['x']),
    eventName: mostly<Json | undefined>(fc.constant(undefined), [undefined, undefined, 'ListUsers']),
  })
  .map(
    ({ insertId: idOf, ...fields }) =>
      (number: number) =>
        entry({ ...fields, insertId: idOf?.(String(number).padStart(4, '0')) }),
  );

const awsRecord = fc
  .record({ seconds: fc.nat(100_000), eventName: fc.constantFrom('ListUsers', 'GetUser') })
  .map(({ seconds, eventName }) => (number: number) => {
    const eventTime = new Date(Date.UTC(2026, 2, 2) + seconds * 1000).toISOString().replace('.000Z', 'Z');
    return record({ eventName, eventTime, eventID: `0a1b2c3d-0000-4000-8000-${String(number).padStart(12, '0')}` });
  });

/** A copy as another export delivers it: it says the same in another form. */
const copying = fc.constantFrom<(value: JsonObject) => string>(
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, undefined, 1),
  (value) => JSON.stringify(value).replaceAll('e', String.raw`\u0065`),
  (value) => JSON.stringify({ logName: value.logName ?? null, insertId: 'damaged' }).slice(0, -1),
);

/** One key for all that counts as one record; contradicting copies of it would be told by the better one, wherever that lies. */
function keyOf(value: JsonObject): string {
  const read = asLogEntry(value);
  return read === undefined ? JSON.stringify(value) : entryDedupKey(read);
}

it('most of the rules are decided by plain fields', () => {
  expect(diagnostics).toEqual([]);
  const decided = rowRulesOf(ruleSet).filter(({ isDecided }) => isDecided);
  const names = ['burst', 'service', 'project', 'tool', 'method', 'denied', 'else', 'requests', 'keys'];
  expect(decided.map(({ rule }) => rule.name)).toEqual(names);
});

it('entries answered from their bytes, and records of AWS among them, are found as parsed ones are', async () => {
  const found = new Map<string, number>();
  let spared = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 5, arbitrary: logEntry }, { weight: 1, arbitrary: awsRecord }), {
        minLength: 1,
        maxLength: 40,
        size: 'max',
      }),
      fc.array(copying, { maxLength: 40 }),
      fc.constantFrom(undefined, undefined, ...Object.values(TIGHT)),
      async (values, copies, bounds) => {
        const unique = [...new Map(values.map((valueOf, n) => valueOf(n)).map((one) => [keyOf(one), one])).values()];
        const folder = folderWith({
          'a.json': [...unique]
            .reverse()
            .map((one) => JSON.stringify(one))
            .join('\n'),
          'b.json': copies.map((copy, n) => copy(unique[n % unique.length] ?? {})).join('\n'),
        });
        const fast = await scanFolder(folder, { ruleSet, profile, columns: true, bounds });
        const plain = await scanFolder(folder, { ruleSet, profile, columns: false });
        expect({ ...fast, parsed: 0 }).toEqual({ ...plain, parsed: 0 });
        for (const { rule } of fast.alerts) found.set(rule.name, (found.get(rule.name) ?? 0) + 1);
        spared += plain.parsed - fast.parsed;
      },
    ),
    { numRuns: 1_000 },
  );
  const seldom = rules.filter(({ name }) => (found.get(name) ?? 0) < 20);
  expect(seldom.map(({ name }) => [name, found.get(name)])).toEqual([]);
  expect(spared).toBeGreaterThan(4_000);
}, 120_000);
