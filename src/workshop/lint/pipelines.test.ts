/** What is said about a rule is true of it behind the pipelines; how it is written is judged by its file. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PipelineFile } from '../../rule-language/pipeline/load-pipelines.ts';
import { lint } from './lint.ts';

const FOLDER = new URL('../../../pipelines/', import.meta.url);
const shipped: readonly PipelineFile[] = readdirSync(FOLDER).map((file) => ({
  file,
  text: readFileSync(new URL(file, FOLDER), 'utf8'),
}));

const AUDIT = '{ product: gcp, service: gcp.audit }';
const ADMIN = '{ product: gcp, service: google_workspace.admin }';
const DRIVE = '{ product: gcp, service: google_workspace.drive }';
const CLOUDTRAIL = '{ product: aws, service: cloudtrail }';

/** Codes that speak about what real records have, and about how values are written. */
const WANTED =
  /^(?:unknown-(?!counterpart)|cannot-fire|event-name|duplicate-value|covered-value|always-true|needless)/u;

/** The codes of a rule with one search identifier. */
function codes(logsource: string, search: string, pipelines: readonly PipelineFile[] = shipped): readonly string[] {
  const text = `title: T\nlogsource: ${logsource}\ndetection: { s: ${search}, condition: s }\n`;
  const found = lint({ files: [{ file: 'rule.yaml', text }], baseFiles: [], pipelines });
  return found.map(({ code }) => code).filter((code) => WANTED.test(code));
}

describe('a rule in a dialect that a shipped pipeline knows', () => {
  test.each([
    ['gcp.audit', AUDIT, '{ gcp.audit.method_name: google.iam.admin.v1.CreateRole }'],
    ['data.protoPayload', AUDIT, '{ data.protoPayload.methodName: google.iam.admin.v1.CreateRole }'],
    ['the outcome of a call', CLOUDTRAIL, '{ eventName: DeleteSAMLProvider, status: success }'],
    ['Google Workspace', ADMIN, '{ eventService: admin.googleapis.com, eventName: CREATE_ROLE }'],
  ])('may fire: %s', (_, logsource, search) => {
    expect(codes(logsource, search)).toEqual([]);
    expect(codes(logsource, search, [])).toContain('cannot-fire');
  });

  test.each([
    ['a field that no report has', ADMIN, '{ eventName: ADD_GROUP_MEMBER, member_type: EXTERNAL }'],
    ['reports of Drive, which are in no audit log', DRIVE, '{ eventName: change_acl_editors }'],
    ['a misspelled field', AUDIT, '{ gcp.audit.method_nam: google.iam.admin.v1.CreateRole }'],
    ['an event of another service', CLOUDTRAIL, '{ eventSource: iam.amazonaws.com, eventName: RunInstances }'],
  ])('cannot fire even so: %s', (_, logsource, search) => {
    expect(codes(logsource, search)).toContain('cannot-fire');
  });

  test('a field that only a filter asks about is told, though the rule may fire', () => {
    const search = '[{ eventName: ConsoleLogin }, { eventName: ConsoleLogin, src_country: DE }]';
    expect(codes(CLOUDTRAIL, search)).toEqual(['unknown-raw-field']);
  });
});

test('names of Google Workspace are not held against those of AWS', () => {
  expect(codes(ADMIN, '{ eventName: CHANGE_APPLICATION_SETTING }', [])).toEqual(['cannot-fire']);
});

test('values that only a pipeline makes equal are no slip of the author', () => {
  const names = '[cloudaudit.googleapis.com/activity, cloudaudit.googleapis.com%2Factivity]';
  expect(codes(AUDIT, `{ data.protoPayload.logName: ${names} }`)).toEqual([]);
  expect(codes(AUDIT, '{ gcp.audit.method_name: [a.b.CreateKey, a.b.createkey] }')).toEqual(['duplicate-value']);
});

test('a mistake in a pipeline is told whatever rules are asked for', () => {
  const pipelines = [{ file: 'own.yaml', text: 'name: x\npriority: 20\n' }];
  const files = [{ file: 'rule.yaml', text: 'title: T\n' }];
  const found = lint({ files, baseFiles: [], pipelines, only: new Set(['rule.yaml']) });
  expect(found.map(({ code }) => code)).toContain('empty-pipeline');
});
