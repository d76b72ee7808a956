/** Unknown input never throws: whatever stands in any field, it is an entry that becomes an event, or it is none. */
import fc from 'fast-check';
import { it } from 'vitest';
import type { Json, JsonObject } from '../../std/json.ts';
import { edited } from '../../std/json-edit.ts';
import { call, CALLERS, entry, policyChange } from './entry.fixture.ts';
import { gcpAuditView } from './event-view.ts';
import { asLogEntry, isOtherLogEntry } from './log-entry.ts';

const PAYLOAD = [
  '@type',
  'status',
  'status.code',
  'serviceName',
  'methodName',
  'resourceName',
  'authorizationInfo',
  'authenticationInfo',
  'requestMetadata',
  'requestMetadata.callerIp',
  'requestMetadata.callerSuppliedUserAgent',
  'resourceLocation.currentLocations',
  'request',
  'request.parent',
  'request.member',
  'request.account_id',
  'response',
  'response.name',
  'response.email',
  'metadata',
  'metadata.event',
  'metadata.event.parameter',
  'metadata.event.parameter.multiIntValue',
  'metadata.mapped_principal',
  'metadata.instanceMetadataDelta.addedMetadataKeys',
  'serviceData',
  'serviceData.policyDelta.bindingDeltas',
  'serviceData.policyDelta.bindingDeltas.member',
  'serviceData.policyDelta.bindingDeltas.condition',
  'serviceData.policyDelta.auditConfigDeltas',
  'serviceData.permissionDelta.addedPermissions',
];
const PATHS = [
  ...Object.keys(entry()),
  ...PAYLOAD.map((path) => `protoPayload.${path}`),
  ...['principalEmail', 'principalSubject', 'serviceAccountKeyName', 'authoritySelector', 'thirdPartyPrincipal'].map(
    (key) => `protoPayload.authenticationInfo.${key}`,
  ),
  'protoPayload.authenticationInfo.serviceAccountDelegationInfo',
  'resource.type',
  'resource.labels',
  'resource.labels.email_id',
  'operation',
  'operation.id',
  'split',
  'split.totalSplits',
  'protopayload_auditlog',
  'protopayload_auditlog.requestJson',
  'jsonPayload',
  'data',
  'payload_methodName_s',
  'payload_request_name_s',
];
const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(
    'constructor',
    '__proto__',
    '',
    ':',
    '/',
    '//',
    'projects/',
    'projects/-/serviceAccounts/',
    'global/global',
    'user:',
    'deleted:',
    'principal://',
    '@',
    '\u0000',
    'true',
  ),
  fc.jsonValue() as fc.Arbitrary<Json>,
);
const event = { eventName: 'login_success', parameter: [{ name: 'login_type', multiIntValue: ['1'] }] };
const base: fc.Arbitrary<JsonObject> = fc.constantFrom(
  entry(),
  policyChange({ action: 'ADD', role: 'roles/owner', member: 'user:bob@example.com' }),
  call({ methodName: 'google.iam.admin.v1.CreateServiceAccount', authenticationInfo: CALLERS.impersonated }),
  call({ serviceName: 'login.googleapis.com', metadata: { event: [event] } }),
);

it('any value in any field', () => {
  fc.assert(
    fc.property(base, fc.array(fc.tuple(fc.constantFrom(...PATHS), odd), { maxLength: 4 }), (raw, patches) => {
      const patched = edited(
        raw,
        patches.map(([path, set]) => ({ path, set })),
      );
      isOtherLogEntry(patched);
      JSON.stringify(gcpAuditView(patched).audit());
      JSON.stringify(gcpAuditView(asLogEntry(patched) ?? {}).audit());
    }),
    { numRuns: 3000 },
  );
});

it('any object', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...PATHS), fc.jsonValue() as fc.Arbitrary<Json>), (value) => {
      isOtherLogEntry(value);
      JSON.stringify(gcpAuditView(asLogEntry(value) ?? value).audit());
    }),
  );
});
