/** What the checks that are held against data say of rules, and what they keep silent about. */
import { describe, expect, test } from 'vitest';
import { ruleAround } from '../../../rule-language/harness.fixture.ts';
import { foundIn } from '../lint.fixture.ts';
import { lint } from '../lint.ts';

/** The findings of some codes in a rule with this detection: code, and what it points at. */
function findings(detection: string, codes: RegExp, more = ''): readonly string[] {
  return findingsIn(ruleAround(detection, more), codes);
}

function findingsIn(text: string, codes: RegExp): readonly string[] {
  const lines = text.split('\n');
  return lint({ files: [{ file: 'rule.yaml', text }], baseFiles: [] })
    .filter(({ code }) => codes.test(code))
    .map(({ code, line, column, endColumn }) => {
      const pointed = (lines[line - 1] ?? '').slice(column - 1, endColumn === undefined ? undefined : endColumn - 1);
      return `${code}: ${pointed.trim()}`;
    });
}

function search(...lines: readonly string[]): string {
  return `s:\n${lines.map((line) => `  ${line}`).join('\n')}\ncondition: s`;
}

const NAMES = /event-(?:name|source)/u;
const FIELDS = /unknown-raw-field/u;
const TRUTH = /cannot-be-true|matches-everything|without-effect|variation-(?:never|always)/u;

describe('names of events', () => {
  describe('are let pass', () => {
    test.each([
      ['known ones, in any case', ['eventSource: iam.amazonaws.com', 'eventName: [CreateUser, createrole]']],
      [
        'with the version of an API',
        ['eventSource: lambda.amazonaws.com', 'eventName: [CreateFunction20150331, UpdateFunctionCode20150331v2]'],
      ],
      [
        'with the version of an API, CloudFront',
        ['eventSource: cloudfront.amazonaws.com', 'eventName: CreateFunction2020_05_31'],
      ],
      [
        'events of the console',
        [
          'eventSource: signin.amazonaws.com',
          'eventName: [ConsoleLogin, CheckMfa, SwitchRole, PasswordRecoveryRequested]',
        ],
      ],
      [
        'events of the console that nobody lists',
        ['eventSource: sso.amazonaws.com', 'eventName: PutSomethingUnheardOf'],
      ],
      ['events of services themselves', ['eventSource: kms.amazonaws.com', 'eventName: [RotateKey, DeleteKey]']],
      ['what a service writes by itself', ['eventType: AwsServiceEvent', 'eventName: SomethingHappened']],
      [
        'S3, which logs under names of its own',
        ['eventSource: s3.amazonaws.com', 'eventName: [PutBucketPublicAccessBlock, ListBuckets]'],
      ],
      ['patterns that fit something', ['eventSource: iam.amazonaws.com', 'eventName: "*Policy"']],
      ['a source that only has to be there', ['eventSource|exists: true', 'eventName: AssumeRole']],
      ['a source that equals another field', ['eventSource|fieldref: userIdentity.invokedBy', 'eventName: AssumeRole']],
      ['a source of which no known one is meant', ['eventSource|startswith: amazonaws', 'eventName: CreateUser']],
      ['services that are not known', ['eventSource: brand-new-thing.amazonaws.com', 'eventName: MakeThing']],
    ])('%s', (_reason, lines) => {
      expect(findings(search(...lines), NAMES)).toEqual([]);
    });
  });

  describe('are told', () => {
    test.each([
      ['a slip', ['eventName: CreateUsr'], 'unknown-event-name: CreateUsr'],
      [
        'the beginning of a name',
        ['eventName: ReplaceIamInstanceProfile'],
        'unknown-event-name: ReplaceIamInstanceProfile',
      ],
      ['an action that is never a call', ['eventName: PassRole'], 'unknown-event-name: PassRole'],
      ['a pattern that fits nothing', ['eventName|startswith: CreateUzer'], 'unknown-event-name: CreateUzer'],
      ['a regular expression that fits nothing', ["eventName|re: '^Kreate'"], "unknown-event-name: '^Kreate'"],
      [
        'the event of another service',
        ['eventSource: iam.amazonaws.com', 'eventName: GetSecretValue'],
        'event-name-of-another-service: GetSecretValue',
      ],
      [
        'a name that never stands alone',
        ['eventSource: lambda.amazonaws.com', 'eventName: CreateFunction'],
        'event-name-without-version: CreateFunction',
      ],
      ['a source that is nearly one', ['eventSource: iam.amazonaws.co'], 'unknown-event-source: iam.amazonaws.co'],
      ['the name of a service alone', ['eventSource: iam'], 'unknown-event-source: iam'],
    ])('%s', (_reason, lines, wanted) => {
      expect(findings(search(...lines), NAMES)).toEqual([wanted]);
    });

    test('the source may stand in another search identifier', () => {
      const detection = 'a: { eventSource: iam.amazonaws.com }\nb: { eventName: GetSecretValue }\ncondition: a and b';
      expect(findings(detection, NAMES)).toEqual(['event-name-of-another-service: GetSecretValue']);
      expect(findings(detection.replace('and b', 'or b'), NAMES)).toEqual([]);
    });
  });
});

describe('method names of Google Cloud', () => {
  const METHODS = /unknown-method-name/u;
  test.each([
    'google.iam.admin.v1.CreateServiceAccountKey',
    'google.iam.admin.v1.SetIAMPolicy',
    'SetIamPolicy',
    'v1.compute.instances.insert',
    'v*.Compute.Firewalls.Insert',
    'storage.setIamPermissions',
    'io.k8s.core.v1.serviceaccounts.create',
    'google.something.v1.Unheard.CompletelyUnheardOf',
    'google.login.LoginService.loginSuccess',
    'datasetservice.insert',
  ])('%s is let pass', (name) => {
    expect(findings(search(`protoPayload.methodName: '${name}'`), METHODS)).toEqual([]);
  });

  test.each(["'*.serviceAccounts.create'", 'google.iam.admin.v1.CreateServiceAcount', 'SetIamPolice'])(
    '%s is told',
    (name) => {
      expect(findings(search(`protoPayload.methodName: ${name}`), METHODS)).toEqual([`unknown-method-name: ${name}`]);
    },
  );
});

describe('raw fields', () => {
  test.each([
    ['threshold: { at_least: 3, distinct: requestParameters.userNam, within: 1h, by: eventName }', 1],
    ['threshold: { at_least: 3, within: 1h, by: userIdentity.acountId, else_by: sourceIPAdress }', 2],
    ['new_terms: { terms: [recipientAccountId, userIdentity.sessionContext.sesionIssuer.arn] }', 1],
    ['new_terms: { terms: [recipientAccountId, requestParameters.roleName] }', 0],
  ])('of a memory: %s', (memory, count) => {
    const text = ruleAround('selection: {eventSource: iam.amazonaws.com}\ncondition: selection', `${memory}\n`);
    expect(foundIn(text, 'unknown-raw-field')).toHaveLength(count);
  });

  test.each([
    ['requestParameters.tags.whatever', 'below tags anything may stand'],
    ['requestParameters.policyDocument.Statement.Effect', 'documents may be objects'],
    ['responseElements.role.roleName', 'in an answer'],
    ['userIdentity.sessionContext.webIdFederationData.attributes.x', 'attributes are free'],
    ['additionalEventData.anythingElse', 'services add what they like'],
    ['"@timestamp"', 'added by a log store'],
  ])('%s is let pass: %s', (field) => {
    expect(findings(search('eventSource: iam.amazonaws.com', `${field}: x`), FIELDS)).toEqual([]);
  });

  test.each([
    ['status', 'no field of CloudTrail'],
    ['sourceIpAddress', 'another case'],
    ['userIdentity.username', 'another case, further in'],
    ['requestParameters.username', 'a parameter in another case'],
    ['requestParameters.polcyArn', 'a slip'],
    ['additionalEventData.MfaUsed', 'another case'],
    ['protoPayload.methodName', "the other cloud's"],
  ])('%s is told: %s', (field) => {
    expect(findings(search('eventSource: iam.amazonaws.com', `${field}: x`), FIELDS)).toEqual([
      `unknown-raw-field: ${field}`,
    ]);
  });

  test('parameters of services that add their own are only told where they are nearly known', () => {
    const ssm = (field: string) => findings(search('eventSource: ssm.amazonaws.com', `${field}: x`), FIELDS);
    expect(ssm('requestParameters.somethingOfTheConsole')).toEqual([]);
    expect(ssm('requestParameters.documentname')).toEqual(['unknown-raw-field: requestParameters.documentname']);
  });
});

describe('what cannot be true', () => {
  test.each([
    ['two values of a single field', 'a: { eventName: CreateUser }\nb: { eventName: DeleteUser }\ncondition: a and b'],
    ['absent, with a value', 'a: { x: null }\nb: { x: foo }\ncondition: a and b'],
    ['there and not there', 's: { x|exists: false }\nt: { x|startswith: f }\ncondition: s and t'],
    ['x and not x', 's: { x: foo }\ncondition: s and not s'],
    ['x and not what includes x', 's: { x: foobar }\nt: { x|contains: oob }\ncondition: s and not t'],
    [
      'bounds that do not meet',
      's: { protoPayload.status.code|gt: 7 }\nt: { protoPayload.status.code|lt: 5 }\ncondition: s and t',
    ],
    [
      'networks that do not meet',
      's: { sourceIPAddress|cidr: 203.0.113.0/24 }\nt: { sourceIPAddress|cidr: 198.51.100.0/24 }\ncondition: s and t',
    ],
    [
      'a beginning that the text does not have',
      's: { eventName: CreateUser }\nt: { eventName|startswith: Delete }\ncondition: s and t',
    ],
    [
      'an expression that the text does not fit',
      's: { eventName: CreateUser }\nt: { eventName|re: "^Delete" }\ncondition: s and t',
    ],
    ['a value that the normalised event never has', 's: { iamwatch.outcome: sucess }\ncondition: s'],
    ['the other cloud', 's: { iamwatch.cloud: gcp }\ncondition: s'],
    ['an hour that no clock shows', 's: { eventTime|hour|gt: 23 }\ncondition: s'],
  ])('%s', (_reason, detection) => {
    expect(findings(detection, TRUTH).map((one) => one.replace(/:.*/u, ''))).toEqual(['cannot-be-true']);
  });

  test.each([
    [
      'two values of a field that may be a list',
      'a: { requestParameters.x: foo }\nb: { requestParameters.x: bar }\ncondition: a and b',
    ],
    [
      'upper and lower case of one text',
      'a: { eventName: createuser }\nb: { eventName|cased: CreateUser }\ncondition: a and b',
    ],
    [
      'two elements of a list',
      'a: { resources|any_element: { type: x } }\nb: { resources|any_element: { type: y } }\ncondition: a and b',
    ],
    [
      'networks in each other',
      's: { sourceIPAddress|cidr: 203.0.113.0/24 }\nt: { sourceIPAddress|cidr: 203.0.113.0/25 }\ncondition: s and not t',
    ],
  ])('%s may be', (_reason, detection) => {
    expect(findings(detection, /cannot-be-true/u)).toEqual([]);
  });
});

describe('clauses without effect', () => {
  test.each([
    ['a beginning beside the whole text', 's: { x: foobar, x|startswith: foo }\ncondition: s', 'x|startswith'],
    ['"exists" beside a value', 's: { x: foo, x|exists: true }\ncondition: s', 'x|exists'],
    [
      'an exception for what is not included',
      's: { eventName: CreateUser }\nt: { eventName: DeleteUser }\ncondition: s and not t',
      's and not t',
    ],
    ['a part of "or" that another covers', 's: { x: foo }\nt: { x|contains: o }\ncondition: s or t', 's or t'],
    ['one of several under "1 of"', 'sa: { x: foo }\nsb: { x|contains: o }\ncondition: 1 of s*', '1 of s*'],
    [
      'a value that its negation beside it takes back',
      's: { x: [foo, bar] }\nt: { x: bar }\nu: { eventName: CreateUser, x: [foo, bar] }\ncondition: u and s and not t',
      'u and s and not t',
    ],
  ])('%s', (_reason, detection, pointed) => {
    expect(findings(detection, TRUTH)).toContain(`without-effect: ${pointed}`);
  });
});

describe('rules that cannot fire, each of them published somewhere', () => {
  const around = (product: string, service: string, detection: string) =>
    `title: A rule\nlogsource: { product: ${product}, service: ${service} }\ndetection:\n  s: { ${detection} }\n  condition: s\n`;
  test.each([
    ['a field of a SIEM', around('aws', 'cloudtrail', 'eventName: DeleteSAMLProvider, status: success')],
    [
      'a name of a mapping that is not made',
      around('gcp', 'gcp.audit', "gcp.audit.method_name: 'v*.Compute.Firewalls.Insert'"),
    ],
    [
      'the beginning of a name',
      around('aws', 'cloudtrail', 'eventSource: ec2.amazonaws.com, eventName: ReplaceIamInstanceProfile'),
    ],
    [
      'a field in another case',
      around('aws', 'cloudtrail', 'eventName: CreateAccessKey, sourceIpAddress|exists: true'),
    ],
    ['a log that is not read', around('azure', 'activitylogs', 'operationName: x')],
  ])('%s', (_reason, text) => {
    expect(findingsIn(text, /cannot-fire/u)).toHaveLength(1);
  });

  test('one way that is open is enough', () => {
    const detection = 'a: { status: success }\nb: { eventName: CreateUser }\ncondition: a or b';
    expect(findings(detection, /cannot-fire/u)).toEqual([]);
  });
});
