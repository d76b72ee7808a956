import { describe, expect, test } from 'vitest';
import type { Json } from '../../../std/json.ts';
import { documentCharsMax, nestingMax, readPolicy, statementsMax, wrappingsMax } from './document.ts';

const allow = { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' };
const doc = { Version: '2012-10-17', Statement: [allow] };
const text = JSON.stringify(doc);

function kindOf(value: Json | undefined): string {
  return readPolicy(value).kind;
}

function reasonOf(value: Json): string {
  const read = readPolicy(value);
  return read.kind === 'unreadable' ? read.reason : read.kind;
}

function formEncoded(of: string): string {
  return encodeURIComponent(of).replaceAll('%20', '+');
}

/** Wrapped in so many JSON strings. */
function wrapped(value: string, times: number): string {
  return times === 0 ? value : wrapped(JSON.stringify(value), times - 1);
}

test('a document is unwrapped up to a limit', () => {
  expect(kindOf(wrapped(text, wrappingsMax))).toBe('document');
  expect(reasonOf(wrapped(text, wrappingsMax + 1))).toBe(`wrapped more than ${wrappingsMax} times`);
  expect(reasonOf(encodeURIComponent(wrapped(text, wrappingsMax)))).toBe(`wrapped more than ${wrappingsMax} times`);
  expect(reasonOf(`%${'25'.repeat(10)}7B`)).toBe(`wrapped more than ${wrappingsMax} times`);
});

describe('one document in all its spellings reads the same', () => {
  test.each<[string, Json]>([
    ['text', text],
    ['text with whitespace everywhere', `\n\t ${JSON.stringify(doc, undefined, 8)} \r\n`],
    ['URL-encoded after RFC 3986', encodeURIComponent(JSON.stringify(doc, undefined, 2))],
    ['URL-encoded by a form encoder', encodeURIComponent(JSON.stringify(doc, undefined, 2)).replaceAll('%20', '+')],
    ['URL-encoded twice', encodeURIComponent(encodeURIComponent(text))],
    ['URL-encoded three times', encodeURIComponent(encodeURIComponent(encodeURIComponent(text)))],
    ['URL-encoded by two form encoders', formEncoded(formEncoded(JSON.stringify(doc, undefined, 2)))],
    ['a JSON string', JSON.stringify(text)],
    ['a JSON string in a JSON string, with whitespace', ` ${JSON.stringify(JSON.stringify(`\n${text}`))}\n`],
    ['a JSON string, URL-encoded', encodeURIComponent(JSON.stringify(encodeURIComponent(text)))],
    ['one statement without array', { ...doc, Statement: allow }],
    ['strings as arrays', { ...doc, Statement: { ...allow, Action: ['iam:PassRole'], Resource: ['*'] } }],
    ['an empty condition', { ...doc, Statement: { ...allow, Condition: {} } }],
  ])('%s', (_, value) => {
    expect(readPolicy(value)).toEqual(readPolicy(doc));
  });
});

test('a missing document is absent, which is not unreadable', () => {
  expect([kindOf(undefined), kindOf(null), kindOf('')]).toEqual(['absent', 'absent', 'unreadable']);
});

describe('cut, hidden and omitted documents are unreadable, with the reason', () => {
  test.each<[Json, string]>([
    [{ omitted: true, originalSize: 143_125, reason: 'requestParameters too large' }, 'omitted by CloudTrail'],
    ['{"omitted": true}', 'omitted by CloudTrail'],
    ['HIDDEN_DUE_TO_SECURITY_REASONS', 'hidden by CloudTrail'],
    [text.slice(0, -5), 'not JSON, or cut off'],
    [encodeURIComponent(text).slice(0, -2), 'not JSON, or cut off'],
    ['%7B%', 'not JSON, or cut off'],
    ['', 'not JSON, or cut off'],
    [JSON.stringify(text.slice(0, -5)), 'not JSON, or cut off'],
    [encodeURIComponent(encodeURIComponent(text)).slice(0, -2), 'not JSON, or cut off'],
    [JSON.stringify('HIDDEN_DUE_TO_SECURITY_REASONS'), 'hidden by CloudTrail'],
    ['""', 'not JSON, or cut off'],
    ['[]', 'not a policy object'],
    ['null', 'not a policy object'],
    [7, 'not a policy object'],
    [[doc], 'not a policy object'],
    [{}, 'no Statement'],
    [{ statement: [allow] }, 'no Statement'],
  ])('%j: %s', (value, reason) => {
    expect(reasonOf(value)).toBe(reason);
  });
});

describe('a statement that IAM would refuse is unreadable, not skipped', () => {
  test.each<[string, Json]>([
    ['effect in lower case', { ...allow, Effect: 'allow' }],
    ['no effect', { Action: '*', Resource: '*' }],
    ['no action', { Effect: 'Allow', Resource: '*' }],
    ['action in lower case', { Effect: 'Allow', action: '*', Resource: '*' }],
    ['Action beside NotAction', { ...allow, NotAction: 's3:*' }],
    ['a number among the actions', { ...allow, Action: ['iam:*', 7] }],
    ['Principal beside NotPrincipal', { ...allow, Principal: '*', NotPrincipal: '*' }],
    ['a principal that is a plain text', { ...allow, Principal: '111122223333' }],
    ['a condition that is a text', { ...allow, Condition: 'x' }],
    ['a condition value that is an object', { ...allow, Condition: { Bool: { k: {} } } }],
    ['a statement that is a text', '*'],
    ['null', null],
  ])('%s', (_, statement) => {
    const read = readPolicy({ Statement: [statement] });
    expect(read.kind === 'document' && read.statements.map(({ kind }) => kind)).toEqual(['unreadable-statement']);
  });
});

function statements(count: number): string {
  return `{"Statement":[${'{},'.repeat(count - 1)}{}]}`;
}

function nested(levels: number): string {
  return `{"Statement":${'['.repeat(levels)}${']'.repeat(levels)}}`;
}

// Bounded by construction: every limit is checked before the work that it limits. No clock here, on purpose.
describe('hostile documents', () => {
  test('ten megabytes are refused unread', () => {
    expect(reasonOf('{'.repeat(10_000_000))).toBe(`longer than ${documentCharsMax} characters`);
  });
  test('ten megabytes inside an object are refused', () => {
    expect(reasonOf({ Statement: [{ ...allow, Sid: 'x'.repeat(10_000_000) }] })).toBe(
      `longer than ${documentCharsMax} characters`,
    );
    expect(reasonOf({ Statement: Array.from({ length: documentCharsMax + 1 }, () => 0) })).toBe(
      `longer than ${documentCharsMax} characters`,
    );
  });
  test('whitespace up to the limit is read, one more is not', () => {
    expect(kindOf(text.padEnd(documentCharsMax))).toBe('document');
    expect(kindOf(text.padEnd(documentCharsMax + 1))).toBe('unreadable');
  });
  test('a hundred thousand statements are read, one more is not', () => {
    expect(kindOf(statements(statementsMax))).toBe('document');
    expect(reasonOf(statements(statementsMax + 1))).toBe(`more than ${statementsMax} statements`);
  });
  test('a hundred levels are read, more are not, and a million do not overflow the stack', () => {
    expect(kindOf(nested(nestingMax - 1))).toBe('document');
    expect(reasonOf(nested(nestingMax))).toBe(`nested deeper than ${nestingMax} levels`);
    expect(reasonOf('['.repeat(1_000_000))).toBe(`nested deeper than ${nestingMax} levels`);
  });
  test('an object nested a million levels deep does not overflow the stack either', () => {
    let deep: Json = 'x';
    for (let i = 0; i < 1_000_000; i++) deep = [deep];
    expect(reasonOf({ Statement: deep })).toBe(`nested deeper than ${nestingMax} levels`);
  });
  test('brackets inside strings are no nesting', () => {
    expect(kindOf(JSON.stringify({ ...doc, Id: `\\"${'['.repeat(500)}` }))).toBe('document');
  });
  test('keys of the prototype are keys like any other', () => {
    expect(reasonOf('{"__proto__":{"Statement":[]}}')).toBe('no Statement');
  });
});
