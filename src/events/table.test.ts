import { describe, expect, it } from 'vitest';
import { isAuditTable, rowValue } from './table.ts';

describe('a row', () => {
  it('has its cells under the names of their columns; empty ones say nothing', () => {
    expect(rowValue(['eventName', 'errorCode', 'x'], ['A', '', '1'])).toEqual({ eventName: 'A', x: '1' });
  });
  it('may be shorter than its table, and may have a name twice: the first that says something counts', () => {
    expect(rowValue(['a', 'a', 'b'], ['', '2'])).toEqual({ a: '2' });
    expect(rowValue(['a', 'a'], ['1', '2'])).toEqual({ a: '1' });
  });
  it('has the objects of a log entry as objects, and everything else as text', () => {
    const row = rowValue(['protoPayload', 'labels', 'requestParameters', 'resource'], ['{"a":1}', '{', '{"b":1}', '7']);
    expect(row).toEqual({ protoPayload: { a: 1 }, labels: '{', requestParameters: '{"b":1}', resource: '7' });
  });
  it('may have columns of any name', () => {
    const row = rowValue(['__proto__', 'eventName'], ['x', 'A']);
    expect(Object.keys(row)).toEqual(['__proto__', 'eventName']);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });
});

it('a table is ours by its columns', () => {
  expect(isAuditTable(['eventname', 'eventsource', 'eventtime'])).toBe(true);
  expect(isAuditTable(['userIdentity.arn', 'eventName', 'eventTime'])).toBe(true);
  expect(isAuditTable(['insertId', 'protopayload_auditlog'])).toBe(true);
  expect(isAuditTable(['TimeGenerated', 'payload_methodName_s'])).toBe(true);
  expect(isAuditTable(['timestamp', 'message', 'host'])).toBe(false);
  expect(isAuditTable([])).toBe(false);
});
