import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertFor } from '../alert.fixture.ts';
import { anyAlert } from '../alert-generator.fixture.ts';
import { LEVELS, type Alert } from '../alert.ts';
import { attacksOf } from './attacks.ts';
import type { DetectionFinding } from './detection-finding.ts';
import { ACCOUNT_TYPE, ACTIVITY, CONFIDENCE, SEVERITY, STATUS, USER_TYPE, type Enumeration } from './enumeration.ts';
import { alertOf } from './exact-place.fixture.ts';
import { toDetectionFinding } from './to-detection-finding.ts';
import { complaints } from './validate.fixture.ts';

const RULE = 'detection: { it: { eventSource: iam.amazonaws.com, eventName: CreateAccessKey }, condition: it }';

function alert(patch: Partial<Alert> = {}): Alert {
  const made = alertFor(RULE, { eventName: 'CreateAccessKey', requestParameters: { userName: 'bob' } });
  return { ...made, id: 'an-id', ...patch };
}

function finding(patch: Partial<Alert> = {}): DetectionFinding {
  return toDetectionFinding(alert(patch), '1.2.3');
}

/** A finding as it is printed: what is undefined is not there. */
function printed(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>; // a finding is an object
}

describe('every alert, whatever it holds,', () => {
  it('is a valid Detection Finding', () => {
    fc.assert(
      fc.property(anyAlert, (any) => {
        expect(complaints(toDetectionFinding(any, '1.2.3'))).toEqual([]);
      }),
    );
  });

  it('can be read back from it: nothing is lost', () => {
    fc.assert(
      fc.property(anyAlert, (any) => {
        const text = JSON.stringify(toDetectionFinding(any, '1.2.3'));
        expect(alertOf(JSON.parse(text) as DetectionFinding)).toEqual(JSON.parse(JSON.stringify(any)));
      }),
    );
  });

  it('has numbers and captions that agree', () => {
    fc.assert(
      fc.property(anyAlert, (any) => {
        const made = toDetectionFinding(any, '1.2.3');
        agree(ACTIVITY, made.activity_id, made.activity_name);
        agree(SEVERITY, made.severity_id, made.severity);
        agree(CONFIDENCE, made.confidence_id, made.confidence);
        agree(STATUS, made.status_id, made.status);
        agree(USER_TYPE, made.actor?.user?.type_id, made.actor?.user?.type);
        agree(ACCOUNT_TYPE, made.cloud.account?.type_id, made.cloud.account?.type);
        expect(made.type_uid).toBe(made.class_uid * 100 + made.activity_id);
        expect(made.type_name).toBe(`${made.class_name ?? ''}: ${made.activity_name ?? ''}`);
      }),
    );
  });

  it('has observables that stand where they say', () => {
    fc.assert(
      fc.property(anyAlert, (any) => {
        const made = toDetectionFinding(any, '1.2.3');
        for (const { name, value } of made.observables ?? []) expect(at(made, name ?? '')).toBe(value);
      }),
    );
  });
});

function agree(enumeration: Enumeration, id: number | undefined, caption: string | undefined): void {
  if (id !== undefined && id !== 99) expect(caption).toBe(enumeration[id]);
  if (id === 99) expect(caption).toBeDefined();
}

function at(value: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce<unknown>((inner, step) => (inner as Readonly<Record<string, unknown>>)[step], value); // paths of our own
}

describe('the schema refuses', () => {
  const valid = printed(finding());
  const info = printed(finding().finding_info);

  it('nothing of a finding as it is', () => {
    expect(complaints(valid)).toEqual([]);
  });

  it.each(
    [
      [
        'activity_id',
        'category_uid',
        'class_uid',
        'type_uid',
        'time',
        'severity_id',
        'metadata',
        'finding_info',
        'cloud',
      ],
    ].flat(),
  )('a finding without %s, which OCSF requires', (name) => {
    expect(complaints({ ...valid, [name]: undefined })).not.toEqual([]);
  });

  it.each([
    ['an attribute that OCSF does not have', { ...valid, src_endpoint: { ip: '203.0.113.1' } }],
    ['a number that is in no enumeration', { ...valid, severity_id: 7 }],
    ['a time in seconds as text', { ...valid, time: '2026-03-02T09:00:00Z' }],
    ['a finding without an id', { ...valid, finding_info: { ...info, uid: undefined } }],
    ['an analytic without a name or an id', { ...valid, finding_info: { ...info, analytic: { type_id: 1 } } }],
    ['a mapping to ATT&CK that maps to nothing', { ...valid, finding_info: { ...info, attacks: [{ version: '1' }] } }],
    ['an actor that is nobody', { ...valid, actor: {} }],
    ['a user without name, id and account', { ...valid, actor: { user: { type_id: 1 } } }],
    ['an evidence that is only an id', { ...valid, evidences: [{ uid: 'x' }] }],
    ['an endpoint without an address', { ...valid, evidences: [{ data: 1, src_endpoint: {} }] }],
    ['an address that is none', { ...valid, evidences: [{ data: 1, src_endpoint: { ip: '075.050.255.67' } }] }],
    ['a call without its operation', { ...valid, evidences: [{ api: {} }] }],
    ['a resource without name and id', { ...valid, resources: [{ type: 'user' }] }],
    ['a remediation that says nothing', { ...valid, remediation: {} }],
    ['an observable of no kind', { ...valid, observables: [{ name: 'x', value: 'y' }] }],
    ['a cloud of no provider', { ...valid, cloud: { region: 'eu-west-1' } }],
  ])('%s', (_, value) => {
    expect(complaints(value)).not.toEqual([]);
  });
});

describe('an analyst finds', () => {
  it('level as severity', () => {
    expect(LEVELS.map((level) => finding({ level }).severity)).toEqual([
      'Informational',
      'Low',
      'Medium',
      'High',
      'Critical',
    ]);
  });

  it('status as activity, status and whether it is an alert', () => {
    const seen = (['open', 'acknowledged', 'closed', 'superseded'] as const).map((status) => {
      const { activity_name: activity, type_uid: type, status: text, is_alert: isAlert } = finding({ status });
      return [activity, type, text, isAlert];
    });
    expect(seen).toEqual([
      ['Create', 200401, 'New', true],
      ['Update', 200402, 'In Progress', true],
      ['Close', 200403, 'Resolved', false],
      ['Close', 200403, 'superseded', false],
    ]);
  });

  it('the sentence, the rule, the times and the product', () => {
    expect(finding()).toMatchObject({
      class_uid: 2004,
      message: alert().explanation.reason,
      time: Date.parse(alert().time ?? ''),
      metadata: { version: '1.9.0', product: { name: 'iamwatch', version: '1.2.3' }, profiles: ['cloud', 'host'] },
      finding_info: {
        uid: 'an-id',
        title: 'A test',
        analytic: { name: 'a-test', uid: '11111111-2222-4333-8444-555555555555', type: 'Rule', version: '1' },
        data_sources: ['AWS CloudTrail'],
      },
      cloud: { provider: 'AWS', account: { uid: '111122223333', type: 'AWS Account' }, region: 'us-east-1' },
    });
  });

  it('the caller with its address, and the call with its service', () => {
    const made = finding();
    expect(made.actor?.user).toMatchObject({
      uid: 'arn:aws:iam::111122223333:user/staff/alice',
      type: 'User',
      account: { uid: '111122223333' },
      programmatic_credentials: [{ uid: alert().actor.access_key_id }],
    });
    expect(made.evidences).toMatchObject([
      {
        uid: alert().events[0]?.id,
        api: { operation: 'CreateAccessKey', service: { name: 'iam.amazonaws.com' } },
        src_endpoint: { ip: alert().source.ip },
        http_request: { user_agent: alert().source.user_agent },
      },
    ]);
  });

  it('a role as user and as role, its session with key and issuer', () => {
    const { actor } = alert();
    const session = {
      name: 'deploy',
      issued_by: 'arn:aws:iam::111122223333:role/ci',
      source_identity: null,
      created: '2026-03-02T08:00:00Z',
      from_console: false,
    };
    const made = finding({
      actor: { ...actor, kind: 'role', principal: session.issued_by, name: 'ci', arn: 'arn:aws:sts::1:a/b/c', session },
      auth: { method: 'session', mfa: true, outcome: 'success' },
    });
    expect(printed(made.actor)).toMatchObject({
      user: { uid: session.issued_by, type_id: 99, type: 'role' },
      iam_role: { uid: session.issued_by, name: 'ci' },
      session: {
        uid_alt: 'arn:aws:sts::1:a/b/c',
        issuer: session.issued_by,
        created_time: Date.parse(session.created),
        is_mfa: true,
        credential_uid: actor.access_key_id,
      },
    });
    expect(made.actor?.user?.programmatic_credentials).toBeUndefined();
  });

  it.each([
    [
      'a service that called',
      { ip: null, address: 'cloudformation.amazonaws.com' },
      { svc_name: 'cloudformation.amazonaws.com' },
    ],
    [
      'an old address in a new one',
      { ip: '::ffff:203.0.113.9', address: '::ffff:203.0.113.9' },
      { ip: '::ffff:203.0.113.9' },
    ],
    ['an address', { ip: '203.0.113.9', address: '203.0.113.9' }, { ip: '203.0.113.9' }],
    [
      'nothing, where OCSF has no place for what was logged',
      { ip: 'fe80::1%eth0', address: 'fe80::1%eth0' },
      undefined,
    ],
  ])('as the source: %s', (_, source, expected) => {
    const made = finding({ source: { ...alert().source, ...source } });
    expect(printed({ is: made.evidences?.[0]?.src_endpoint })).toEqual(printed({ is: expected }));
  });

  it.each([
    ['example-prod', 'GCP Project'],
    ['folders/1', 'GCP Folder'],
    ['organizations/1', 'GCP Organization'],
  ])('the account %s of Google Cloud as %s', (account, type) => {
    expect(finding({ cloud: 'gcp', account }).cloud).toMatchObject({
      provider: 'GCP',
      account: { uid: account, type },
    });
  });

  it('the start of time where an event has none, and no time range', () => {
    const made = finding({ time: null, first_seen: null, last_seen: null });
    expect(made.time).toBe(0);
    expect(printed(made)).not.toHaveProperty('start_time');
    expect(complaints(made)).toEqual([]);
  });
});

describe('ATT&CK', () => {
  const of = (tactics: string[], techniques: string[]): unknown =>
    printed({
      is: attacksOf({
        release: '19.1',
        tactics: tactics.map((id) => ({ id, origin: '' })),
        techniques: techniques.map((id) => ({ id, origin: '' })),
        analytics: [],
      }),
    }).is;

  it('a technique goes with the only tactic there is', () => {
    expect(of(['TA0003'], ['T1098.001', 'T1078'])).toEqual([
      { tactic: { uid: 'TA0003' }, technique: { uid: 'T1098' }, sub_technique: { uid: 'T1098.001' }, version: '19.1' },
      { tactic: { uid: 'TA0003' }, technique: { uid: 'T1078' }, version: '19.1' },
    ]);
  });

  it('of several tactics none is guessed', () => {
    expect(of(['TA0003', 'TA0004'], ['T1078'])).toEqual([
      { tactic: { uid: 'TA0003' }, version: '19.1' },
      { tactic: { uid: 'TA0004' }, version: '19.1' },
      { technique: { uid: 'T1078' }, version: '19.1' },
    ]);
  });

  it('a tactic alone is one', () => {
    expect(of(['TA0003'], [])).toEqual([{ tactic: { uid: 'TA0003' }, version: '19.1' }]);
  });
});
