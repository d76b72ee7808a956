/** Rules that remember, as the commands of a rule's author see them. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import { folderWith, iamwatch } from './program.fixture.ts';

const LISTED = `
title: Users listed often
name: listed-often
logsource: { product: aws, service: cloudtrail }
detection: { it: { eventSource: iam.amazonaws.com, eventName: ListUsers }, condition: it }
threshold: { at_least: 2, within: 10m, by: iamwatch.actor.principal }
`;
const CORRELATED = `
title: Users read
name: users-read
logsource: { product: aws, service: cloudtrail }
detection: { it: { eventName: GetUser }, condition: it }
---
title: Users read often
name: read-often
correlation: { type: event_count, rules: [users-read], timespan: 10m, condition: { gte: 2 } }
`;

function call(eventID: string, eventTime: string, eventName = 'ListUsers'): string {
  return `${JSON.stringify(record({ eventID, eventTime, eventName }))}\n`;
}

const FIRST = call('e1', '2026-03-02T09:00:00Z') + call('e3', '2026-03-02T09:01:00Z', 'GetUser');
const SECOND = call('e2', '2026-03-02T09:05:00Z');

function folder(): string {
  return folderWith({ 'rules/r.yaml': LISTED, 'rules/c.yaml': CORRELATED, 'a.json': FIRST, 'b.json': SECOND });
}

const OWN = ['--no-builtin', '--rules', 'rules'];

describe('what single events say', () => {
  it('rules match leaves out what remembers, and keeps what is counted', () => {
    const { out, code } = iamwatch(['rules', 'match', ...OWN, 'a.json'], { cwd: folder() });
    expect(code).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { event: { id: 'e1' }, rules: [] },
      { event: { id: 'e3' }, rules: [{ id: 'users-read', title: 'Users read' }] },
    ]);
  });
});

describe('rules list', () => {
  it('says of which kind a rule is; correlations stand among them', () => {
    const { out } = iamwatch(['rules', 'list', ...OWN, '--output', 'json'], { cwd: folder() });
    const listed = JSON.parse(out) as { name: string; kind: string; memory: string | null }[]; // the program's own output
    expect(listed.map(({ name, kind, memory }) => [name, kind, memory])).toEqual([
      ['users-read', 'match', null],
      ['listed-often', 'threshold', 'at least 2 actions within 10 minutes for each iamwatch.actor.principal'],
      ['read-often', 'threshold', 'at least 2 actions within 10 minutes'],
    ]);
  });
});

describe('rules explain', () => {
  it('tells the story of several files, whatever their order', () => {
    const { out, code } = iamwatch(['rules', 'explain', 'listed-often', 'b.json', 'a.json', ...OWN], { cwd: folder() });
    expect(code).toBe(0);
    const [head, ...lines] = out.trim().split('\n');
    expect(head).toBe('listed-often asks for at least 2 actions within 10 minutes for each iamwatch.actor.principal');
    expect(
      lines.map((line) => /\S+ {2}(?<id>e\d) {2}ListUsers {2}(?<stand>\d of \d)/u.exec(line)?.slice(1) ?? line),
    ).toEqual([
      ['e1', '1 of 2'],
      ['e2', '2 of 2'],
      '1 further event it does not match',
      expect.stringMatching(/^alert: level medium, 2 actions, 2 at most, from e1 to e2, by /u),
    ]);
  });

  it('as JSON too', () => {
    const { out } = iamwatch(['rules', 'explain', 'listed-often', 'a.json', 'b.json', '--output', 'json', ...OWN], {
      cwd: folder(),
    });
    expect(JSON.parse(out)).toMatchObject({ rule: 'listed-often', others: 1, alerts: [{ count: 2, first: 'e1' }] });
  });

  it('explains one event clause by clause, from standard input too', () => {
    const one = iamwatch(['rules', 'explain', 'listed-often', '-', ...OWN], { cwd: folder(), stdin: SECOND });
    expect(one.out).toMatch(/^listed-often counts it: at least 2 actions/u);
    const other = iamwatch(['rules', 'explain', 'listed-often', '-', ...OWN], {
      cwd: folder(),
      stdin: call('e4', '2026-03-02T09:05:00Z', 'GetUser'),
    });
    expect(other.out).toMatch(/^listed-often does not fire: its only clause fails/u);
  });

  it('looks at several events only where a rule remembers', () => {
    const { code, err } = iamwatch(['rules', 'explain', 'users-read', 'a.json', 'b.json', ...OWN], { cwd: folder() });
    expect(code).toBe(2);
    expect(err).toContain('users-read looks at one event at a time');
  });
});

describe('rules new', () => {
  it.each(['threshold', 'new_terms'])('--memory %s drafts a rule that passes its tests', (memory) => {
    const cwd = folderWith({});
    mkdirSync(path.join(cwd, 'my-rules'));
    const asked = ['--service', 'iam.amazonaws.com', '--action', 'TagUser', '--memory', memory];
    expect(iamwatch(['rules', 'new', 'users-tagged', ...asked], { cwd }).code).toBe(0);
    const tested = iamwatch(['rules', 'test', 'my-rules/users-tagged.yaml'], { cwd });
    expect(tested.out).toMatch(/^\d+ passed, 0 failed, 0 rules without tests$/mu);
    expect(tested.code).toBe(0);
  });
});
