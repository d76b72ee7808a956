/**
 * Policies written by whoever is being watched, and larger or stranger than any real one: read within bounds, with clear
 * words, end to end. No clock here; a run that is not bounded does not come back in time.
 */
import { describe, expect, it } from 'vitest';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import type { Json } from '../src/std/json.ts';
import { alertsOf, folderWith, iamwatch } from './program.fixture.ts';

function inline(policyDocument: Json): string {
  const requestParameters = { userName: 'bob', policyName: 'p', policyDocument };
  return JSON.stringify(record({ eventName: 'PutUserPolicy', requestParameters }));
}

function told(text: string, ...args: readonly string[]): readonly (readonly [string, string | null, string])[] {
  const ran = iamwatch(['scan', '--output', 'ndjson', ...args, folderWith({ 'a.json': text })]);
  expect(ran.code).toBe(0);
  expect(ran.err).toContain('1 event read');
  for (const line of ran.out.trim().split('\n')) expect(line.length).toBeLessThan(50_000);
  return alertsOf(ran).map(({ rule, variation, level }) => [rule.name, variation, level]);
}

const ADMIN = { Effect: 'Allow', Action: '*', Resource: '*' };
const INLINE = 'aws-iam-administrator-inline-policy';

describe('identity policies', () => {
  it('of ten megabytes are unknown, never harmless', () => {
    const padded = JSON.stringify({ Statement: [{ ...ADMIN, Sid: 'x'.repeat(10_000_000) }] });
    expect(told(inline(padded))).toEqual([[INLINE, 'document hidden', 'medium']]);
  });

  it('of a hundred thousand statements are read', () => {
    const statements = Array.from({ length: 100_000 }, () => ADMIN);
    expect(told(inline({ Statement: statements }))).toEqual([[INLINE, null, 'high']]);
  });

  it('nested deeper than any document are unknown', () => {
    const deep = `{"Statement":${'['.repeat(900_000)}${']'.repeat(900_000)}}`;
    expect(told(inline(deep))).toEqual([[INLINE, 'document hidden', 'medium']]);
  });

  it('of ninety thousand patterns full of wildcards do not run away', () => {
    const actions = Array.from({ length: 90_000 }, (_, index) => `*a*b*c*${index}*`);
    const [first] = told(inline(JSON.stringify({ Statement: [{ ...ADMIN, Action: actions }] })));
    expect(first?.[2]).not.toBe('informational');
  });
});

it('a trust policy with sixty thousand foreign accounts names some and counts the rest', () => {
  const accounts = Array.from({ length: 60_000 }, (_, index) => String(100_000_000_000 + index));
  const statement = { Effect: 'Allow', Principal: { AWS: accounts }, Action: 'sts:AssumeRole' };
  const requestParameters = { roleName: 'r', policyDocument: JSON.stringify({ Statement: [statement] }) };
  const text = JSON.stringify(record({ eventName: 'UpdateAssumeRolePolicy', requestParameters }));
  expect(told(text)).toEqual([['aws-iam-role-trusts-external-account', 'trust policy replaced', 'high']]);
});

it('a hundred thousand members made owners in one entry are one alert of a bounded size', () => {
  const bindingDeltas = Array.from({ length: 100_000 }, (_, index) => ({
    action: 'ADD',
    role: 'roles/owner',
    member: `user:u${index}@example.com`,
  }));
  const entry = {
    insertId: 'a',
    logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
    timestamp: '2026-03-02T09:00:00Z',
    resource: { type: 'project', labels: { project_id: 'p' } },
    protoPayload: {
      serviceName: 'cloudresourcemanager.googleapis.com',
      methodName: 'SetIamPolicy',
      resourceName: 'projects/p',
      authenticationInfo: { principalEmail: 'ann@example.com' },
      serviceData: { policyDelta: { bindingDeltas } },
    },
  };
  expect(told(JSON.stringify(entry))).toEqual([['gcp-iam-owner-or-editor-granted', null, 'high']]);
});

describe('YAML that refers to itself', () => {
  const cyclic = 'title: T\nlogsource: { product: aws }\ndetection:\n  a: &a { x: *a }\n  condition: a\n';
  const layers = Array.from({ length: 30 }, (_, index) =>
    index === 0
      ? 'a0: &a0 [x]'
      : `a${index}: &a${index} [${Array(8)
          .fill(`*a${index - 1}`)
          .join(', ')}]`,
  ).join('\n');

  it.each([
    ['a rule in a circle', cyclic],
    ['a rule that grows eightfold thirty times', `${layers}\n${cyclic.replace('&a { x: *a }', '{ x: *a29 }')}`],
  ])('%s is refused with its place', (_, text) => {
    const folder = folderWith({ 'r.yaml': text, 'a.json': JSON.stringify(record()) });
    const ran = iamwatch(['scan', '--no-builtin', '--strict-rules', '--rules', `${folder}/r.yaml`, `${folder}/a.json`]);
    expect(ran.code).toBe(3);
    expect(ran.err).toMatch(/r\.yaml:\d+:\d+: error\[[a-z-]+\]: .*alias/);
  });

  it('so is a profile', () => {
    const folder = folderWith({ 'p.yaml': `version: 1\n${layers}\n`, 'a.json': JSON.stringify(record()) });
    const ran = iamwatch(['scan', '--profile', `${folder}/p.yaml`, `${folder}/a.json`]);
    expect(ran.code).toBe(3);
    expect(ran.err).toMatch(/p\.yaml:\d+:\d+: error\[document-too-large\]/);
  });
});
