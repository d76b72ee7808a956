/**
 * Rules in the dialects of the public collections find what real entries say, because the shipped pipelines fit them to
 * the logs. The rules are in our own words; the entries have the shape that Google and AWS document.
 */
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../src/std/json.ts';
import { entry, ORGANIZATION } from '../src/events/gcp-audit/entry.fixture.ts';
import { IDENTITIES, record as cloudTrailRecord } from '../src/events/cloudtrail/record.fixture.ts';
import { folderWith, iamwatch } from './program.fixture.ts';

/** A rule around a log source and a detection, both as YAML in one line. */
function rule(title: string, logsource: string, detection: string): string {
  return `title: ${JSON.stringify(title)}\nlogsource: ${logsource}\ndetection: ${detection}\nlevel: low\n`;
}

/** For each record the titles of the rules that match it. */
function matched(
  rules: readonly string[],
  records: readonly JsonObject[],
  options: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): readonly (readonly string[])[] {
  const folder = folderWith({
    ...files,
    ...Object.fromEntries(rules.map((text, index) => [`rules/r${index}.yaml`, text])),
    'log.json': records.map((record) => JSON.stringify(record)).join('\n'),
  });
  const ran = iamwatch(
    ['rules', 'match', 'log.json', '--no-builtin', '--strict-rules', '--rules', 'rules', ...options],
    { cwd: folder },
  );
  expect([ran.err, ran.code]).toEqual(['', 0]);
  const lines = ran.out.trim().split('\n');
  expect(lines).toHaveLength(records.length);
  // The program's own output; its shape has a test of its own.
  return lines.map((line) => (JSON.parse(line) as { rules: { title: string }[] }).rules.map(({ title }) => title));
}

function call(methodName: string, payload: Readonly<Record<string, Json>> = {}): JsonObject {
  const patch = Object.entries(payload).map(([key, value]) => [`protoPayload.${key}`, value] as const);
  return entry({ 'protoPayload.methodName': methodName, ...Object.fromEntries(patch) });
}

function workspace(service: string, eventName: string, parameters: Readonly<Record<string, string>> = {}): JsonObject {
  const parameter = Object.entries(parameters).map(([name, value]) => ({ name, value, type: 'TYPE_STRING' }));
  return entry({
    logName: `${ORGANIZATION}/logs/cloudaudit.googleapis.com%2Factivity`,
    'protoPayload.serviceName': `${service}.googleapis.com`,
    'protoPayload.methodName': `google.${service}.Service.${eventName}`,
    'protoPayload.metadata': { event: [{ eventName, eventType: 'T', parameter }] },
  });
}

const AUDIT = '{ product: gcp, service: gcp.audit }';
const ADMIN = '{ product: gcp, service: google_workspace.admin }';
const other = call('google.iam.admin.v1.ListServiceAccounts');

/** Dialect, log source, detection, an entry that the rule means. */
type Case = readonly [string, string, string, JsonObject];

const cases: readonly Case[] = [
  [
    'a method in snake case',
    AUDIT,
    '{ s: { gcp.audit.method_name|endswith: .CreateRole }, condition: s }',
    call('google.iam.admin.v1.CreateRole'),
  ],
  [
    'a request in snake case',
    AUDIT,
    '{ s: { gcp.audit.request.source_ranges: 0.0.0.0/0, gcp.audit.request.alloweds.ports: 22 }, condition: s }',
    call('v1.compute.firewalls.insert', { request: { sourceRanges: ['0.0.0.0/0'], alloweds: [{ ports: ['22'] }] } }),
  ],
  [
    'a payload below data',
    AUDIT,
    "{ s: { data.protoPayload.authorizationInfo.permission: a.b.delete, data.protoPayload.authorizationInfo.granted: 'true' }, condition: s }",
    call('x', { authorizationInfo: [{ permission: 'a.b.delete', granted: true }] }),
  ],
  [
    'a log name without its project, a resource type below the payload',
    AUDIT,
    '{ s: { data.protoPayload.logName: cloudaudit.googleapis.com/activity, data.protoPayload.resource.type: project }, condition: s }',
    entry({ logName: 'projects/x/logs/cloudaudit.googleapis.com%2Factivity', resource: { type: 'project' } }),
  ],
  [
    'any version of the compute API',
    AUDIT,
    '{ s: { gcp.audit.method_name: v*.Compute.Firewalls.Delete }, condition: s }',
    call('beta.compute.firewalls.delete'),
  ],
  [
    'the compute API without a version',
    AUDIT,
    '{ s: { gcp.audit.method_name: compute.routes.insert }, condition: s }',
    call('v1.compute.routes.insert'),
  ],
  [
    'a REST method of service accounts',
    AUDIT,
    '{ s: { gcp.audit.method_name|endswith: [.serviceAccounts.disable, .serviceAccounts.delete] }, condition: s }',
    call('google.iam.admin.v1.DeleteServiceAccount'),
  ],
  [
    'a REST method of their keys',
    AUDIT,
    '{ s: { gcp.audit.method_name|endswith: .serviceAccounts.keys.create }, condition: s }',
    call('google.iam.admin.v1.CreateServiceAccountKey'),
  ],
  [
    'a whole name where the log has its end',
    AUDIT,
    '{ s: { gcp.audit.method_name: google.iam.credentials.v1.IAMCredentials.GenerateAccessToken }, condition: s }',
    call('GenerateAccessToken'),
  ],
  [
    'kinds of the Kubernetes API',
    AUDIT,
    '{ s: { gcp.audit.method_name: io.k8s.api.batch.v*.CronJob }, condition: s }',
    call('io.k8s.batch.v1.cronjobs.create'),
  ],
  [
    'a group of the Kubernetes API, asked for in three parts',
    AUDIT,
    '{ s: { gcp.audit.method_name|startswith: admissionregistration.k8s.io.v, gcp.audit.method_name|contains: .mutatingwebhookconfigurations., gcp.audit.method_name|endswith: [create, replace] }, condition: s }',
    call('io.k8s.admissionregistration.v1.mutatingwebhookconfigurations.update'),
  ],
  [
    'a notation for any element, an early log source',
    '{ category: gcp, product: cloudaudit }',
    "{ s: { 'protoPayload.serviceData.policyDelta.bindingDeltas[*].action': ADD, protoPayload.serviceData.policyDelta.bindingDeltas..role: roles/owner }, condition: s }",
    call('SetIamPolicy', { serviceData: { policyDelta: { bindingDeltas: [{ action: 'ADD', role: 'roles/owner' }] } } }),
  ],
  [
    'an event of administration',
    ADMIN,
    '{ s: { eventService: admin.googleapis.com, eventName: [CREATE_ROLE, DELETE_ROLE] }, condition: s }',
    workspace('admin', 'DELETE_ROLE'),
  ],
  [
    'an event of administration with its new value',
    ADMIN,
    "{ base: { eventName: ENFORCE_STRONG_AUTHENTICATION }, value: { new_value: 'false' }, condition: all of them }",
    workspace('admin', 'ENFORCE_STRONG_AUTHENTICATION', { OLD_VALUE: 'true', NEW_VALUE: 'false' }),
  ],
  [
    'an event of signing in',
    '{ product: gcp, service: google_workspace.login }',
    '{ s: { protoPayload.Servicename: login.googleapis.com, protoPayload.metadata.event.eventName: suspicious_login }, condition: s }',
    workspace('login', 'suspicious_login'),
  ],
  [
    'the outcome of a call to AWS',
    '{ product: aws, service: cloudtrail }',
    '{ s: { eventName: ConsoleLogin, status: failure }, condition: s }',
    cloudTrailRecord({ eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } }),
  ],
  [
    'the type of an identity of AWS, in capitals',
    '{ product: AWS, service: CloudTrail }',
    '{ s: { eventName: ListBuckets, type: Root }, condition: s }',
    cloudTrailRecord({ eventName: 'ListBuckets', userIdentity: IDENTITIES.root }),
  ],
];

describe('a rule in a public dialect', () => {
  const rules = cases.map(([title, logsource, detection]) => rule(title, logsource, detection));
  const records = [other, ...cases.map(([, , , record]) => record)];

  it('matches the entry that it means, and no other', () => {
    expect(matched(rules, records)).toEqual([[], ...cases.map(([title]) => [title])]);
  });

  it('matches nothing without the shipped pipelines', () => {
    expect(matched(rules, records, ['--no-builtin-pipelines'])).toEqual(records.map(() => []));
  });

  it('asks for the value of the parameter that it names', () => {
    const text = rule('A rule', ADMIN, "{ s: { eventName: X, new_value: 'false' }, condition: s }");
    expect(matched([text], [workspace('admin', 'X', { OLD_VALUE: 'false', NEW_VALUE: 'true' })])).toEqual([[]]);
  });
});

describe('pipelines of the user', () => {
  const text = rule('A rule', AUDIT, '{ s: { who: ann@example.com }, condition: s }');
  const mapping = 'field_name_mapping\n    mapping: { who: protoPayload.authenticationInfo.principalEmail }\n';
  const file = { 'p.yaml': `transformations:\n  - type: ${mapping}` };

  it('fit the rules to the logs', () => {
    expect(matched([text], [other], ['--pipeline', 'p.yaml'], file)).toEqual([['A rule']]);
    expect(matched([text], [other], [], file)).toEqual([[]]);
  });

  it('leave the shipped rules alone', () => {
    const folder = folderWith({ 'p.yaml': 'transformations:\n  - type: field_name_prefix\n    prefix: nowhere.\n' });
    const ran = iamwatch(['rules', 'test', 'aws-iam-root-access-key-created', '--pipeline', 'p.yaml'], { cwd: folder });
    expect([ran.code, ran.err]).toEqual([0, '']);
  });

  it.each([
    [
      'with a mistake',
      { 'p.yaml': 'transformations:\n  - type: drop_detection_itm\n' },
      'did you mean "drop_detection_item"?',
    ],
    [
      'that acts on a query',
      { 'p.yaml': `finalizers: [{ type: json }]\n${file['p.yaml']}` },
      '"finalizers" is not supported',
    ],
    ['that is not there', {}, 'Cannot read'],
  ])('stop the command %s', (_, files, message) => {
    const folder = folderWith({ ...files, 'rule.yaml': text, 'log.json': JSON.stringify(other) });
    const ran = iamwatch(['scan', 'log.json', '--rules', 'rule.yaml', '--pipeline', 'p.yaml'], { cwd: folder });
    expect([ran.code, ran.out]).toEqual([3, '']);
    expect(ran.err).toContain(message);
  });
});

describe('a rule in a dialect', () => {
  const NEVER = /can never fire: .*no record of Cloud Audit Logs has a field "gcp"/u;

  it('is called dead by rules lint and by scan only where nothing fits it to the logs', () => {
    const folder = folderWith({
      'rule.yaml': rule('Role made', AUDIT, '{ s: { gcp.audit.method_name|endswith: .CreateRole }, condition: s }'),
      'log.json': JSON.stringify(call('google.iam.admin.v1.CreateRole')),
    });
    function lintAndScan(...options: readonly string[]): readonly string[] {
      const linted = iamwatch(['rules', 'lint', 'rule.yaml', '--no-builtin', ...options], { cwd: folder });
      const scanned = iamwatch(['scan', 'log.json', '--no-builtin', '--rules', 'rule.yaml', ...options], {
        cwd: folder,
      });
      return [linted.out, scanned.err, scanned.out];
    }
    const [linted, told, alerts] = lintAndScan();
    expect(linted).not.toMatch(NEVER);
    expect(told).not.toMatch(NEVER);
    expect(alerts).toContain('Role made');
    const [lintedRaw, toldRaw, alertsRaw] = lintAndScan('--no-builtin-pipelines');
    expect(lintedRaw).toMatch(NEVER);
    expect(toldRaw).toMatch(NEVER);
    expect(alertsRaw).not.toContain('Role made');
  });
});
