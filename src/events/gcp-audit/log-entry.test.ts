import { describe, expect, it } from 'vitest';
import { at, type Json, type JsonObject } from '../../std/json.ts';
import { CALLERS, entry, PROJECT } from './entry.fixture.ts';
import { asLogEntry, isOtherLogEntry } from './log-entry.ts';

const LOG = `projects/${PROJECT}/logs/cloudaudit.googleapis.com%2Factivity`;
const payload = (value: JsonObject): Json | undefined => asLogEntry(value)?.protoPayload;

describe('an entry is read as it is', () => {
  it('the same object', () => {
    const whole = entry();
    expect(asLogEntry(whole)).toBe(whole);
  });
  it('the same object where fields are missing, too', () => {
    const bare = entry({ insertId: undefined, 'protoPayload.methodName': undefined });
    expect(asLogEntry(bare)).toBe(bare);
  });
});

describe('a row of BigQuery', () => {
  const row: JsonObject = {
    insertId: 'a1',
    logName: LOG,
    timestamp: '2026-03-02 09:00:00.123456 UTC',
    operation: null,
    protopayload_auditlog: {
      serviceName: 'iam.googleapis.com',
      methodName: 'google.iam.admin.v1.CreateRole',
      authenticationInfo: { principalEmail: 'ann@example.com', principalSubject: null },
      requestJson: '{"role_id":"r"}',
      responseJson: 'no json',
      metadataJson: null,
      status: null,
      servicedata_v1_iam_admin: { permissionDelta: { addedPermissions: ['iam.roles.create'] } },
      servicedata_v1_iam: null,
    },
  };
  it('has its texts parsed, its columns renamed and its nulls left out', () => {
    expect(asLogEntry(row)).toEqual({
      insertId: 'a1',
      logName: LOG,
      timestamp: '2026-03-02 09:00:00.123456 UTC',
      protoPayload: {
        serviceName: 'iam.googleapis.com',
        methodName: 'google.iam.admin.v1.CreateRole',
        authenticationInfo: { principalEmail: 'ann@example.com' },
        request: { role_id: 'r' },
        response: 'no json',
        serviceData: { permissionDelta: { addedPermissions: ['iam.roles.create'] } },
      },
    });
  });
});

describe('damaged names are set right', () => {
  it.each<[string, JsonObject, readonly string[], Json]>([
    ['lower case', { insertid: 'a1', logname: LOG }, ['insertId'], 'a1'],
    ['underscores', { insert_id: 'a1', log_name: LOG }, ['insertId'], 'a1'],
    [
      'the payload',
      { logName: LOG, proto_payload: { method_name: 'M', service_name: 's' } },
      ['protoPayload', 'methodName'],
      'M',
    ],
    [
      'deep inside',
      { logName: LOG, protopayload: { methodname: 'M', authentication_info: { principal_email: 'ann@example.com' } } },
      ['protoPayload', 'authenticationInfo', 'principalEmail'],
      'ann@example.com',
    ],
    [
      "the caller's address",
      { logName: LOG, protoPayload: { methodName: 'M', requestMetadata: { callerIP: '203.0.113.7' } } },
      ['protoPayload', 'requestMetadata', 'callerIp'],
      '203.0.113.7',
    ],
    [
      'the type',
      { logName: LOG, protoPayload: { methodName: 'M', at_sign_type: 'google.cloud.audit.AuditLog' } },
      ['protoPayload', '@type'],
      'google.cloud.audit.AuditLog',
    ],
    ['the slash, decoded', { ...entry(), logName: LOG.replace('%2F', '/') }, ['logName'], LOG],
    ['the slash, misspelt', { ...entry(), logName: LOG.replace('%2F', '%0F') }, ['logName'], LOG],
  ])('%s', (_, value, path, expected) => {
    expect(at(asLogEntry(value), ...path)).toBe(expected);
  });

  it('but not where the true name is there too', () => {
    expect(asLogEntry({ ...entry({ 'protoPayload.methodName': undefined }), insertid: 'wrong' })?.insertId).toBe(
      entry().insertId,
    );
  });

  it('nor inside a request: its names are those of the service', () => {
    const request = { account_id: 'x', insert_id: 'y' };
    expect(payload({ logname: LOG, protoPayload: { methodName: 'M', request } })).toMatchObject({ request });
  });
});

it('columns of Sentinel are unfolded', () => {
  const row = {
    TimeGenerated: '2026-03-02T09:00:00Z',
    insert_id_s: 'a1',
    log_name_s: LOG,
    timestamp_t: '2026-03-02T09:00:00Z',
    resource_type_s: 'service_account',
    resource_labels_project_id_s: PROJECT,
    payload__type_s: 'type.googleapis.com/google.cloud.audit.AuditLog',
    payload_methodName_s: 'google.iam.admin.v1.CreateServiceAccount',
    payload_serviceName_s: 'iam.googleapis.com',
    payload_authenticationInfo_principalEmail_s: 'ann@example.com',
    payload_requestMetadata_callerIp_s: '203.0.113.7',
    payload_requestMetadata_requestAttributes_time_s: '2026-03-02T09:00:00Z',
    payload_authorizationInfo_s: '[{"permission":"iam.serviceAccounts.create","granted":true}]',
    payload_request_account_id_s: 'new-account',
    payload_request__type_s: 'type.googleapis.com/google.iam.admin.v1.CreateServiceAccountRequest',
    payload_response_email_s: '',
    payload_status_code_d: 7,
    payload_serviceData_policyDelta_bindingDeltas_s: '[{"action":"ADD"}]',
  };
  expect(asLogEntry(row)).toEqual({
    insertId: 'a1',
    logName: LOG,
    timestamp: '2026-03-02T09:00:00Z',
    resource: { type: 'service_account', labels: { project_id: PROJECT } },
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      methodName: 'google.iam.admin.v1.CreateServiceAccount',
      serviceName: 'iam.googleapis.com',
      authenticationInfo: { principalEmail: 'ann@example.com' },
      requestMetadata: { callerIp: '203.0.113.7', requestAttributes: { time: '2026-03-02T09:00:00Z' } },
      authorizationInfo: [{ permission: 'iam.serviceAccounts.create', granted: true }],
      request: {
        '@type': 'type.googleapis.com/google.iam.admin.v1.CreateServiceAccountRequest',
        account_id: 'new-account',
      },
      status: { code: 7 },
      serviceData: { policyDelta: { bindingDeltas: [{ action: 'ADD' }] } },
    },
  });
});

describe('an audit payload that stands elsewhere', () => {
  const audit = { serviceName: 'iam.googleapis.com', methodName: 'M', authenticationInfo: CALLERS.user };
  it.each<[string, JsonObject]>([
    ['under jsonPayload', { logName: LOG, jsonPayload: audit }],
    ['in a CloudEvent', { specversion: '1.0', methodName: 'M', data: { insertId: 'a1', protoPayload: audit } }],
    ['without its entry', audit],
  ])('%s', (_, value) => {
    expect(payload(value)).toEqual(audit);
  });
});

describe('an entry that lost its payload is still one', () => {
  it.each<[string, JsonObject]>([
    ['in an audit log', { logName: LOG, insertId: 'a1' }],
    ['of an operation', { operation: { producer: 'k8s.io' } }],
  ])('%s', (_, value) => {
    expect(asLogEntry(value)).toEqual(value);
  });
});

describe('an entry without an audit payload is told by name, not misread', () => {
  it.each<[string, JsonObject]>([
    ['text of an application', { insertId: 'a1', logName: `projects/${PROJECT}/logs/stdout`, textPayload: 'hello' }],
    ['JSON of an application', { insertId: 'a1', jsonPayload: { message: 'hello' } }],
    [
      'what an application forged',
      { logName: `projects/${PROJECT}/logs/app`, jsonPayload: { methodName: 'M', serviceName: 's' } },
    ],
    [
      'what an application forged under a name like that of the audit log',
      {
        logName: `projects/${PROJECT}/logs/my-cloudaudit.googleapis.com%2Factivity`,
        jsonPayload: { methodName: 'M', serviceName: 's' },
      },
    ],
    ['a request', { insertId: 'a1', logname: 'x', httpRequest: { status: 200 } }],
    [
      'another protocol buffer',
      {
        insertId: 'a1',
        protoPayload: { '@type': 'type.googleapis.com/google.appengine.logging.v1.RequestLog', methodName: 'GET' },
      },
    ],
  ])('%s', (_, value) => {
    expect(asLogEntry(value)).toBeUndefined();
    expect(isOtherLogEntry(value)).toBe(true);
  });
});

describe('what is no entry at all', () => {
  it.each<[string, JsonObject]>([
    ['nothing', {}],
    ['a record of CloudTrail', { eventName: 'CreateUser', eventSource: 'iam.amazonaws.com', methodName: 'M' }],
    ['a Pub/Sub message', { message: { data: 'e30=' }, subscription: 's' }],
    [
      'a CloudEvent of something else',
      { specversion: '1.0', data: { bucket: 'b' }, methodName: 'M', serviceName: 's' },
    ],
    ['a metric', { operation: { producer: 'x' }, value: 1 }],
  ])('%s', (_, value) => {
    expect(asLogEntry(value)).toBeUndefined();
    expect(isOtherLogEntry(value)).toBe(false);
  });
});
