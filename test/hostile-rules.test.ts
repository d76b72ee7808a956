/** Rules come from strangers, folders hold what editors leave there, and words of the command line are mistyped. */
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import { folderWith, iamwatch } from './program.fixture.ts';

const RULE = `title: Users listed
name: users-listed
logsource: { product: aws, service: cloudtrail }
detection:
  it: { eventSource: iam.amazonaws.com, eventName: ListUsers }
  condition: it
`;
const LOG = JSON.stringify(record({ eventName: 'ListUsers', eventID: 'e-1' }));
const QUIET = ['missing-metadata', 'missing-tests', 'missing-explanation', 'missing-test-kind'].flatMap((code) => [
  '--ignore',
  code,
]);

describe('what a rule says cannot change the terminal', () => {
  const evil = RULE.replace('Users listed', '"Users \\e[2J\\u202E listed"')
    .replace('name: users-listed', 'name: "users-\\e[31mlisted"')
    .replace('eventName: ListUsers', 'eventName: [ListUsers, "List\\e[31m"]')
    .concat('description: "See \\e]8;;http://example.com\\a"\n')
    .concat('equivalent_mutants: [{ mutation: "no \\e[31m such", reason: stale }]\n');
  it.each([
    ['list'],
    ['list', '--output', 'json'],
    ['show', 'users-\u001b[31mlisted'],
    ['test'],
    ['test', '--output', 'json'],
    ['mutate'],
    ['mutate', '--output', 'json'],
    ['parity'],
    ['lint', '--output', 'json'],
    ['lint', '--output', 'sarif'],
  ])('rules %s %s %s', (...args) => {
    const ran = iamwatch(['rules', ...args, '--no-builtin', '--rules', 'evil.yaml'], {
      cwd: folderWith({ 'evil.yaml': evil }),
    });
    expect(ran.out).toContain(args.includes('json') || args.includes('sarif') ? '\\u001b' : '\\u{1b}');
    // eslint-disable-next-line no-control-regex -- these are what it is about
    expect(ran.out + ran.err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/u);
  });
});

describe('folders of rules', () => {
  it('without any are no success of linting', () => {
    const cwd = folderWith({ 'notes.txt': 'none here' });
    const ran = iamwatch(['rules', 'lint', '.'], { cwd });
    expect(ran).toMatchObject({ code: 3, err: 'iamwatch: There is no .yaml or .yml file in ..\n' });
    expect(iamwatch(['rules', 'lint', '--no-builtin'], { cwd }).code).toBe(2);
  });

  it('are read whatever the case of the ending, without the locks of editors', () => {
    const cwd = folderWith({ 'RULE.YML': RULE });
    symlinkSync('somebody@host.example.com', path.join(cwd, '.#RULE.yml'));
    const ran = iamwatch(['rules', 'list', '--no-builtin', '--rules', '.'], { cwd });
    expect(ran.out).toMatch(/^users-listed /u);
    expect(ran).toMatchObject({ code: 0, err: '1 rule\n' });
  });

  it('with a link to nowhere, or a folder that is named like a rule, are refused by name', () => {
    const linked = folderWith({ 'rule.yaml': RULE });
    symlinkSync('gone.yaml', path.join(linked, 'other.yaml'));
    expect(iamwatch(['rules', 'lint', '.'], { cwd: linked })).toMatchObject({
      code: 3,
      err: 'iamwatch: Cannot read other.yaml: no such file or folder.\n',
    });
    const nested = folderWith({ 'rule.yaml': RULE });
    mkdirSync(path.join(nested, 'folder.yaml'));
    const ran = iamwatch(['rules', 'lint', '.'], { cwd: nested });
    expect(ran.code).toBe(3);
    expect(ran.err).toMatch(/^iamwatch: Cannot read folder\.yaml: /u);
  });
});

describe('words that name no rule', () => {
  it.each([
    ['a name that no file can have', 'a'.repeat(300)],
    ['a path through a file', 'rule.yaml/x.yaml'],
  ])('%s', (_reason, word) => {
    const ran = iamwatch(['rules', 'test', word], { cwd: folderWith({ 'rule.yaml': RULE }) });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(`No rule is called ${word}.`);
  });
});

describe('tests on shipped base events', () => {
  const tested = RULE.concat(`tests:
  - name: users are listed
    kind: positive
    event: iam-user-call
    patch: { eventName: ListUsers }
    expect: alert
`);

  it('are sound for lint as they are for test, also without the shipped rules', () => {
    const cwd = folderWith({ 'rule.yaml': tested });
    expect(iamwatch(['rules', 'test', '--no-builtin', 'rule.yaml'], { cwd }).code).toBe(0);
    expect(iamwatch(['rules', 'lint', '--no-builtin', 'rule.yaml', ...QUIET], { cwd })).toMatchObject({
      code: 0,
      out: '',
    });
  });
});

describe('rules of thousands of lines', () => {
  it('with thousands of search identifiers are linted', () => {
    const searches = Array.from(
      { length: 3_000 },
      (_, index) => `  s${index}: { eventSource: iam.amazonaws.com, eventName: Get${index} }`,
    );
    const text = RULE.replace(/detection:[\s\S]*/u, `detection:\n${searches.join('\n')}\n  condition: 1 of s*\n`);
    const ran = iamwatch(['rules', 'lint', '--no-builtin', 'rule.yaml', ...QUIET], {
      cwd: folderWith({ 'rule.yaml': text }),
    });
    expect(ran.code).toBe(0);
    expect(ran.err).toMatch(/ warnings in 1 file/u);
  });
});

describe('rules new', () => {
  it.each([
    ['an event and a service', ['--from', 'log.json', '--service', 'iam.amazonaws.com']],
    ['an event and a cloud', ['--from', 'log.json', '--cloud', 'aws']],
    ['an id and no logs', ['--event', 'e-1', '--service', 'iam.amazonaws.com', '--action', 'ListUsers']],
  ])('does not leave out a part of what it is told: %s', (_reason, args) => {
    const ran = iamwatch(['rules', 'new', 'a-rule', ...args], { cwd: folderWith({ 'log.json': LOG }) });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('not with both');
  });

  it('says of a file in the place of the folder what is wrong', () => {
    const args = ['--service', 'iam.amazonaws.com', '--action', 'ListUsers', '--dir', 'log.json'];
    const ran = iamwatch(['rules', 'new', 'a-rule', ...args], { cwd: folderWith({ 'log.json': LOG }) });
    expect(ran).toMatchObject({ code: 3 });
    expect(ran.err).toContain('log.json is no folder; choose another --dir');
  });
});
