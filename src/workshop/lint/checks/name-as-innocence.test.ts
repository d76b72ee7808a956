/** A name that anybody can choose excuses nobody; a whole identity may. */
import { describe, expect, test } from 'vitest';
import { findsIn } from '../lint.fixture.ts';

function excusesBy(item: string): boolean {
  const detection = `key: { eventName: CreateAccessKey }\nother:\n  ${item}\ncondition: key and not other`;
  return findsIn(detection, 'name-as-innocence');
}

describe('names that can be chosen', () => {
  test.each([
    'userIdentity.arn|contains: terraform',
    "userIdentity.arn: 'arn:*/*terraform*'",
    // The name of the session stands at the end of this ARN, and its caller chooses it.
    'userIdentity.arn|contains: AWSReservedSSO_',
    'userIdentity.arn|endswith: /deployer',
    "userIdentity.arn|re: '.*terraform.*'",
    'userIdentity.userName: deployer',
    'userIdentity.sessionContext.sessionIssuer.userName: deployer',
    'userIdentity.sessionContext.sessionIssuer.userName|startswith: ci-',
    'iamwatch.actor.name|contains: bot',
    'iamwatch.actor.session.name: deploy-4711',
    'protoPayload.authenticationInfo.principalEmail|startswith: terraform@',
    "userIdentity.userName: ['arn:aws:iam::111122223333:user/alice', deployer]",
  ])('%s', (item) => {
    expect(excusesBy(item)).toBe(true);
  });
});

describe('whole identities, and what only the provider writes', () => {
  test.each([
    'userIdentity.arn: arn:aws:iam::111122223333:user/alice',
    "userIdentity.arn|startswith: 'arn:aws:sts::111122223333:assumed-role/deployer/'",
    'iamwatch.actor.principal: arn:aws:iam::111122223333:role/deployer',
    'userIdentity.sessionContext.sessionIssuer.arn|contains: :role/aws-service-role/',
    'userIdentity.sessionContext.sessionIssuer.arn|contains: :role/aws-reserved/sso.amazonaws.com/',
    'protoPayload.authenticationInfo.principalEmail: deployer@my-project.iam.gserviceaccount.com',
    'protoPayload.authenticationInfo.principalEmail|endswith: .gserviceaccount.com',
    "protoPayload.authenticationInfo.principalEmail|endswith: '@example.com'",
    "protoPayload.authenticationInfo.principalEmail|startswith: 'system:'",
    'userIdentity.arn|exists: true',
    'userIdentity.userName: null',
    'userIdentity.userName|fieldref: requestParameters.userName',
    'iamwatch.actor.principal|iam_administrator: true',
    // Told by a check of its own.
    'userIdentity.arn|contains: requestParameters.userName',
  ])('%s', (item) => {
    expect(excusesBy(item)).toBe(false);
  });
});

test('a name that accuses is no excuse', () => {
  const detection = 'key: { eventName: CreateAccessKey, userIdentity.arn|contains: terraform }\ncondition: key';
  expect(findsIn(detection, 'name-as-innocence')).toBe(false);
});
