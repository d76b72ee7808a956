import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAlert } from '../src/alerts/alert.ts';
import type { JsonObject } from '../src/std/json.ts';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import { alertsOf, folderWith, iamwatch } from './program.fixture.ts';

const KEY = {
  eventName: 'CreateAccessKey',
  requestParameters: { userName: 'bob' },
  responseElements: { accessKey: { accessKeyId: 'AKIAEXAMPLE000000009', userName: 'bob', status: 'Active' } },
};

/** A backdoor key (high) at the given hour of one day. */
function key(hour: number, patch: JsonObject = {}): JsonObject {
  const two = String(hour).padStart(2, '0');
  return record({ ...KEY, eventTime: `2026-03-02T${two}:00:00Z`, eventID: `key-${two}`, ...patch });
}

function file(...records: readonly JsonObject[]): string {
  return JSON.stringify({ Records: records });
}

const LOW_RULE = `
title: Users listed
id: 11111111-2222-4333-8444-555555555555
name: users-listed
level: low
logsource: { product: aws, service: cloudtrail }
detection: { it: { eventSource: iam.amazonaws.com, eventName: ListUsers }, condition: it }
`;

describe('scan', () => {
  it('--output ndjson prints one alert a line, each with every field of the contract', () => {
    const folder = folderWith({ 'a.json': file(key(9)) });
    const ran = iamwatch(['scan', '--output', 'ndjson', folder]);
    const alerts = alertsOf(ran);
    expect(alerts).toHaveLength(1);
    expect(alerts.every(isAlert)).toBe(true);
    expect(alerts[0]).toMatchObject({
      level: 'high',
      count: 1,
      account: '111122223333',
      actor: { principal: 'arn:aws:iam::111122223333:user/staff/alice', kind: 'user' },
      targets: [{ type: 'user', name: 'bob' }, { type: 'access-key' }],
      input: { file: path.join(folder, 'a.json'), record: 1 },
      status: 'open',
    });
    expect(ran.code).toBe(0);
  });

  it('--output table is what a person reads, and the default', () => {
    const folder = folderWith({ 'a.json': file(key(9)) });
    const ran = iamwatch(['scan', folder]);
    expect(ran.out).toContain('CreateAccessKey');
    expect(iamwatch(['scan', '--output', 'table', folder]).out).toBe(ran.out);
  });

  it.each([80, 100, 130, 200])('the table fits %d columns', (columns) => {
    const userName = 'a-very-long-user-name-without-any-good-place-to-break-it-in-two-halves';
    const folder = folderWith({ 'a.json': file(key(9, { requestParameters: { userName } })) });
    const lines = iamwatch(['scan', folder], { columns }).out.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it('--min-level hides what is milder, and says how many', () => {
    const folder = folderWith({ 'a.json': file(key(9)) });
    const ran = iamwatch(['scan', '--min-level', 'critical', '--output', 'ndjson', folder]);
    expect(ran.out).toBe('');
    expect(ran.err).toContain('1 alert: 1 high; 1 below --min-level critical not shown');
  });

  it('--fail-on turns alerts at or above a level into exit code 1, hidden ones too', () => {
    const folder = folderWith({ 'a.json': file(key(9)) });
    expect(iamwatch(['scan', '--fail-on', 'high', folder]).code).toBe(1);
    expect(iamwatch(['scan', '--fail-on', 'medium', '--min-level', 'critical', folder]).code).toBe(1);
    expect(iamwatch(['scan', '--fail-on', 'critical', folder]).code).toBe(0);
  });

  it('--fail-on comes before "something was unreadable"', () => {
    const folder = folderWith({ 'a.json': file(key(9)), 'b.json': 'nonsense' });
    expect(iamwatch(['scan', '--fail-on', 'high', folder]).code).toBe(1);
    expect(iamwatch(['scan', folder]).code).toBe(6);
  });

  it('--since and --until leave out what lies outside; the end is not included', () => {
    const folder = folderWith({
      'a.json': file(
        key(8, { requestParameters: { userName: 'h8' } }),
        key(9, { requestParameters: { userName: 'h9' } }),
        key(10, { requestParameters: { userName: 'h10' } }),
      ),
    });
    const targets = (...args: string[]): (string | null | undefined)[] =>
      alertsOf(iamwatch(['scan', '--output', 'ndjson', ...args, folder])).map(({ targets: [target] }) => target?.name);
    expect(targets('--since', '2026-03-02T09:00:00Z')).toEqual(['h9', 'h10']);
    expect(targets('--until', '2026-03-02T09:00:00Z')).toEqual(['h8']);
    expect(targets('--since', '2026-03-03')).toEqual([]);
    expect(iamwatch(['scan', '--since', '2026-03-03', folder]).err).toContain('3 outside --since/--until');
    expect(iamwatch(['scan', '--since', 'yesterday', folder]).code).toBe(2);
  });

  it('--rules adds rules, --no-builtin leaves the shipped ones out', () => {
    const folder = folderWith({ 'a.json': file(key(9), record()), 'rules/low.yaml': LOW_RULE });
    const names = (...args: string[]): string[] =>
      alertsOf(iamwatch(['scan', '--output', 'ndjson', ...args, path.join(folder, 'a.json')])).map(
        ({ rule }) => rule.name,
      );
    const rules = path.join(folder, 'rules');
    expect(names()).toEqual(['aws-iam-access-key-for-another-user']);
    expect(names('--rules', rules)).toEqual(['aws-iam-access-key-for-another-user', 'users-listed']);
    expect(names('--rules', path.join(rules, 'low.yaml'), '--no-builtin')).toEqual(['users-listed']);
  });

  it('--placeholders gives rules with expand their values; without them such a rule does not load', () => {
    const rule = LOW_RULE.replace('eventName: ListUsers', "eventName|expand: '%watched%'");
    const folder = folderWith({
      'a.json': file(record()),
      'rules/low.yaml': rule,
      'values.yaml': 'watched: [ListUsers, ListRoles]',
      'wrong.yaml': 'watched: { no: map }',
    });
    const args = ['scan', '--output', 'ndjson', '--no-builtin', '--rules', path.join(folder, 'rules')];
    const values = ['--placeholders', path.join(folder, 'values.yaml')];
    expect(alertsOf(iamwatch([...args, ...values, path.join(folder, 'a.json')]))).toHaveLength(1);
    const without = iamwatch([...args, path.join(folder, 'a.json')]);
    expect(without.err).toContain('watched');
    expect(alertsOf(without)).toEqual([]);
    const wrong = ['--placeholders', path.join(folder, 'wrong.yaml')];
    expect(iamwatch([...args, ...wrong, path.join(folder, 'a.json')])).toMatchObject({ code: 3 });
  });

  it('--strict-rules makes a rule that does not load an error; without it the rest runs', () => {
    const bad = LOW_RULE.replace('eventName: ListUsers', 'eventName|startwith: List');
    const folder = folderWith({ 'a.json': file(key(9)), 'rules/bad.yaml': bad });
    const args = ['scan', '--output', 'ndjson', '--rules', path.join(folder, 'rules'), path.join(folder, 'a.json')];
    const lenient = iamwatch(args);
    expect(lenient).toMatchObject({ code: 0 });
    expect(lenient.err).toContain('did you mean "startswith"?');
    expect(alertsOf(lenient)).toHaveLength(1);
    expect(iamwatch([...args, '--strict-rules'])).toMatchObject({ code: 3, out: '' });
  });

  it("--no-builtin without rules of one's own says that nothing can be found", () => {
    const ran = iamwatch(['scan', '--no-builtin', folderWith({ 'a.json': file(key(9)) })]);
    expect(ran).toMatchObject({ code: 0, out: '' });
    expect(ran.err).toContain('no rule is loaded');
  });

  it('where none of the rules loads it stops: finding nothing would look like a result', () => {
    const folder = folderWith({ 'a.json': file(key(9)), 'bad.yaml': 'title: no rule\n' });
    const ran = iamwatch([
      'scan',
      '--no-builtin',
      '--rules',
      path.join(folder, 'bad.yaml'),
      path.join(folder, 'a.json'),
    ]);
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.err).toContain('No rule loads, so nothing was read.');
  });

  it('--isolate keeps files apart: what would fold into one alert is one for each file', () => {
    const folder = folderWith({ 'a.json': file(key(9)), 'b.json': file(key(10)) });
    const counts = (...args: string[]): number[] =>
      alertsOf(iamwatch(['scan', '--output', 'ndjson', ...args, folder])).map(({ count }) => count);
    expect(counts()).toEqual([2]);
    expect(counts('--isolate')).toEqual([1, 1]);
  });

  it('--stats says how fast, how much memory, and what each rule found', () => {
    const { err } = iamwatch(['scan', '--stats', folderWith({ 'a.json': file(key(9)) })]);
    expect(err).toMatch(/\d+ events\/s/);
    expect(err).toMatch(/\d+ MB memory at most/);
    expect(err).toMatch(/1 {2}aws-iam-access-key-for-another-user/);
  });

  it('reads standard input as -', () => {
    const ran = iamwatch(['scan', '--output', 'ndjson', '-'], { stdin: `${JSON.stringify(key(9))}\n` });
    expect(alertsOf(ran)).toHaveLength(1);
  });

  it('wrong use exits with 2 and says what is wrong', () => {
    expect(iamwatch(['scan'])).toMatchObject({ code: 2 });
    expect(iamwatch(['scan', '--min-level', 'loud', '.']).err).toContain('Choose one of: informational, low');
    expect(iamwatch(['scan', '--minlevel', 'low', '.']).err).toContain('Did you mean --min-level?');
    expect(iamwatch(['scan', '--rules', 'no-such-folder', '.'])).toMatchObject({ code: 3 });
  });
});

describe('repeats', () => {
  it('fold for a day from the first, and the id is that of the earliest event, however the files lie', () => {
    const forward = folderWith({ 'a.json': file(key(9), key(12)), 'b.json': file(key(8), key(9)) });
    const backward = folderWith({ 'a.json': file(key(9)), 'b.json': file(key(12), key(9)), 'c.json': file(key(8)) });
    const [first] = alertsOf(iamwatch(['scan', '--output', 'ndjson', forward]));
    const [second] = alertsOf(iamwatch(['scan', '--output', 'ndjson', backward]));
    expect(first).toMatchObject({
      count: 3,
      first_seen: '2026-03-02T08:00:00Z',
      last_seen: '2026-03-02T12:00:00Z',
      dedup: { until: '2026-03-03T08:00:00Z', suppressed: 2, last_suppressed: '2026-03-02T12:00:00Z' },
    });
    expect(first?.events.map(({ id }) => id)).toEqual(['key-08', 'key-09', 'key-12']);
    expect(second?.id).toBe(first?.id);
    expect(second?.count).toBe(3);
  });

  it('do not fold over different targets', () => {
    const folder = folderWith({ 'a.json': file(key(9), key(10, { requestParameters: { userName: 'carol' } })) });
    expect(alertsOf(iamwatch(['scan', '--output', 'ndjson', folder]))).toHaveLength(2);
  });
});

describe('what an attacker typed', () => {
  it("cannot move the terminal's cursor", () => {
    const folder = folderWith({ 'a.json': file(key(9, { requestParameters: { userName: 'x\u001b[2J\u202eboo' } })) });
    const { out, err } = iamwatch(['scan', folder]);
    for (const unsafe of ['\u001b', '\u202e']) expect(out + err).not.toContain(unsafe);
    expect(out.replace(/\s/g, '')).toContain('\\u{1b}[2J\\u{202e}boo');
  });
});
