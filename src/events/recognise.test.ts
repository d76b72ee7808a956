import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../std/json.ts';
import { recognise } from './recognise.ts';
import { record } from './cloudtrail/record.fixture.ts';

describe('what a value in a log folder is', () => {
  it('a record, even a sparse one', () => {
    expect(recognise(record())).toEqual({ kind: 'record', cloud: 'aws', raw: record(), isNative: true });
    expect(recognise({ eventName: 'ListUsers' }).kind).toBe('record');
  });
  it.each<[string, Json]>([
    ['S3 notification', { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} }],
    ['S3 test notification', { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'b' }],
    ['aws:sqs message', { messageId: 'm', eventSource: 'aws:sqs', body: '{}' }],
    ['aws:sns message', { EventSource: 'aws:sns', Sns: {} }],
    ['CloudTrail digest', { digestStartTime: '2026-03-02T00:00:00Z', logFiles: [] }],
    ['CloudTrail delivery notification', { s3Bucket: 'b', s3ObjectKey: ['k'] }],
    ['CloudTrail Insight', { eventVersion: '1.07', eventType: 'AwsCloudTrailInsight', eventID: 'x' }],
  ])('%s: named, never read as an event', (what, value) => {
    expect(recognise(value)).toEqual({ kind: 'not-an-event', what });
  });
  it.each<[string, Json]>([
    ['CloudTrail Insight', { eventVersion: '1.09', eventCategory: 'Insight', eventID: 'x', insightDetails: {} }],
    ['CloudTrail aggregated event', { eventVersion: '1.0', eventCategory: 'Aggregated', eventID: 'x' }],
    ['CloudWatch Logs control message', { messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'x' }] }],
    ['SNS subscription message', { Type: 'SubscriptionConfirmation', SubscribeURL: 'https://example.com' }],
    ['SNS subscription message', { Type: 'UnsubscribeConfirmation' }],
    ['Cloud Storage notification', { kind: 'storage#object', name: 'x' }],
  ])('%s too', (what, value) => {
    expect(recognise(value)).toEqual({ kind: 'not-an-event', what });
  });

  it.each<[string, JsonObject]>([
    ['lower-case names', { eventname: 'A', eventsource: 'iam.amazonaws.com', eventtime: '2026-03-02T09:00:00Z' }],
    ['objects as text', record({ userIdentity: '{"type":"Root"}' })],
    ['paths as names', { eventName: 'A', eventSource: 'iam.amazonaws.com', 'userIdentity.type': 'Root', eventID: 'e' }],
  ])('a record that a tool reshaped, by %s: restored, and not native', (_, row) => {
    const recognition = recognise(row);
    expect(recognition).toMatchObject({ kind: 'record', cloud: 'aws', isNative: false });
    expect(recognition.kind === 'record' && recognition.raw.eventName).not.toBe(undefined);
  });

  it('a record with odd fields beside its own is one all the same', () => {
    const raw = record({ requestParameters: { Records: [], s3: {}, eventSource: 'aws:s3', message: '{}' } });
    expect(recognise(raw)).toEqual({ kind: 'record', cloud: 'aws', raw, isNative: true });
  });

  it.each<[Json, string]>([
    [7, 'expected a JSON object, found a number'],
    [null, 'expected a JSON object, found null'],
    [[], 'expected a JSON object, found an array'],
    [{ a: 1 }, 'its keys: a'],
  ])('%j: unknown, with a reason', (value, reason) => {
    const result = recognise(value);
    expect(result).toMatchObject({ kind: 'unknown', reason: expect.stringContaining(reason) as string });
  });
});

describe('what a forged record says about itself', () => {
  it('does not make new kinds of messages to be counted by name', () => {
    expect(recognise({ eventSource: 'aws:sqs' })).toEqual({ kind: 'not-an-event', what: 'aws:sqs message' });
    expect(recognise({ eventSource: 'aws:\u001b[2J' })).toEqual({ kind: 'not-an-event', what: 'AWS message' });
  });

  it('is quoted in part: keys may be megabytes long', () => {
    const recognition = recognise({ ['x'.repeat(1_000_000)]: 1 });
    expect(recognition).toMatchObject({ kind: 'unknown' });
    expect(JSON.stringify(recognition).length).toBeLessThan(300);
  });
});
