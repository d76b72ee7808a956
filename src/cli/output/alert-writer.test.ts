import { describe, expect, it } from 'vitest';
import { alertFor } from '../../alerts/alert.fixture.ts';
import type { Alert } from '../../alerts/alert.ts';
import { COLUMNS } from '../../alerts/csv/columns.ts';
import { ALERT_FORMATS, type AlertFormat } from './alert-format.ts';
import { alertWriter } from './alert-writer.ts';

const alert = alertFor('detection: { it: { eventName: ListUsers }, condition: it }', { eventName: 'ListUsers' });

async function printed(format: AlertFormat, alerts: readonly Alert[]): Promise<string> {
  const writer = await alertWriter(format, { width: 80, version: '1.2.3' });
  return writer.begin() + alerts.map((one) => writer.alert(one)).join('') + writer.end();
}

describe('a run without an alert prints', () => {
  it.each([
    ['table', ''],
    ['ndjson', ''],
    ['json', '[]\n'],
    ['csv', `${COLUMNS.map(({ name }) => name).join(',')}\r\n`],
    ['ocsf', ''],
  ] as const)('%s: %j', async (format, expected) => {
    expect(await printed(format, [])).toBe(expected);
  });
});

it('json is one array, ndjson its items', async () => {
  expect(JSON.parse(await printed('json', [alert]))).toEqual([alert]);
  expect(JSON.parse(await printed('json', [alert, alert, alert]))).toEqual([alert, alert, alert]);
  expect(await printed('ndjson', [alert, alert])).toBe(`${JSON.stringify(alert)}\n`.repeat(2));
});

it.each(ALERT_FORMATS)('%s ends with a line end, so that what follows stands on a line of its own', async (format) => {
  expect(await printed(format, [alert])).toMatch(/\n$/);
});

it.each(ALERT_FORMATS)('%s writes an alert at once and keeps nothing of it', async (format) => {
  const writer = await alertWriter(format, { width: 80, version: '1.2.3' });
  writer.begin();
  const [, second, third] = [writer.alert(alert), writer.alert(alert), writer.alert(alert)];
  expect(third).toBe(second);
  expect(second).toContain(alert.actor.name);
});
