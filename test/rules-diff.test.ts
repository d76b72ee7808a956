import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import type { AlertDiff } from '../src/workshop/diff/alert-diff.ts';
import { folderWith, iamwatch } from './program.fixture.ts';

const RULE = `
title: Users listed
id: 11111111-2222-4333-8444-555555555555
name: users-listed
level: low
logsource: { product: aws, service: cloudtrail }
detection: { it: { eventSource: iam.amazonaws.com, eventName: ListUsers }, condition: it }
`;

function folder(): string {
  return folderWith({
    'old.yaml': RULE,
    'new.yaml': RULE.replace('level: low', 'level: high'),
    'none.yaml': RULE.replace('ListUsers', 'ListRoles'),
    'broken.yaml': RULE.replace('condition: it', 'condition: that'),
    'log.json': JSON.stringify(record({ eventName: 'ListUsers', eventID: 'e-1' })),
  });
}

describe('rules diff', () => {
  it('tells which alerts appear, vanish and change level', () => {
    const cwd = folder();
    const changed = iamwatch(['rules', 'diff', 'old.yaml', 'new.yaml', 'log.json'], { cwd });
    expect(changed.out).toContain('changes   high');
    expect(changed.out).toContain('level low → high');
    expect(changed.err).toContain('On 1 event: 0 appear, 0 vanish, 1 change level');
    expect(iamwatch(['rules', 'diff', 'old.yaml', 'none.yaml', 'log.json'], { cwd }).out).toContain('vanishes  low');
    expect(iamwatch(['rules', 'diff', 'none.yaml', 'old.yaml', 'log.json'], { cwd }).out).toContain('appears   low');
  });

  it('as JSON it lists the same', () => {
    const { out } = iamwatch(['rules', 'diff', 'old.yaml', 'new.yaml', 'log.json', '--output', 'json'], {
      cwd: folder(),
    });
    const diff = JSON.parse(out) as AlertDiff; // the program's own output
    expect(diff).toMatchObject({ appear: [], vanish: [], same: 0 });
    expect(diff.level).toMatchObject([{ before: { level: 'low' }, after: { level: 'high', event: 'e-1' } }]);
  });

  it('exits with 1 on a difference only where asked to', () => {
    const cwd = folder();
    const args = ['rules', 'diff', 'old.yaml', 'new.yaml', 'log.json'];
    expect(iamwatch(args, { cwd })).toMatchObject({ code: 0 });
    expect(iamwatch([...args, '--exit-code'], { cwd })).toMatchObject({ code: 1 });
    expect(iamwatch(['rules', 'diff', 'old.yaml', 'old.yaml', 'log.json', '--exit-code'], { cwd })).toMatchObject({
      code: 0,
    });
  });

  it('compares the shipped rules with a changed copy, and says what does not load', () => {
    const cwd = folder();
    const shipped = iamwatch(['rules', 'diff', 'shipped', 'old.yaml', 'log.json'], { cwd });
    expect(shipped.out).toContain('appears   low');
    const broken = iamwatch(['rules', 'diff', 'old.yaml', 'broken.yaml', 'log.json'], { cwd });
    expect(broken.err).toContain('broken.yaml:7:');
    expect(broken.out).toContain('vanishes  low');
    expect(iamwatch(['rules', 'diff', '--strict-rules', 'old.yaml', 'broken.yaml', 'log.json'], { cwd })).toMatchObject(
      { code: 3 },
    );
  });

  it('says what it could not read', () => {
    const cwd = folder();
    expect(iamwatch(['rules', 'diff', 'old.yaml', 'new.yaml', path.join(cwd, 'no-such-log')], { cwd })).toMatchObject({
      code: 4,
    });
    expect(iamwatch(['rules', 'diff', 'old.yaml'], { cwd })).toMatchObject({ code: 2 });
  });
});
