/** Unknown input never throws: whatever stands in any field of a record, it becomes an event. */
import fc from 'fast-check';
import { it } from 'vitest';
import type { Json, JsonObject } from '../../std/json.ts';
import { edited } from '../../std/json-edit.ts';
import { cloudTrailView } from './event-view.ts';
import { IDENTITIES, record } from './record.fixture.ts';

const PATHS = [
  ...Object.keys(record()),
  ...['type', 'arn', 'accountId', 'userName', 'principalId', 'invokedBy', 'accessKeyId', 'onBehalfOf'].map(
    (key) => `userIdentity.${key}`,
  ),
  ...['sessionIssuer', 'attributes', 'sourceIdentity', 'ec2RoleDelivery'].map(
    (key) => `userIdentity.sessionContext.${key}`,
  ),
  ...['userName', 'roleName', 'roleArn', 'policyArn', 'accountId', 'omitted'].map((key) => `requestParameters.${key}`),
  ...['accessKey', 'user.arn', 'credentials.accessKeyId', 'ConsoleLogin'].map((key) => `responseElements.${key}`),
  'additionalEventData.MFAUsed',
  'resources',
  'sharedEventID',
  'sessionCredentialFromConsole',
];
const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(
    'constructor',
    '__proto__',
    'toString',
    '',
    ':',
    '/',
    'arn:',
    'arn:::::',
    '\u0000',
    'AssumedRole',
    'Root',
    'true',
  ),
  fc.jsonValue() as fc.Arbitrary<Json>,
);
const base: fc.Arbitrary<JsonObject> = fc.constantFrom(
  record(),
  record({ userIdentity: IDENTITIES.role, eventName: 'AssumeRole', eventSource: 'sts.amazonaws.com' }),
  record({ userIdentity: IDENTITIES.root, eventName: 'ConsoleLogin', eventSource: 'signin.amazonaws.com' }),
);

it('any value in any field', () => {
  fc.assert(
    fc.property(base, fc.array(fc.tuple(fc.constantFrom(...PATHS), odd), { maxLength: 4 }), (raw, patches) => {
      const patched = edited(
        raw,
        patches.map(([path, set]) => ({ path, set })),
      );
      JSON.stringify(cloudTrailView(patched).audit());
    }),
    { numRuns: 3000 },
  );
});
