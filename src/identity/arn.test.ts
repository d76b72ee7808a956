import { describe, expect, test } from 'vitest';
import { parseArn } from './arn.ts';

describe('an ARN is taken apart', () => {
  test.each([
    ['arn:aws:iam::111122223333:user/ann', ['aws', 'iam', '', '111122223333', 'user/ann']],
    ['arn:aws-cn:iam::111122223333:role/path/r', ['aws-cn', 'iam', '', '111122223333', 'role/path/r']],
    [
      'arn:aws-us-gov:sts::111122223333:assumed-role/r/s',
      ['aws-us-gov', 'sts', '', '111122223333', 'assumed-role/r/s'],
    ],
    ['arn:aws-iso-b:s3:::bucket/key', ['aws-iso-b', 's3', '', '', 'bucket/key']],
    ['arn:aws-eusc:iam::aws:policy/IAMFullAccess', ['aws-eusc', 'iam', '', 'aws', 'policy/IAMFullAccess']],
    [
      'arn:aws:lambda:eu-west-1:111122223333:function:f:7',
      ['aws', 'lambda', 'eu-west-1', '111122223333', 'function:f:7'],
    ],
    ['arn:aws:iam::*:role/*', ['aws', 'iam', '', '*', 'role/*']],
  ])('%s', (text, parts) => {
    const [partition, service, region, account, resource] = parts;
    expect(parseArn(text)).toEqual({ partition, service, region, account, resource });
  });
});

describe('what is no ARN is undefined', () => {
  test.each([
    '',
    '*',
    '111122223333',
    'arn',
    'arn:aws:iam::111122223333',
    'arn:aws:iam::111122223333:',
    'arn::iam:::x',
    'arn:aws::::x',
    'ARN:aws:iam::1:x',
    'AIDAEXAMPLEEXAMPLEEXA',
  ])('%j', (text) => {
    expect(parseArn(text)).toBeUndefined();
  });
});
