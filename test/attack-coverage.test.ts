/** `iamwatch attack coverage`: what the rules cover of ATT&CK, as people and programs get it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import { folderWith, iamwatch } from './program.fixture.ts';

const RULE = `
title: Key made
name: key-made
level: low
logsource: { product: aws, service: cloudtrail }
detection: { it: { eventSource: iam.amazonaws.com, eventName: CreateAccessKey }, condition: it }
attack:
  release: '19.1'
  techniques: [{ id: T1098.001, origin: 'local, unvalidated' }]
`;
const TEST = `
tests:
  - { name: a key, kind: positive, event: iam-user-call, patch: { eventName: CreateAccessKey }, expect: { level: low } }
`;
const OWN = ['attack', 'coverage', '--no-builtin', '--rules', 'rules'];

function folder(): string {
  return folderWith({
    'rules/key-made.yaml': RULE + TEST,
    'rules/trail-stopped.yaml': RULE.replace('Key made', 'Trail stopped')
      .replace('key-made', 'trail-stopped')
      .replace('T1098.001', 'T1562.008'),
    'log.json': JSON.stringify(record({ eventName: 'CreateAccessKey' })),
    'quiet.json': JSON.stringify(record({ eventName: 'ListUsers' })),
  });
}

describe('attack coverage', () => {
  it('tells a claim from one that fired in test', () => {
    const { code, out } = iamwatch(OWN, { cwd: folder() });
    expect(code).toBe(0);
    expect(out).toContain('◐ T1098.001 Additional Cloud Credentials                 1 rule\n');
    expect(out).toContain('○ T1685.002 Disable or Modify Cloud Log                  1 rule\n');
    expect(out).toContain('· T1078.004 Cloud Accounts\n');
    expect(out).toContain('◐ 1 fired in test, ○ 1 claimed only, · 47 without a rule');
  });

  it('tells what fired on the logs that are given', () => {
    const cwd = folder();
    expect(iamwatch([...OWN, 'log.json'], { cwd }).out).toContain('● T1098.001');
    expect(iamwatch([...OWN, 'quiet.json'], { cwd }).out).toContain('◐ T1098.001');
  });

  it('says which logs could not be read', () => {
    expect(iamwatch([...OWN, 'none.json'], { cwd: folder() })).toMatchObject({ code: 4 });
  });

  it('as JSON it names rules, origins and the ids that were written', () => {
    const { out } = iamwatch([...OWN, '--output', 'json'], { cwd: folder() });
    const { release, techniques } = JSON.parse(out) as { release: string; techniques: { id: string }[] };
    expect(release).toBe('19.1');
    expect(techniques.find(({ id }) => id === 'T1685.002')).toMatchObject({
      state: 'mapped',
      analytic: 'AN0801',
      rules: [{ name: 'trail-stopped', origin: 'local, unvalidated', proof: 'mapped', written_as: 'T1562.008' }],
    });
  });

  it('writes a layer for the Navigator, and says so where it cannot', () => {
    const cwd = folder();
    expect(iamwatch([...OWN, '--navigator', 'layer.json'], { cwd }).err).toContain('layer.json');
    const layer = JSON.parse(readFileSync(path.join(cwd, 'layer.json'), 'utf8')) as {
      techniques: { techniqueID: string; score: number }[];
    };
    expect(layer.techniques).toContainEqual(expect.objectContaining({ techniqueID: 'T1098.001', score: 2 }));
    const failed = iamwatch([...OWN, '--navigator', path.join('nowhere', 'layer.json')], { cwd });
    expect(failed).toMatchObject({ code: 3 });
    expect(failed.err).toContain('Cannot write the layer to');
  });

  it('of the shipped rules is pinned: a change of what is covered shows in review', async () => {
    const { code, out } = iamwatch(['attack', 'coverage']);
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot('golden/attack-coverage.txt');
  });
});
