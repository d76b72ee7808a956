import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../std/json.ts';
import type { AuditEvent } from '../audit-event.ts';
import { entry, ORGANIZATION } from './entry.fixture.ts';
import { gcpAuditView } from './event-view.ts';

function workspace(service: string, method: string, ...event: readonly Json[]): JsonObject {
  return entry({
    logName: `${ORGANIZATION}/logs/cloudaudit.googleapis.com%2Fdata_access`,
    resource: { type: 'audited_resource', labels: { service, method } },
    'protoPayload.serviceName': `${service}.googleapis.com`,
    'protoPayload.methodName': method,
    'protoPayload.resourceName': ORGANIZATION,
    'protoPayload.metadata': { '@type': 'type.googleapis.com/ccc_hosted_reporting.ActivityProto', event },
  });
}

function audit(value: JsonObject): AuditEvent {
  return gcpAuditView(value).audit();
}

function admin(method: string, eventName: string, parameters: Readonly<Record<string, string>>): AuditEvent {
  const parameter = Object.entries(parameters).map(([name, value]) => ({ name, value, type: 'TYPE_STRING' }));
  return audit(workspace('admin', `google.admin.AdminService.${method}`, { eventName, eventType: 'X', parameter }));
}

function signIn(eventName: string, ...parameter: readonly Json[]): AuditEvent {
  const method = eventName === 'login_failure' ? 'loginFailure' : 'loginSuccess';
  const event = { eventName, eventType: 'login', parameter };
  return audit(workspace('login', `google.login.LoginService.${method}`, event));
}

describe('the events within an entry', () => {
  it('each with its values by name', () => {
    const parameter = [
      { name: 'TEXT', type: 'TYPE_STRING', value: 'x' },
      { name: 'ON', type: 'TYPE_BOOL', boolValue: true },
      { name: 'OFF', type: 'TYPE_BOOL' },
      { name: 'COUNT', type: 'TYPE_INT64', intValue: '7' },
      { name: 'HUGE', type: 'TYPE_INT64', intValue: '9007199254740993' },
      { name: 'LIST', type: 'TYPE_STRING', multiStrValue: ['a', 'b'] },
      { name: 'NUMBERS', type: 'TYPE_INT64', multiIntValue: ['1', '2'] },
      { name: 'NOTHING', type: 'TYPE_STRING' },
      { value: 'nameless' },
    ];
    const value = workspace('admin', 'm', { eventName: 'A', eventType: 'T', parameter }, { eventName: 'B' }, 'odd');
    expect(audit(value).gcp?.workspace).toEqual([
      {
        name: 'A',
        type: 'T',
        parameters: {
          TEXT: 'x',
          ON: true,
          OFF: false,
          COUNT: 7,
          HUGE: '9007199254740993',
          LIST: ['a', 'b'],
          NUMBERS: [1, 2],
        },
      },
      { name: 'B', type: undefined, parameters: {} },
    ]);
  });
});

describe('an administrator acts on whom the parameters name', () => {
  it.each<[string, AuditEvent, readonly string[]]>([
    [
      'a member of a group',
      admin('addGroupMember', 'ADD_GROUP_MEMBER', { USER_EMAIL: 'Eve@example.com', GROUP_EMAIL: 'admins@example.com' }),
      ['user user:eve@example.com', 'group group:admins@example.com'],
    ],
    [
      'a role',
      admin('assignRole', 'ASSIGN_ROLE', { ROLE_NAME: 'Super Admin', USER_EMAIL: 'eve@example.com' }),
      ['user user:eve@example.com', 'role Super Admin'],
    ],
    [
      'a client with the rights of the whole domain',
      admin('authorizeApiClientAccess', 'AUTHORIZE_API_CLIENT_ACCESS', { API_CLIENT_NAME: '1234', DOMAIN_NAME: 'd' }),
      ['api-client 1234', 'domain d'],
    ],
    [
      'an application that Google signs people in to',
      admin('createSaml2ServiceProviderConfig', 'CREATE_SAML2_SERVICE_PROVIDER_CONFIG', {
        SAML2_SERVICE_PROVIDER_ENTITY_ID: 'https://crm.example.com/saml',
        SAML2_SERVICE_PROVIDER_NAME: 'CRM',
      }),
      ['application CRM'],
    ],
    [
      'another domain, before the one that it is added to',
      admin('addSecondaryDomain', 'ADD_SECONDARY_DOMAIN', {
        DOMAIN_NAME: 'example.com',
        SECONDARY_DOMAIN_NAME: 'example.net',
      }),
      ['domain example.net', 'domain example.com'],
    ],
  ])('%s', (_, event, expected) => {
    expect(event.targets.map(({ type, id }) => `${type} ${id}`)).toEqual(expected);
  });
});

describe('a sign-in', () => {
  const password = { name: 'login_type', value: 'google_password' };
  const challenges = (...multiStrValue: readonly string[]): JsonObject => ({
    name: 'login_challenge_method',
    multiStrValue,
  });

  it('is by the person, to their own account', () => {
    expect(signIn('login_success', password)).toMatchObject({
      account: ORGANIZATION,
      outcome: 'success',
      actorIsTarget: 'yes',
      targets: [{ type: 'user', id: 'user:ann@example.com' }],
      auth: { method: 'password' },
    });
  });

  it('refused is denied, for lack of proof of identity', () => {
    expect(signIn('login_failure', password)).toMatchObject({ outcome: 'denied', errorCode: undefined });
  });

  it.each<[string, AuditEvent, boolean | undefined]>([
    ['with a second factor', signIn('login_success', password, challenges('password', 'google_prompt')), true],
    [
      'that says so itself',
      signIn('login_verification', { name: 'is_second_factor', boolValue: true, type: 'TYPE_BOOL' }),
      true,
    ],
    ['with a password alone', signIn('login_success', password, challenges('password')), false],
    ['that does not tell', signIn('login_success', password), undefined],
    ['that was refused', signIn('login_failure', password, challenges('password', 'google_prompt')), undefined],
  ])('%s', (_, event, mfa) => {
    expect(event.auth.mfa).toBe(mfa);
  });
});
