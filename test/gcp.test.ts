/** Google Cloud end to end: one entry by many ways is one event; the two entries of an operation are one action. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../src/std/json.ts';
import { alertsOf, folderWith, iamwatch } from './program.fixture.ts';

const ENTRY: JsonObject = {
  insertId: 'example1',
  logName: 'projects/shop-prod/logs/cloudaudit.googleapis.com%2Factivity',
  resource: { type: 'project', labels: { project_id: 'shop-prod' } },
  severity: 'NOTICE',
  timestamp: '2026-03-02T09:00:00.123456789Z',
  receiveTimestamp: '2026-03-02T09:00:01.2Z',
  protoPayload: {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    serviceName: 'cloudresourcemanager.googleapis.com',
    methodName: 'SetIamPolicy',
    resourceName: 'projects/shop-prod',
    authenticationInfo: { principalEmail: 'ann@example.com', principalSubject: 'user:ann@example.com' },
    requestMetadata: { callerIp: '203.0.113.7', callerSuppliedUserAgent: 'curl/8.0' },
    serviceData: {
      policyDelta: { bindingDeltas: [{ action: 'ADD', role: 'roles/owner', member: 'user:bob@example.com' }] },
    },
  },
};

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

/** A row as BigQuery exports it: other names, text instead of objects, no `@type`. */
const ROW = {
  insertId: 'example1',
  logName: ENTRY.logName,
  resource: ENTRY.resource,
  severity: 'NOTICE',
  timestamp: '2026-03-02 09:00:00.123456 UTC',
  protopayload_auditlog: {
    serviceName: 'cloudresourcemanager.googleapis.com',
    methodName: 'SetIamPolicy',
    resourceName: 'projects/shop-prod',
    authenticationInfo: { principalEmail: 'ann@example.com', principalSubject: 'user:ann@example.com' },
    requestMetadata: { callerIp: '203.0.113.7', callerSuppliedUserAgent: 'curl/8.0' },
    servicedata_v1_iam: {
      policyDelta: { bindingDeltas: [{ action: 'ADD', role: 'roles/owner', member: 'user:bob@example.com' }] },
    },
  },
};

describe('one entry that came by many ways', () => {
  const ways: Readonly<Record<string, string | Buffer>> = {
    'sink/09.json': `${JSON.stringify(ENTRY)}\n`,
    'sink/09-late.json.gz': gzipSync(`${JSON.stringify(ENTRY)}\n`),
    'push.json': JSON.stringify({ message: { data: base64(ENTRY), messageId: '1' }, subscription: 's' }),
    'pull.json': JSON.stringify({
      receivedMessages: [{ ackId: 'a', message: { data: base64(ENTRY), messageId: '1' } }],
    }),
    'eventarc.json': JSON.stringify({ specversion: '1.0', type: 'google.cloud.audit.log.v1.written', data: ENTRY }),
    'rows.json': JSON.stringify([ROW]),
    'entries.json': JSON.stringify({ entries: [ENTRY] }),
  };

  it('is one event, one alert, and shown as it was written', () => {
    const ran = iamwatch(['scan', '--output', 'ndjson', folderWith(ways)]);
    expect(ran.err).toContain('7 events read from 7 files');
    expect(ran.err).toContain('0 skipped, 6 duplicates, 0 unreadable');
    const alerts = alertsOf(ran);
    expect(alerts.map(({ rule, count, level }) => [rule.name, count, level])).toEqual([
      ['gcp-iam-owner-or-editor-granted', 1, 'high'],
    ]);
    expect(alerts[0]).toMatchObject({
      cloud: 'gcp',
      account: 'shop-prod',
      actor: { principal: 'user:ann@example.com', kind: 'user' },
      events: [{ id: 'example1' }],
      first_seen: '2026-03-02T09:00:00.123Z',
    });
    expect(alerts[0]?.explanation.reason).toContain('roles/owner to user:bob@example.com');
  });

  it('gives the same alert by whichever way it came alone', () => {
    const ids = Object.entries(ways).map(
      ([name, text]) => alertsOf(iamwatch(['scan', '--output', 'ndjson', folderWith({ [name]: text })]))[0]?.id,
    );
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toBeDefined();
  });
});

it('the two entries of a long-running operation are two events and one action', () => {
  const provider = 'projects/1/locations/global/workloadIdentityPools/ci/providers/github';
  const operation = { id: `${provider}/operations/example1`, producer: 'iam.googleapis.com' };
  const method = 'google.iam.v1.WorkloadIdentityPools.UpdateWorkloadIdentityPoolProvider';
  function half(insertId: string, second: string, more: JsonObject, payload: JsonObject): JsonObject {
    return {
      ...ENTRY,
      insertId,
      timestamp: `2026-03-02T09:00:0${second}Z`,
      operation: { ...operation, ...more },
      protoPayload: {
        ...(ENTRY.protoPayload as JsonObject), // an object, see above
        serviceName: 'iam.googleapis.com',
        methodName: method,
        resourceName: provider,
        serviceData: null,
        ...payload,
      },
    };
  }
  const request = {
    updateMask: 'attributeCondition',
    workloadIdentityPoolProvider: {
      name: provider,
      oidc: { issuerUri: 'https://token.actions.githubusercontent.com' },
    },
  };
  const entries = [half('a', '1', { first: true }, { request }), half('b', '5', { last: true }, { response: {} })];
  for (const order of [entries, entries.toReversed()]) {
    const folder = folderWith({ 'a.json': order.map((one) => JSON.stringify(one)).join('\n') });
    const ran = iamwatch(['scan', '--output', 'ndjson', folder]);
    expect(ran.err).toContain('2 events read');
    expect(alertsOf(ran).map(({ rule, count }) => [rule.name, count])).toEqual([
      ['gcp-iam-workload-identity-provider-changed', 1],
    ]);
  }
});

it('a profile decides who is foreign', () => {
  const profile = 'version: 1\ndomains: [example.com]\ngcp: { projects: [shop-prod] }\n';
  const foreign = JSON.stringify(ENTRY).replace('user:bob@example.com', 'user:bob@example.org');
  const folder = folderWith({ 'logs/a.json': foreign, 'profile.yaml': profile });
  const rulesOf = (...args: readonly string[]): string[] =>
    alertsOf(iamwatch(['scan', '--output', 'ndjson', ...args, `${folder}/logs`])).map(({ rule }) => rule.name);
  expect(rulesOf()).not.toContain('gcp-iam-foreign-member-granted');
  expect(rulesOf('--profile', `${folder}/profile.yaml`)).toContain('gcp-iam-foreign-member-granted');
});

it('a profile with a mistake stops the command and points at it', () => {
  const folder = folderWith({ 'a.json': JSON.stringify(ENTRY), 'profile.yaml': 'version: 1\ndomain: [example.com]\n' });
  const ran = iamwatch(['scan', '--profile', `${folder}/profile.yaml`, `${folder}/a.json`]);
  expect(ran.code).toBe(3);
  expect(ran.err).toContain('profile.yaml:2:1: error[unknown-key]: the key "domain" means nothing here');
  expect(ran.err).toContain('did you mean "domains"?');
});
