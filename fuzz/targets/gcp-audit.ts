/**
 * Entries of Cloud Audit Logs of any shape. Law: whatever JSON comes, it is recognised without an exception; an entry becomes
 * an event with every required field, of the kind that it says, and with nothing else.
 */
import type { Json } from '../../src/std/json.ts';
import { mutatedJson } from '../generate/mutate-json.ts';
import { gcpSeeds } from '../generate/seeds.ts';
import { target } from '../target.ts';
import { checkEvent } from './audit-shape.ts';

const WORDS = [
  ...[
    'protoPayload',
    'protopayload_auditlog',
    'insertId',
    'logName',
    'timestamp',
    'receiveTimestamp',
    'resource',
    'labels',
  ],
  ...[
    'authenticationInfo',
    'principalEmail',
    'principalSubject',
    'serviceAccountDelegationInfo',
    'firstPartyPrincipal',
  ],
  ...['thirdPartyPrincipal', 'serviceAccountKeyName', 'requestMetadata', 'callerIp', 'callerSuppliedUserAgent'],
  ...['serviceName', 'methodName', 'resourceName', 'authorizationInfo', 'granted', 'permission', 'status', 'code'],
  ...[
    'serviceData',
    'policyDelta',
    'bindingDeltas',
    'auditConfigDeltas',
    'permissionDelta',
    'addedPermissions',
    'action',
  ],
  ...[
    'ADD',
    'REMOVE',
    'role',
    'member',
    'condition',
    'expression',
    'metadata',
    'event',
    'parameter',
    'name',
    'value',
    'multiStrValue',
  ],
  ...[
    'operation',
    'id',
    'first',
    'last',
    'producer',
    'split',
    'uid',
    'totalSplits',
    'request',
    'response',
    'policy',
    'bindings',
  ],
  ...[
    'user:',
    'user:ann@example.com',
    'serviceAccount:',
    'allUsers',
    'principalSet://x',
    'deleted:user:a@example.com?uid=1',
  ],
  ...[
    'projects/p',
    'projects/',
    'organizations/1',
    'folders/',
    '//iam.googleapis.com/',
    'projects/-/serviceAccounts/x@y',
    'iam.googleapis.com',
  ],
  ...[
    'google.iam.admin.v1.CreateServiceAccountKey',
    'SetIamPolicy',
    'google.login.LoginService.loginFailure',
    'cloudaudit.googleapis.com%2Factivity',
  ],
];

export const gcpAudit = target<Json>({
  name: 'gcp-audit',
  law: 'any JSON is recognised, and an entry of Cloud Audit Logs becomes a whole event',
  inputs: mutatedJson(gcpSeeds, WORDS),
  runsInTest: 2500,
  check: checkEvent,
});
