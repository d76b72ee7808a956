import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import { folderWith, iamwatch, startProgram } from './program.fixture.ts';

const OWN = `
title: Users listed
id: 11111111-2222-4333-8444-555555555555
name: users-listed
level: low
description: Someone listed the users.
logsource: { product: aws, service: cloudtrail }
detection: { it: { eventSource: iam.amazonaws.com, eventName: ListUsers }, condition: it }
attackers_goal: Learn whom to attack.
investigate: [Ask the caller.]
`;
const TESTS = `
tests:
  - name: a list
    kind: positive
    event: user-call
    patch: { eventName: ListUsers }
    expect: alert
`;
const BASES = `
user-call: { eventVersion: '1.11', eventSource: iam.amazonaws.com, eventName: GetUser, userIdentity: { type: IAMUser } }
`;
const BROKEN = OWN.replace('eventName: ListUsers', 'eventName|startwith: List').replace('users-listed', 'broken');
const PLACEHOLDER = OWN.replace('eventName: ListUsers', 'eventName|expand: "%names%"').replace(
  'users-listed',
  'expanded',
);

interface Listed {
  readonly name: string;
  readonly level: string;
  readonly catalogue: readonly string[];
}

function listed(...args: readonly string[]): Listed[] {
  return JSON.parse(iamwatch(['rules', 'list', '--output', 'json', ...args]).out) as Listed[]; // the program's own output
}

describe('rules list', () => {
  it('--output table is a line for each rule, and the default', () => {
    const ran = iamwatch(['rules', 'list']);
    expect(ran.code).toBe(0);
    expect(ran.out.trim().split('\n')).toHaveLength(listed().length);
    expect(ran.out).toMatch(/^aws-iam-access-key-for-another-user +match +high +A01/m);
    expect(ran.err).toContain(`${listed().length} rules`);
    expect(iamwatch(['rules', 'list', '--output', 'table']).out).toBe(ran.out);
  });

  it('--output json is an array of rule objects, each with its catalogue', () => {
    for (const { name, catalogue } of listed()) {
      expect(name).toMatch(/^(?:aws|gcp|workspace)-/);
      expect(Array.isArray(catalogue)).toBe(true);
    }
  });

  it('--rules adds rules, --no-builtin leaves the shipped ones out', () => {
    const folder = folderWith({ 'own.yaml': OWN });
    expect(listed('--rules', folder).map(({ name }) => name)).toEqual([
      ...listed().map(({ name }) => name),
      'users-listed',
    ]);
    expect(listed('--rules', folder, '--no-builtin').map(({ name }) => name)).toEqual(['users-listed']);
  });

  it('--strict-rules stops at a rule that does not load; without it the rest is listed', () => {
    const args = ['--no-builtin', '--rules', folderWith({ 'own.yaml': OWN, 'bad.yaml': BROKEN })];
    expect(listed(...args).map(({ name }) => name)).toEqual(['users-listed']);
    expect(iamwatch(['rules', 'list', '--strict-rules', ...args])).toMatchObject({ code: 3, out: '' });
  });

  it('--placeholders gives rules with expand their values', () => {
    const folder = folderWith({ 'rules/own.yaml': PLACEHOLDER, 'values.yaml': 'names: [ListUsers]' });
    const args = ['--no-builtin', '--rules', path.join(folder, 'rules')];
    expect(listed(...args)).toEqual([]);
    expect(listed(...args, '--placeholders', path.join(folder, 'values.yaml'))).toHaveLength(1);
  });
});

describe('rules show', () => {
  it('finds a rule by name, by id and by catalogue id', () => {
    const byName = iamwatch(['rules', 'show', 'aws-iam-access-key-for-another-user']);
    expect(byName.code).toBe(0);
    expect(byName.out).toContain('Investigate');
    expect(iamwatch(['rules', 'show', 'A01']).out).toContain('aws-iam-access-key-for-another-user');
    const folder = folderWith({ 'own.yaml': OWN });
    expect(iamwatch(['rules', 'show', '--rules', folder, '11111111-2222-4333-8444-555555555555']).out).toContain(
      'Learn whom to attack.',
    );
  });

  it('says which name was meant where there is none', () => {
    const ran = iamwatch(['rules', 'show', 'aws-iam-access-key-for-another-usr']);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('Did you mean aws-iam-access-key-for-another-user?');
  });

  it('takes --rules, --no-builtin, --strict-rules and --placeholders', () => {
    const folder = folderWith({
      'rules/own.yaml': PLACEHOLDER,
      'rules/bad.yaml': BROKEN,
      'values.yaml': 'names: [ListUsers]',
    });
    const args = [
      '--no-builtin',
      '--rules',
      path.join(folder, 'rules'),
      '--placeholders',
      path.join(folder, 'values.yaml'),
    ];
    expect(iamwatch(['rules', 'show', ...args, 'expanded'])).toMatchObject({ code: 0 });
    expect(iamwatch(['rules', 'show', ...args, 'aws-iam-access-key-for-another-user'])).toMatchObject({ code: 2 });
    expect(iamwatch(['rules', 'show', ...args, '--strict-rules', 'expanded'])).toMatchObject({ code: 3, out: '' });
  });
});

describe('rules test', () => {
  it('runs the tests of the shipped rules, all or those that are named', () => {
    const all = iamwatch(['rules', 'test']);
    expect(all).toMatchObject({ code: 0 });
    expect(all.out).toMatch(/^\d+ passed, 0 failed, 0 rules without tests$/m);
    const one = iamwatch(['rules', 'test', 'aws-iam-access-key-for-another-user']);
    expect(Number.parseInt(one.out, 10)).toBeLessThan(Number.parseInt(all.out, 10));
  });

  it('takes own rules with their own base events', () => {
    const folder = folderWith({ 'own.yaml': OWN + TESTS, 'base-events.yaml': BASES });
    const ran = iamwatch(['rules', 'test', '--no-builtin', '--rules', folder]);
    expect(ran.out).toContain('1 passed, 0 failed, 0 rules without tests');
    expect(ran.code).toBe(0);
  });

  it('takes an own base event before a shipped one of the same name', () => {
    const tests = TESTS.replace('event: user-call', 'event: iam-user-call');
    const folder = folderWith({
      'own.yaml': OWN + tests,
      'base-events.yaml': BASES.replace('user-call', 'iam-user-call'),
    });
    const ran = iamwatch(['rules', 'test', '--no-builtin', '--rules', folder]);
    expect(ran).toMatchObject({ code: 0, out: '1 passed, 0 failed, 0 rules without tests\n', err: '' });
  });

  it('exits with 3 where a test fails and where a rule has none', () => {
    const wrong = OWN + TESTS.replace('patch: { eventName: ListUsers }', 'patch: { eventName: ListRoles }');
    const failed = iamwatch([
      'rules',
      'test',
      '--no-builtin',
      '--rules',
      folderWith({ 'own.yaml': wrong, 'base-events.yaml': BASES }),
    ]);
    expect(failed).toMatchObject({ code: 3 });
    expect(failed.out).toContain('a list');
    const untested = iamwatch(['rules', 'test', '--no-builtin', '--rules', folderWith({ 'own.yaml': OWN })]);
    expect(untested).toMatchObject({ code: 3 });
    expect(untested.out).toContain('no tests');
    const nothing = iamwatch(['rules', 'test', '--no-builtin', '--rules', folderWith({ 'own.yaml': BROKEN })]);
    expect(nothing).toMatchObject({ code: 3 });
  });

  it('takes the path of a rule file; base events beside it are found', () => {
    const folder = folderWith({ 'own.yaml': OWN + TESTS, 'other.yaml': BROKEN, 'base-events.yaml': BASES });
    const ran = iamwatch(['rules', 'test', '--no-builtin', path.join(folder, 'own.yaml')]);
    expect(ran).toMatchObject({ code: 0, out: '1 passed, 0 failed, 0 rules without tests\n' });
    const inFolder = iamwatch(['rules', 'test', '--no-builtin', 'mine'], {
      cwd: folderWith({ 'mine/own.yaml': OWN + TESTS, 'mine/base-events.yaml': BASES }),
    });
    expect(inFolder).toMatchObject({ code: 0, out: '1 passed, 0 failed, 0 rules without tests\n' });
    expect(iamwatch(['rules', 'test', 'no-such-file.yaml'])).toMatchObject({ code: 2 });
  });

  it('a failed test is told with its file and line', () => {
    const wrong = OWN + TESTS.replace('expect: alert', 'expect: none');
    const folder = folderWith({ 'own.yaml': wrong, 'base-events.yaml': BASES });
    const ran = iamwatch(['rules', 'test', '--no-builtin', 'own.yaml'], { cwd: folder });
    expect(ran.out).toContain('failed  own.yaml:13: a list\n        expected no alert, got low\n');
  });

  it('--output json and junit carry every test', () => {
    const folder = folderWith({ 'own.yaml': OWN + TESTS, 'base-events.yaml': BASES });
    const args = ['rules', 'test', '--no-builtin', path.join(folder, 'own.yaml'), '--output'];
    expect(JSON.parse(iamwatch([...args, 'json']).out)).toMatchObject({
      passed: 1,
      failed: 0,
      untested: 0,
      rules: [
        { rule: 'users-listed', tests: [{ name: 'a list', kind: 'positive', line: 13, passed: true, reason: null }] },
      ],
    });
    expect(iamwatch([...args, 'junit']).out).toContain('<testcase name="a list" classname="users-listed"');
  });

  it('--watch runs again when a file changes, survives one that is half written, and ends with Ctrl-C', async () => {
    const folder = folderWith({ 'own.yaml': OWN + TESTS, 'base-events.yaml': BASES });
    const watching = startProgram(['rules', 'test', '--no-builtin', '--rules', folder, '--watch']);
    await watching.until('1 passed, 0 failed');
    writeFileSync(path.join(folder, 'own.yaml'), OWN + TESTS.replace('expect: alert', 'expect: none'));
    await watching.until('0 passed, 1 failed');
    writeFileSync(path.join(folder, 'own.yaml'), 'title: [');
    await watching.until('0 passed, 0 failed');
    writeFileSync(path.join(folder, 'own.yaml'), OWN + TESTS);
    await watching.until('1 passed, 0 failed');
    expect(await watching.interrupted()).toBe(0);
  });

  it('takes --strict-rules and --placeholders, and knows no other rule than those it loads', () => {
    const folder = folderWith({
      'rules/own.yaml': PLACEHOLDER + TESTS,
      'rules/base-events.yaml': BASES,
      'values.yaml': 'names: [ListUsers]',
    });
    const args = ['rules', 'test', '--no-builtin', '--rules', path.join(folder, 'rules'), '--strict-rules'];
    expect(iamwatch(args)).toMatchObject({ code: 3, out: '' });
    const values = ['--placeholders', path.join(folder, 'values.yaml')];
    expect(iamwatch([...args, ...values])).toMatchObject({ code: 0 });
    expect(iamwatch([...args, ...values, 'no-such-rule'])).toMatchObject({ code: 2 });
  });
});

describe('rules mutate', () => {
  function mutated(rule: string, ...more: readonly string[]): ReturnType<typeof iamwatch> {
    const folder = folderWith({ 'own.yaml': rule, 'base-events.yaml': BASES });
    return iamwatch(['rules', 'mutate', '--no-builtin', '--rules', folder, ...more]);
  }
  const held = `${TESTS}  - name: another service
    kind: near-miss
    event: user-call
    patch: { eventName: ListUsers, eventSource: example.amazonaws.com }
    expect: none
  - name: another call
    kind: near-miss
    event: user-call
    expect: none
  - name: the level
    event: user-call
    patch: { eventName: ListUsers }
    expect: { level: low }
`;

  it('lists what the tests do not notice, with its place, and how many of each rule', () => {
    const ran = mutated(OWN + TESTS);
    expect(ran.out).toContain('survived  drop-clause it.eventSource');
    expect(ran.out).toMatch(/own\.yaml:8: the clause is gone/);
    expect(ran.out).toMatch(/^users-listed +\d+ +\d+ +0 +\d+$/m);
  });

  it('exits with 3 for a survivor from level high upwards, of the rule or of a variation, and with --strict in any', () => {
    expect(mutated(OWN + TESTS)).toMatchObject({ code: 0 });
    expect(mutated(OWN + TESTS, '--strict')).toMatchObject({ code: 3 });
    expect(mutated((OWN + TESTS).replace('level: low', 'level: high'))).toMatchObject({ code: 3 });
    const variation = 'variations: [{ name: all, condition: it, level: critical }]\n';
    expect(mutated(OWN + variation + TESTS)).toMatchObject({ code: 3 });
    expect(mutated(OWN + held, '--strict')).toMatchObject({ code: 0 });
  });

  it('does not count a recorded equivalent, and exits with 3 for one that is none', () => {
    const recorded = (mutation: string): string =>
      `${OWN}equivalent_mutants: [{ mutation: ${mutation}, reason: No other service has such a call. }]\n${TESTS}`;
    const ran = mutated(recorded('drop-clause it.eventSource'));
    expect(ran.code).toBe(0);
    expect(ran.out).not.toContain('survived  drop-clause it.eventSource');
    const stale = mutated(recorded('drop-clause it.eventName2'));
    expect(stale.code).toBe(3);
    expect(stale.out).toContain('stale     drop-clause it.eventName2');
  });

  it('--output json has every mutant; --level leaves out the rules that cannot reach it', () => {
    const [rule] = JSON.parse(mutated(OWN + held, '--output', 'json').out) as {
      mutants: { id: string; status: string }[];
    }[]; // our own output
    expect(rule?.mutants).toContainEqual(
      expect.objectContaining({ id: 'drop-clause it.eventSource', status: 'killed' }),
    );
    expect(JSON.parse(mutated(OWN + held, '--output', 'json', '--level', 'medium').out)).toEqual([]);
  });

  it('takes names of rules, --strict-rules and --placeholders', () => {
    expect(mutated(OWN + TESTS, 'users-listed').out).toContain('1 rule ');
    const wrong = mutated(OWN + TESTS, 'users-lister');
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('Did you mean users-listed?');
    expect(mutated(BROKEN, '--strict-rules')).toMatchObject({ code: 3, out: '' });
    const folder = folderWith({ 'values.yaml': 'names: [ListUsers]' });
    expect(mutated(PLACEHOLDER + TESTS, '--placeholders', path.join(folder, 'values.yaml')).out).toContain('expanded');
  });
});

interface Matched {
  readonly event: { readonly id: string };
  readonly rules: readonly { readonly id: string; readonly title: string }[];
}

function matched(...args: readonly string[]): Matched[] {
  const { out } = iamwatch(['rules', 'match', ...args]);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Matched); // the program's own output
}

describe('rules match', () => {
  const events = JSON.stringify([
    record({ eventID: 'e-1' }),
    record({ eventID: 'e-2', eventName: 'GetUser' }),
    record({ eventID: 'e-1' }),
  ]);

  it('prints every event in the order of the input with the rules that match it, and folds nothing', () => {
    const folder = folderWith({ 'a.json': events, 'rules/own.yaml': OWN });
    const args = ['--no-builtin', '--rules', path.join(folder, 'rules'), path.join(folder, 'a.json')];
    const rule = { id: '11111111-2222-4333-8444-555555555555', title: 'Users listed' };
    const expected = [
      { event: { id: 'e-1' }, rules: [rule] },
      { event: { id: 'e-2' }, rules: [] },
      { event: { id: 'e-1' }, rules: [rule] },
    ];
    expect(matched(...args)).toEqual(expected);
    expect(matched('--output', 'ndjson', ...args)).toEqual(expected);
  });

  it('reads standard input, and the shipped rules where nothing else is said', () => {
    const key = record({ eventName: 'CreateAccessKey', requestParameters: { userName: 'bob' } });
    const ran = iamwatch(['rules', 'match', '-'], { stdin: JSON.stringify(key) });
    expect(ran.out).toContain('Access key created for another user');
  });

  it('exits with 6 where something could not be read, with 4 where nothing could', () => {
    const folder = folderWith({ 'a.json': events, 'b.json': 'words', 'c/d.json': 'words' });
    const partly = iamwatch(['rules', 'match', folder]);
    expect(partly).toMatchObject({ code: 6 });
    expect(partly.err).toContain('b.json');
    expect(iamwatch(['rules', 'match', path.join(folder, 'c')])).toMatchObject({ code: 4, out: '' });
  });

  it('takes --strict-rules and --placeholders', () => {
    const folder = folderWith({ 'a.json': events, 'rules/own.yaml': PLACEHOLDER, 'values.yaml': 'names: [ListUsers]' });
    const args = ['--no-builtin', '--rules', path.join(folder, 'rules'), path.join(folder, 'a.json')];
    expect(iamwatch(['rules', 'match', '--strict-rules', ...args])).toMatchObject({ code: 3, out: '' });
    const values = ['--placeholders', path.join(folder, 'values.yaml')];
    expect(matched('--strict-rules', ...values, ...args).map(({ rules }) => rules.length)).toEqual([1, 0, 1]);
  });
});

describe('the rest of the command line', () => {
  it('--version says the version of the package', () => {
    const file = fileURLToPath(new URL('../package.json', import.meta.url));
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }; // our own file
    for (const flag of ['--version', '-V']) expect(iamwatch([flag])).toMatchObject({ code: 0, out: `${version}\n` });
  });

  it('schema prints a JSON Schema of alerts and of rules, and of nothing else', () => {
    for (const what of ['alert', 'rule']) {
      const ran = iamwatch(['schema', what]);
      expect(ran.code).toBe(0);
      expect((JSON.parse(ran.out) as { $schema: string }).$schema).toContain('json-schema.org');
    }
    expect(iamwatch(['schema', 'event'])).toMatchObject({ code: 2, out: '' });
  });

  it('wrong use exits with 2 and prints no data', () => {
    for (const args of [[], ['scann'], ['rules', 'list', '--output', 'xml'], ['rules', 'show'], ['rules', 'match']]) {
      expect(iamwatch(args)).toMatchObject({ code: 2, out: '' });
    }
  });
});
