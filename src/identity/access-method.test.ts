import { describe, expect, it } from 'vitest';
import { accessMethod, type CallPath } from './access-method.ts';

const CALL: CallPath = {
  actorIsService: false,
  invokedBy: undefined,
  fromConsole: false,
  eventType: 'AwsApiCall',
  userAgent: undefined,
};

describe('by the agent alone, which is a claim', () => {
  it.each([
    ['aws-cli/2.31.0 md/command#iam.list-users', 'cli'],
    ['AWSPowerShell.NetCore/4.1', 'cli'],
    ['Boto3/1.40.0 md/Botocore#1.40.0', 'sdk'],
    ['aws-sdk-go-v2/1.30.0', 'sdk'],
    ['[aws-sdk-java/2.20]', 'sdk'],
    ['APN/1.0 HashiCorp/1.0 Terraform/1.9.0', 'iac'],
    ['Pulumi/3.0 aws-sdk-go/1.0', 'iac'],
    ['console.amazonaws.com', 'console'],
    ['[S3Console/0.4]', 'console'],
    ['Mozilla/5.0', 'unknown'],
    [undefined, 'unknown'],
  ])('%s: %s', (userAgent, method) => {
    expect(accessMethod({ ...CALL, userAgent })).toBe(method);
  });
});

describe('what AWS stamps comes before what the agent claims', () => {
  const terraform = 'Terraform/1.9.0';
  it.each<[string, Partial<CallPath>, string]>([
    ['CloudFormation called', { invokedBy: 'cloudformation.amazonaws.com' }, 'iac'],
    ['a service acted', { actorIsService: true }, 'service'],
    ['a service event', { eventType: 'AwsServiceEvent' }, 'service'],
    ['credentials from the console', { fromConsole: true }, 'console'],
    ['a sign-in', { eventType: 'AwsConsoleSignIn' }, 'console'],
    ['another service called for the actor', { invokedBy: 'athena.amazonaws.com' }, 'service'],
    [
      'the console, under the name AWS Internal',
      { invokedBy: 'AWS Internal', userAgent: 'console.amazonaws.com' },
      'console',
    ],
    ['AWS Internal and an agent that says nothing', { invokedBy: 'AWS Internal', userAgent: 'x' }, 'unknown'],
  ])('%s', (_, path, method) => {
    expect(accessMethod({ ...CALL, userAgent: terraform, ...path })).toBe(method);
  });
});
