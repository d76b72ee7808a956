import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../std/json.ts';
import { LAYERS_MAX, openEnvelopes } from './open-envelopes.ts';

const A = { eventVersion: '1.11', eventName: 'A' };
const B = { eventVersion: '1.11', eventName: 'B' };

interface Opened {
  readonly values: Json[];
  readonly asides: string[];
  readonly problems: string[];
}

function open(wrapped: Json): Opened {
  const opened: Opened = { values: [], asides: [], problems: [] };
  openEnvelopes(wrapped, {
    value: (value) => void opened.values.push(value),
    aside: (what) => void opened.asides.push(what),
    problem: (reason) => void opened.problems.push(reason),
  });
  return opened;
}

function gzipped(text: string): string {
  return gzipSync(text).toString('base64');
}

function kinesis(data: string): JsonObject {
  return { kinesis: { data } };
}

function subscription(...messages: readonly string[]): string {
  const logEvents = messages.map((message, index) => ({ id: String(index), timestamp: 1, message }));
  return JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents });
}

const nothing = { values: [], asides: [], problems: [] };

describe('wrappings in wrappings', () => {
  it('a value that is none is handed on as it is', () => {
    expect(open(A)).toEqual({ ...nothing, values: [A] });
    expect(open(7)).toEqual({ ...nothing, values: [7] });
  });

  it('records in a log subscription in a stream in a queue in a notification', () => {
    const stream = { Records: [kinesis(gzipped(subscription(JSON.stringify(A), JSON.stringify(B))))] };
    const topic = { Type: 'Notification', Message: JSON.stringify(stream) };
    const queue = { Records: [{ eventSource: 'aws:sqs', body: JSON.stringify(topic) }] };
    expect(open([queue])).toEqual({ ...nothing, values: [A, B] });
  });

  it.each<[string, string]>([
    ['line by line', `${JSON.stringify(A)}\n${JSON.stringify(B)}\n`],
    ['side by side', `${JSON.stringify(A)}${JSON.stringify(B)}`],
    ['as a log file', JSON.stringify({ Records: [A, B] })],
    ['as a list', JSON.stringify([A, B])],
    ['behind a byte order mark', `\ufeff${JSON.stringify([A, B])}`],
  ])('many records in one message, %s', (_, text) => {
    expect(open({ Type: 'Notification', Message: text })).toEqual({ ...nothing, values: [A, B] });
    expect(open(kinesis(gzipped(text)))).toEqual({ ...nothing, values: [A, B] });
  });

  it('gzip in gzip', () => {
    const twice = gzipSync(gzipSync(JSON.stringify(A))).toString('base64');
    expect(open(kinesis(twice)).values).toEqual([A]);
    const often = gzipSync(gzipSync(gzipSync(gzipSync('{}')))).toString('base64');
    expect(open(kinesis(often)).problems).toEqual(['Kinesis record: gzip more than 3 layers deep']);
  });
});

describe('what holds no record is named', () => {
  it.each<[string, JsonObject, string]>([
    ['an empty list', { Records: [] }, 'list of records without a record'],
    ['an empty text', { Type: 'Notification', Message: ' \n' }, 'SNS message without a record'],
    [
      'a line of another log',
      JSON.parse(subscription('START RequestId: 1')) as JsonObject,
      'CloudWatch Logs event that is no JSON',
    ],
    ['another service', { 'detail-type': 'Scheduled Event', detail: {} }, 'EventBridge event without a record'],
  ])('%s', (_, wrapped, what) => {
    expect(open(wrapped)).toEqual({ ...nothing, asides: [what] });
  });

  it('a log file without a record in a message', () => {
    expect(open({ Type: 'Notification', Message: '{"Records":[]}' })).toEqual({
      ...nothing,
      asides: ['SNS message without a record'],
    });
  });

  it('a control message comes out as it is: it is recognised later', () => {
    const control = { messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'CWL CONTROL MESSAGE' }] };
    expect(open(kinesis(gzipped(JSON.stringify(control))))).toEqual({ ...nothing, values: [control] });
  });
});

describe('what cannot be read has a reason, and the rest is read', () => {
  const cut = gzipSync(JSON.stringify(A)).subarray(0, -9).toString('base64');
  const damaged = Buffer.from(gzipSync('x'.repeat(1000)));
  damaged.fill(0xff, 12, 20);
  it.each<[string, string, string]>([
    ['no base64', '{"a":1}', 'its data is not base64'],
    ['gzip that is cut off', cut, 'its gzip data is damaged or cut off'],
    ['damaged gzip', damaged.toString('base64'), 'its gzip data is damaged or cut off'],
    [
      'records of the Kinesis Producer Library',
      Buffer.concat([Buffer.from('f3899ac2', 'hex'), Buffer.from('x')]).toString('base64'),
      'packed by the Kinesis Producer Library, which is not read',
    ],
    [
      'half a record',
      Buffer.from('{"eventName":"A').toString('base64'),
      'at byte 0 of its text: the input ends inside a record',
    ],
    ['a mistake', Buffer.from('{"a":tru}').toString('base64'), 'not valid JSON'],
  ])('%s', (_, data, reason) => {
    const opened = open({ Records: [kinesis(data), kinesis(gzipped(JSON.stringify(B)))] });
    expect(opened).toEqual({ ...nothing, values: [B], problems: [`Kinesis record: ${reason}`] });
  });

  it('a text with a mistake in one of its records', () => {
    const text = `${JSON.stringify(A)}\n{"a":tru}\n${JSON.stringify(B)}`;
    expect(open({ Type: 'Notification', Message: text })).toMatchObject({
      values: [A, B],
      problems: [/not valid/.source].map(() => 'SNS message: not valid JSON'),
    });
  });
});

describe('limits', () => {
  it('a decompression bomb is refused, small or large', () => {
    for (const bytes of [1 << 20, 70 << 20]) {
      const { problems } = open(kinesis(gzipSync(Buffer.alloc(bytes, 0x20)).toString('base64')));
      expect(problems).toEqual([expect.stringContaining('refused as a decompression bomb')]);
    }
  });

  it('many parts that are each within bounds share a budget', () => {
    // Some 60 MB that shrink to a fortieth: real as a part, and ten of them are not.
    const noisy = Array.from({ length: 200_000 }, (_, index) => `${' '.repeat(290)}${(index * 7919) % 99991}`).join('');
    const data = gzipSync(noisy).toString('base64');
    const { problems, asides } = open({ Records: Array.from({ length: 10 }, () => kinesis(data)) });
    expect(asides.length).toBeGreaterThanOrEqual(4);
    expect(problems.length).toBeGreaterThanOrEqual(5);
    expect(problems[0]).toContain('refused as a decompression bomb');
  });

  it('layers are taken off up to a limit', () => {
    const nested = (layers: number): Json => (layers === 0 ? A : [nested(layers - 1)]);
    expect(open(nested(LAYERS_MAX)).values).toEqual([A]);
    expect(open(nested(LAYERS_MAX + 1))).toEqual({
      ...nothing,
      problems: [`list: wrapped more than ${LAYERS_MAX} times`],
    });
  });

  it('text in text in text, as deep as a megabyte can hold', () => {
    let data = Buffer.from(JSON.stringify(A)).toString('base64');
    while (data.length < 1_000_000) data = Buffer.from(JSON.stringify(kinesis(data))).toString('base64');
    expect(open(kinesis(data)).problems).toEqual([`Kinesis record: wrapped more than ${LAYERS_MAX} times`]);
  });

  it.each<[string, string]>([
    ['brackets', '['.repeat(10_000)],
    ['brackets that close', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['objects', `${'{"message":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ])('ten thousand %s in a message cost a moment, and a reason', (_, text) => {
    const start = performance.now();
    const { problems } = open({ Type: 'Notification', Message: text });
    expect(problems[0]).toContain('nested deeper than 1000 levels');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
