/** `iamwatch rules lint` as its users run it: outputs, exit codes, what is linted and what is only known. */
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRules } from '../src/rule-language/load.ts';
import { lint } from '../src/workshop/lint/lint.ts';
import { folderWith, iamwatch } from './program.fixture.ts';
import { baseFiles, ruleFiles } from './shipped-rules.fixture.ts';

const AGENT = `title: Key made by a tool
name: key-by-tool
logsource: { product: aws, service: cloudtrail }
detection:
  made: { eventName: CreateAccessKey, userAgent|contains: pacu }
  condition: made
counterparts: [gcp-iam-service-account-key-created]
`;
const BROKEN = AGENT.replace('|contains', '|containts').replaceAll('tool', 'toy');
const IGNORED = ['missing-metadata', 'missing-tests', 'unknown-counterpart'].flatMap((code) => ['--ignore', code]);
/** Without the shipped rules a run is short. */
const ALONE = ['--no-builtin', ...IGNORED];

interface Problem {
  readonly code: string;
  readonly severity: string;
  readonly file: string;
  readonly line: number;
}

describe('the shipped rules', () => {
  it('are clean: no error, no warning, and every comment that silences one is needed', () => {
    expect(loadRules(ruleFiles).rules.length).toBeGreaterThan(50);
    expect(lint({ files: ruleFiles, baseFiles })).toEqual([]);
  });

  it('are what is linted where no path is given', () => {
    const ran = iamwatch(['rules', 'lint', '--strict']);
    expect(ran).toMatchObject({ code: 0, out: '' });
    expect(ran.err).toMatch(/^0 errors, 0 warnings in \d{2,} files$/m);
  });
});

describe('what is printed', () => {
  const both = { 'agent.yaml': AGENT, 'broken.yaml': BROKEN };

  it('is for people: place, source line, caret, nearest name; counts and where to read more at the end', () => {
    const ran = iamwatch(['rules', 'lint', folderWith(both), ...ALONE]);
    expect(ran.code).toBe(3);
    expect(ran.out).toMatch(/agent\.yaml:5:39: warning\[user-agent-as-evidence\]: .*\n +\|\n5 \|.*pacu.*\n +\| +\^+\n/);
    expect(ran.out).toMatch(/broken\.yaml:5:49: error\[unknown-modifier\]: .*\n(?:.*\n){2}.*did you mean "contains"\?/);
    expect(ran.err).toBe('1 error, 1 warning in 2 files; docs/lint explains each code\n');
  });

  it('is an array with stable keys under --output json, and goes with every exit code', () => {
    const folder = folderWith(both);
    const { out } = iamwatch(['rules', 'lint', folder, ...ALONE, '--output', 'json']);
    const problems = JSON.parse(out) as Problem[]; // the program's own output
    expect(problems.map(({ code, severity, line }) => [code, severity, line])).toEqual([
      ['user-agent-as-evidence', 'warning', 5],
      ['unknown-modifier', 'error', 5],
    ]);
    for (const problem of problems)
      expect(Object.keys(problem)).toEqual([
        'code',
        'severity',
        'file',
        'line',
        'column',
        'end_column',
        'message',
        'suggestion',
        'help',
      ]);
    const nothing = iamwatch([
      'rules',
      'lint',
      folder,
      '--output',
      'json',
      ...IGNORED,
      '--ignore',
      'unknown-modifier',
      '--ignore',
      'user-agent-as-evidence',
    ]);
    expect(nothing).toMatchObject({ code: 0, out: '[]\n' });
  });

  it('is a SARIF log under --output sarif', () => {
    const { out } = iamwatch(['rules', 'lint', folderWith(both), '--no-builtin', '--output', 'sarif']);
    const log = JSON.parse(out) as { version: string; runs: { results: { ruleId: string }[] }[] }; // our own output
    expect(log.version).toBe('2.1.0');
    expect(log.runs[0]?.results.map(({ ruleId }) => ruleId)).toContain('unknown-modifier');
  });
});

describe('the exit code', () => {
  it('is 0 with warnings alone, 3 with --strict', () => {
    const folder = folderWith({ 'agent.yaml': AGENT });
    expect(iamwatch(['rules', 'lint', folder, ...ALONE])).toMatchObject({ code: 0 });
    expect(iamwatch(['rules', 'lint', folder, ...ALONE, '--strict'])).toMatchObject({ code: 3 });
  });

  it('is 2 where --ignore names no code, and the nearest is offered', () => {
    const ran = iamwatch(['rules', 'lint', '--ignore', 'missing-test']);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('Did you mean missing-tests?');
  });

  it('is 3 where a path cannot be read', () => {
    expect(iamwatch(['rules', 'lint', '--no-builtin', '/no/such/file.yaml'])).toMatchObject({ code: 3, out: '' });
  });
});

describe('what is known beside the paths', () => {
  it('shipped rules are, so that their names lead somewhere; with --no-builtin they are not', () => {
    const folder = folderWith({ 'agent.yaml': AGENT });
    const args = ['rules', 'lint', path.join(folder, 'agent.yaml')];
    expect(iamwatch(args).out).not.toContain('unknown-counterpart');
    expect(iamwatch([...args, '--no-builtin']).out).toContain('unknown-counterpart');
  });

  it('base events beside a file and above it are; without them a test leads nowhere', () => {
    const tests = 'tests:\n  - { name: n, kind: positive, event: own-call, expect: alert }\n';
    const files = {
      'own/iam/rule.yaml': AGENT + tests,
      'own/base-events.yaml': 'own-call: { eventName: CreateAccessKey }\n',
    };
    const folder = folderWith(files);
    const linted = iamwatch(['rules', 'lint', path.join(folder, 'own/iam/rule.yaml'), '--no-builtin']);
    expect(linted.out).not.toContain('unknown-base-event');
    expect(linted.out).toContain('missing-test-kind');
    const alone = folderWith({ 'rule.yaml': AGENT + tests });
    expect(iamwatch(['rules', 'lint', alone, '--no-builtin'])).toMatchObject({ code: 3 });
  });

  it('a copy of a shipped rule is told that its id is taken; the shipped one is not', () => {
    const folder = folderWith({});
    mkdirSync(path.join(folder, 'rules'));
    const shipped = path.resolve(import.meta.dirname, '../rules/aws/iam/user-created.yaml');
    cpSync(shipped, path.join(folder, 'rules/user-created.yaml'));
    const { out, code } = iamwatch(['rules', 'lint', folder, '--output', 'json']);
    expect(code).toBe(3);
    expect((JSON.parse(out) as Problem[]).map((one) => one.code)).toEqual(['duplicate-id']); // our own output
    expect(readFileSync(shipped, 'utf8')).toContain('aws-iam-user-created');
  });

  it('--rules and --placeholders give what the files need', () => {
    const folder = folderWith({
      'known/other.yaml': AGENT.replaceAll('tool', 'other').replace(
        'gcp-iam-service-account-key-created',
        'key-by-tool',
      ),
      'mine.yaml': AGENT.replace('gcp-iam-service-account-key-created', 'key-by-other').replace(
        'contains: pacu',
        'expand: "%tools%"',
      ),
      'values.yaml': 'tools: [pacu]',
    });
    const args = ['rules', 'lint', '--no-builtin', path.join(folder, 'mine.yaml')];
    expect(iamwatch(args).out).toContain('unresolved-placeholder');
    const values = ['--placeholders', path.join(folder, 'values.yaml')];
    expect(iamwatch([...args, ...values]).out).toContain('unknown-counterpart');
    const { out } = iamwatch([...args, ...values, '--rules', path.join(folder, 'known')]);
    expect(out).not.toMatch(/unresolved-placeholder|unknown-counterpart|other\.yaml/);
  });
});
