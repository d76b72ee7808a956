import { describe, expect, it } from 'vitest';
import { alertFor } from '../../alerts/alert.fixture.ts';
import type { Alert } from '../../alerts/alert.ts';
import { COLUMNS } from '../../alerts/csv/columns.ts';
import { ALERT_FORMATS, alertWriter, type AlertFormat } from './alert-writer.ts';

const alert = alertFor('detection: { it: { eventName: ListUsers }, condition: it }', { eventName: 'ListUsers' });

function printed(format: AlertFormat, alerts: readonly Alert[]): string {
  const writer = alertWriter(format, { width: 80, version: '1.2.3' });
  return writer.begin() + alerts.map((one) => writer.alert(one)).join('') + writer.end();
}

describe('a run without an alert prints', () => {
  it.each([
    ['table', ''],
    ['ndjson', ''],
    ['json', '[]\n'],
    ['csv', `${COLUMNS.map(({ name }) => name).join(',')}\r\n`],
    ['ocsf', ''],
  ] as const)('%s: %j', (format, expected) => {
    expect(printed(format, [])).toBe(expected);
  });
});

it('json is one array, ndjson its items', () => {
  expect(JSON.parse(printed('json', [alert]))).toEqual([alert]);
  expect(JSON.parse(printed('json', [alert, alert, alert]))).toEqual([alert, alert, alert]);
  expect(printed('ndjson', [alert, alert])).toBe(`${JSON.stringify(alert)}\n`.repeat(2));
});

it.each(ALERT_FORMATS)('%s ends with a line end, so that what follows stands on a line of its own', (format) => {
  expect(printed(format, [alert])).toMatch(/\n$/);
});

it.each(ALERT_FORMATS)('%s writes an alert at once and keeps nothing of it', (format) => {
  const writer = alertWriter(format, { width: 80, version: '1.2.3' });
  writer.begin();
  const [, second, third] = [writer.alert(alert), writer.alert(alert), writer.alert(alert)];
  expect(third).toBe(second);
  expect(second).toContain(alert.actor.name);
});
