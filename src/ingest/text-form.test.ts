import { describe, expect, it } from 'vitest';
import { HEAD_BYTES_MAX, isTelling, textForm } from './text-form.ts';

function form(text: string): string {
  const found = textForm(Buffer.from(text));
  return found.kind === 'csv' ? `csv ${found.delimiter}` : found.kind;
}

const HISTORY =
  'Event name,Event time,User name,Event source,Event ID,AWS region,Read-only,Source IP address,AWS access key,Error code,Resources';

describe('the form of a text, by how it begins', () => {
  it.each<[string, string, string]>([
    ['Event history of the CloudTrail console', `${HISTORY}\n`, 'csv ,'],
    ['the same with other delimiters', HISTORY.replaceAll(',', ';'), 'csv ;'],
    ['with tabs', HISTORY.replaceAll(',', '\t'), 'csv \t'],
    ['Athena or CloudTrail Lake', '"eventversion","useridentity","eventtime","eventsource","eventname"\r\n', 'csv ,'],
    ['Microsoft Sentinel', 'TimeGenerated,AwsEventId,EventName,EventSource,UserIdentityArn', 'csv ,'],
    ['CloudWatch Logs Insights', '@timestamp,@message\n', 'csv ,'],
    ['the CloudWatch console', 'timestamp,message\n', 'csv ,'],
    ['a whole record in a cell', 'id,CloudTrailEvent\n', 'csv ,'],
    ['another table', 'name,amount\nrent,3\n', 'json'],
    ['a table with a time and a name', 'Event name,Event time\n', 'json'],
    ['an export of CloudWatch Logs', '2026-03-02T09:00:00.000Z {"eventVersion":"1.11"}\n', 'prefixed'],
    ['JSON', ' \n{"eventName":"CloudTrailEvent,eventTime"}', 'json'],
    ['words', '# Notes, with commas', 'json'],
    ['nothing', '', 'json'],
  ])('%s', (_, text, expected) => {
    expect(form(text)).toBe(expected);
  });
});

it('is told at a bracket, or when enough was seen: a line says nothing of the next one', () => {
  expect(isTelling(Buffer.from(HISTORY))).toBe(false);
  expect(isTelling(Buffer.from('words\n'))).toBe(false);
  expect(textForm(Buffer.from('words\n2026-03-02T09:00:00Z {"a":1}\n'))).toEqual({ kind: 'prefixed' });
  expect(isTelling(Buffer.from('  {'))).toBe(true);
  expect(isTelling(Buffer.alloc(HEAD_BYTES_MAX, 0x61))).toBe(true);
});
