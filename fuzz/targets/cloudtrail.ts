/**
 * CloudTrail records of any shape. Law: whatever JSON comes, it is recognised without an exception; a record becomes an
 * event with every required field, of the kind that it says, and with nothing else.
 */
import type { Json } from '../../src/std/json.ts';
import { mutatedJson } from '../generate/mutate-json.ts';
import { cloudTrailSeeds } from '../generate/seeds.ts';
import { target } from '../target.ts';
import { checkEvent } from './audit-shape.ts';

const WORDS = [
  ...['eventName', 'eventSource', 'eventID', 'eventTime', 'userIdentity', 'type', 'arn', 'principalId', 'accountId'],
  ...['sessionContext', 'sessionIssuer', 'attributes', 'creationDate', 'mfaAuthenticated', 'webIdFederationData'],
  ...[
    'requestParameters',
    'responseElements',
    'userName',
    'roleName',
    'policyArn',
    'policyDocument',
    'resources',
    'ARN',
  ],
  ...[
    'Root',
    'IAMUser',
    'AssumedRole',
    'FederatedUser',
    'SAMLUser',
    'WebIdentityUser',
    'AWSService',
    'IdentityCenterUser',
  ],
  ...[
    'arn:aws:iam::111122223333:root',
    'arn:aws:sts::111122223333:assumed-role/a/b',
    'arn:::::',
    'arn:aws:iam::1:role/',
  ],
  ...[
    'AssumeRole',
    'ConsoleLogin',
    'CreateAccessKey',
    'iam.amazonaws.com',
    'sts.amazonaws.com',
    'signin.amazonaws.com',
  ],
  ...['addendum', 'originalEventID', 'sharedEventID', 'omitted', 'errorCode', 'errorMessage', 'MFAUsed', 'invokedBy'],
  ...[
    'event_name',
    'user_identity',
    'useridentity.arn',
    'EventName',
    'CloudTrailEvent',
    '{Name=a}',
    '[x]',
    'additionalEventData',
  ],
];

export const cloudtrail = target<Json>({
  name: 'cloudtrail',
  law: 'any JSON is recognised, and a record of CloudTrail becomes a whole event',
  inputs: mutatedJson(cloudTrailSeeds, WORDS),
  runsInTest: 2500,
  check: checkEvent,
});
