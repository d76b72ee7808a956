import { describe, expect, test } from 'vitest';
import { day } from './day.ts';
import { deliver } from './delivery.ts';
import { Random } from './random.ts';
import type { CloudTrailRecord } from './record.ts';

const MIDNIGHT_MS = Date.UTC(2026, 2, 2);

function records(seed: number, count: number): CloudTrailRecord[] {
  return [...day(new Random(seed), MIDNIGHT_MS, count)];
}

/** Share in per cent. */
function share(all: readonly CloudTrailRecord[], claim: (record: CloudTrailRecord) => boolean): number {
  return (100 * all.filter(claim).length) / all.length;
}

describe('the generator', () => {
  test('gives the same bytes for the same seed, and others for another', () => {
    const once = JSON.stringify(records(1, 2000));
    expect(JSON.stringify(records(1, 2000))).toBe(once);
    expect(JSON.stringify(records(2, 2000))).not.toBe(once);
  });

  test('draws the published numbers of mulberry32', () => {
    const random = new Random(42);
    expect([random.bits(), random.bits(), random.bits()]).toEqual([2581720956, 1925393290, 3661312704]);
  });

  test('gives every record an id of its own and a time of that day', () => {
    const all = records(3, 5000);
    expect(new Set(all.map(({ eventID }) => eventID)).size).toBe(5000);
    expect(all.every(({ eventTime }) => /^2026-03-0[23]T\d\d:\d\d:\d\dZ$/.test(eventTime))).toBe(true);
  });

  test('names only accounts, addresses and ids that are reserved for documentation', () => {
    const text = JSON.stringify(records(4, 5000));
    const accounts = new Set(text.match(/(?<=:)\d{12}(?=:)/g));
    expect([...accounts].sort()).toEqual(['111122223333', '444455556666', '777788889999']);
    const addresses = text.match(/(?<="sourceIPAddress":")[\d.]+(?=")/g) ?? [];
    expect(addresses.filter((address) => !/^(?:192\.0\.2|198\.51\.100|203\.0\.113)\./.test(address))).toEqual([]);
    expect((text.match(/"A[A-Z]{3}[A-Z0-9]{16,}/g) ?? []).filter((id) => !id.slice(5).startsWith('EXAMPLE'))).toEqual(
      [],
    );
  });

  test('mixes what happens as real logs do', () => {
    const all = records(5, 50_000);
    const bytes = JSON.stringify(all).length / all.length;
    expect(bytes).toBeGreaterThan(1200);
    expect(bytes).toBeLessThan(1600);
    const by = (source: string) => share(all, ({ eventSource }) => eventSource === `${source}.amazonaws.com`);
    expect(by('iam')).toBeGreaterThan(2);
    expect(by('iam')).toBeLessThan(4);
    expect(by('sts')).toBeGreaterThan(3);
    expect(by('kms')).toBeGreaterThan(20);
    expect(by('s3')).toBeGreaterThan(15);
    expect(share(all, (record) => 'errorCode' in record)).toBeGreaterThan(0.5);
    expect(share(all, (record) => 'errorCode' in record)).toBeLessThan(4);
    expect(
      share(all, ({ eventSource, readOnly }) => eventSource === 'iam.amazonaws.com' && readOnly === false),
    ).toBeLessThan(0.5);
  });
});

describe('delivery', () => {
  const input = records(6, 5000);
  const files = deliver(input, { random: new Random(7), periodMs: 300_000, duplicates: 20 });

  test('loses nothing and brings some records twice', () => {
    const ids = files.flatMap((file) => file.records.map(({ eventID }) => eventID));
    expect(new Set(ids)).toEqual(new Set(input.map(({ eventID }) => eventID)));
    expect(ids.length).toBeGreaterThan(5050);
    expect(ids.length).toBeLessThan(5150);
  });

  test('puts a record into a file of its account and region, minutes later', () => {
    for (const { path, records: inside } of files) {
      const parts =
        /^AWSLogs\/o-exampleorgid\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/2026\/03\/0[23]\/\1_CloudTrail_\2_(\d{8}T\d{4})Z_[A-Z0-9]{16}\.json\.gz$/.exec(
          path,
        );
      expect(parts, path).not.toBeNull();
      for (const record of inside) {
        expect(record.recipientAccountId).toBe(parts?.[1]);
        expect(record.awsRegion).toBe(parts?.[2]);
      }
    }
  });

  test('leaves records inside a file unordered', () => {
    const unordered = files.filter(({ records: inside }) => {
      const times = inside.map(({ eventTime }) => eventTime);
      return times.join() !== times.toSorted().join();
    });
    expect(unordered.length).toBeGreaterThan(files.length / 4);
  });
});
