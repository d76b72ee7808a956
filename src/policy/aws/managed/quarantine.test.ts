import { describe, expect, test } from 'vitest';
import { isAwsQuarantinePolicy, looksLikeQuarantine } from './quarantine.ts';

describe('AWS quarantines with its own policies, in every partition and version', () => {
  test.each([
    'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine',
    'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2',
    'arn:aws-us-gov:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
    'arn:aws-cn:iam::aws:policy/AWSCompromisedKeyQuarantineV12',
  ])('%s', (arn) => {
    expect([isAwsQuarantinePolicy(arn), looksLikeQuarantine(arn)]).toEqual([true, false]);
  });
});

describe('a customer policy of that name is a spoof', () => {
  test.each([
    'arn:aws:iam::111122223333:policy/AWSCompromisedKeyQuarantineV2',
    'arn:aws:iam::111122223333:policy/aws/AWSCompromisedKeyQuarantine',
    'arn:aws:iam::111122223333:policy/awscompromisedkeyquarantinev3',
    'arn:aws:iam::111122223333:policy/my-AWSCompromisedKeyQuarantine',
    'AWSCompromisedKeyQuarantineV2',
  ])('%s', (arn) => {
    expect([isAwsQuarantinePolicy(arn), looksLikeQuarantine(arn)]).toEqual([false, true]);
  });
});

describe('everything else is neither', () => {
  test.each([
    'arn:aws:iam::aws:policy/AdministratorAccess',
    'arn:aws:iam::111122223333:policy/quarantine',
    'arn:aws:iam::111122223333:policy/AWSCompromisedKeyQuarantine/other',
    '',
  ])('%j', (arn) => {
    expect([isAwsQuarantinePolicy(arn), looksLikeQuarantine(arn)]).toEqual([false, false]);
  });
});
