import { expect, it } from 'vitest';
import { absenceNotice, devset, hasDevset, whereDevset, withoutToolNames } from './devset.fixture.ts';
import { alertsOf, folderWith, iamwatch } from './program.fixture.ts';

it('the development set is there, or its absence was said aloud', () => {
  expect(absenceNotice === undefined).toBe(hasDevset);
});

const STRATUS = 'cases/stratus-red-team';

interface Named {
  readonly level: string;
  readonly action: string | null | undefined;
}

/** Level and action of every alert on one case, read without the names of attack tools. */
function alertsOn(name: string): Named[] {
  const folder = folderWith({ 'case.json': withoutToolNames(devset(STRATUS, `${name}.json`)) });
  const ran = iamwatch(['scan', '--output', 'ndjson', folder]);
  expect(ran.code).toBe(0);
  return alertsOf(ran).map(({ level, events }) => ({ level, action: events[0]?.action }));
}

whereDevset('real detonations of attacks', () => {
  it.each([
    ['aws.persistence.iam-backdoor-user', 'CreateAccessKey', 'high'],
    ['aws.persistence.iam-create-admin-user', 'AttachUserPolicy', 'high'],
    ['aws.persistence.iam-create-admin-user', 'CreateAccessKey', 'high'],
    ['aws.persistence.iam-create-user-login-profile', 'CreateLoginProfile', 'high'],
    ['aws.initial-access.console-login-without-mfa', 'ConsoleLogin', 'medium'],
    ['aws.defense-evasion.organizations-leave', 'LeaveOrganization', 'high'],
  ])('%s: %s is named, at %s', (name, action, level) => {
    expect(alertsOn(name)).toContainEqual({ level, action });
  });
});

whereDevset('real background', () => {
  it('half an hour of an account talking to itself brings nothing above low', () => {
    const ran = iamwatch(['scan', '--output', 'ndjson', '--min-level', 'medium', devset('cases/maheribra-ir-lab')]);
    expect(ran).toMatchObject({ code: 0, out: '' });
    expect(ran.err).toContain('518 events read');
  });

  it('a trail as it lies in a bucket is read whole', () => {
    const ran = iamwatch(['scan', devset('raw_s3')]);
    expect(ran.code).toBe(0);
    expect(ran.err).toMatch(/518 events read from 14 files .*\n.*\n0 skipped, 0 duplicates, 0 unreadable/);
  });

  it('none of the cases is lost: every record of every one is read', () => {
    const ran = iamwatch(['scan', '--isolate', '--output', 'ndjson', devset('cases')]);
    expect(ran.err).toContain('1485 events read from 692 files');
    expect(ran.err).toContain('0 skipped');
    expect(ran.err).toContain('0 unreadable');
    expect(ran.code).toBe(0);
  });
});

whereDevset('siblings of log files', () => {
  it.each([
    ['aws-digest.json', '1 CloudTrail digest'],
    ['aws-s3-notification-s3event.json', '1 S3 notification'],
    ['aws-s3-testevent.json', '1 S3 test notification'],
    ['aws-sns-cloudtrail-native.json', '1 CloudTrail delivery notification'],
    ['aws-sqs-lambda-s3event.json', '1 S3 notification'],
  ])('%s is recognised, not misread', (name, words) => {
    const ran = iamwatch(['scan', devset('envelopes', name)]);
    expect(ran.err).toContain(words);
    expect(ran.err).toContain('0 events read');
    expect(ran.code).toBe(0);
  });
});
