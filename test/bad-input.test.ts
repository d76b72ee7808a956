import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import { alertsOf, folderWith, iamwatch, type Ran } from './program.fixture.ts';

const KEY = record({ eventName: 'CreateAccessKey', requestParameters: { userName: 'bob' }, eventID: 'backdoor' });
const GOOD = JSON.stringify({ Records: [KEY] });
const MANY = JSON.stringify({
  Records: [KEY, ...Array.from({ length: 400 }, (_, index) => record({ eventID: `e-${index}` }))],
});

function scan(folder: string): Ran {
  return iamwatch(['scan', '--output', 'ndjson', folder]);
}

/** Scans one odd file beside a good one: the good one must always be evaluated. */
function besideGood(name: string, content: string | Buffer): Ran {
  const ran = scan(folderWith({ [name]: content, 'good.json': GOOD }));
  expect(alertsOf(ran).flatMap(({ events }) => events.map(({ id }) => id))).toContain('backdoor');
  return ran;
}

describe('something is readable and something is not: exit code 6, and the reason with its place', () => {
  it.each<[string, string, string | Buffer, string]>([
    ['half a file', 'half.json', MANY.slice(0, MANY.length / 2), 'the input ends inside a record'],
    ['a cut gzip file', 'cut.json.gz', gzipSync(MANY).subarray(0, -200), 'gzip data is cut off after'],
    ['a damaged gzip file', 'bad.json.gz', damaged(gzipSync(MANY)), 'gzip data is damaged after'],
    ['an empty file', 'empty.json', '', 'the file is empty'],
    ['an empty gzip file', 'empty.json.gz', gzipSync(''), 'the file is empty'],
    ['no JSON', 'words.json', 'hello there', 'not valid JSON'],
    [
      'a record with a mistake in it',
      'typo.json',
      `{"Records":[{"eventName":"A","x":tru},${JSON.stringify(KEY)}]}`,
      'at byte 12: not valid JSON',
    ],
    ['invalid UTF-8', 'utf8.json', Buffer.from(GOOD.replace('bob', 'b\u00ffb'), 'latin1'), 'invalid UTF-8'],
    ['an object that is no record', 'other.json', '{"a":1}', 'neither a CloudTrail record nor a GCP log entry'],
    [
      'a decompression bomb',
      'bomb.json.gz',
      gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20)),
      'refused as a decompression bomb',
    ],
    ['a file nested without end', 'deep.json', `{"Records":[${'['.repeat(50_000)}`, 'nested deeper than 1000 levels'],
  ])('%s', (_, name, content, reason) => {
    const ran = besideGood(name, content);
    expect(ran.err).toContain(reason);
    expect(ran.err).toContain(name);
    expect(ran.code).toBe(6);
  });

  it('the readable part of a cut gzip file is evaluated', () => {
    const ran = scan(folderWith({ 'cut.json.gz': gzipSync(MANY, { level: 0 }).subarray(0, -3000) }));
    expect(alertsOf(ran)).toHaveLength(1);
    expect(ran.code).toBe(6);
  });

  it('a record with invalid UTF-8 is evaluated', () => {
    const ran = scan(folderWith({ 'a.json': Buffer.from(GOOD.replace('bob', 'b\u00ffb'), 'latin1') }));
    expect(alertsOf(ran)[0]?.targets[0]?.name).toBe('b\ufffdb');
  });
});

describe('nothing is readable: exit code 4', () => {
  it.each<[string, Readonly<Record<string, string | Buffer>>]>([
    ['an empty file', { 'a.json': '' }],
    ['no JSON', { 'a.json': 'hello' }],
    ['a bomb', { 'a.json.gz': gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20)) }],
    ['an empty folder', {}],
  ])('%s', (_, files) => {
    expect(scan(folderWith(files))).toMatchObject({ code: 4, out: '' });
  });

  it('a path that does not exist', () => {
    const ran = scan(path.join(folderWith({}), 'missing'));
    expect(ran).toMatchObject({ code: 4 });
    expect(ran.err).toContain('no such file or folder');
  });
});

describe('odd but readable: exit code 0', () => {
  it.each<[string, string, string, string]>([
    [
      'a digest',
      'digest.json',
      '{"awsAccountId":"111122223333","digestStartTime":"2026-03-02T00:00:00Z","logFiles":[]}',
      '1 CloudTrail digest',
    ],
    [
      'an S3 notification',
      'n.json',
      '{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{}}]}',
      '1 S3 notification',
    ],
    [
      'an S3 test notification',
      't.json',
      '{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}',
      '1 S3 test notification',
    ],
  ])('%s is named for what it is', (_, name, content, words) => {
    const ran = besideGood(name, content);
    expect(ran.err).toContain(words);
    expect(ran.err).toContain('1 event read');
    expect(ran.code).toBe(0);
  });

  it('a folder named like a file is walked', () => {
    const folder = folderWith({ 'x.json.gz/inner.json': GOOD });
    mkdirSync(path.join(folder, 'empty.json'));
    expect(alertsOf(scan(folder))).toHaveLength(1);
    expect(scan(folder).code).toBe(0);
  });

  it('gzip is recognised by content, inside gzip too, whatever the name says', () => {
    for (const content of [gzipSync(GOOD), gzipSync(gzipSync(GOOD)), Buffer.concat([gzipSync(GOOD), gzipSync(GOOD)])]) {
      const ran = scan(folderWith({ 'a.json': content }));
      expect(ran.code).toBe(0);
      expect(alertsOf(ran)).toHaveLength(1);
    }
  });

  it('UTF-16 and a byte order mark are read', () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(GOOD, 'utf16le')]);
    for (const content of [utf16, Buffer.from(`\ufeff${GOOD}`)]) {
      expect(alertsOf(scan(folderWith({ 'a.json': content })))).toHaveLength(1);
    }
  });

  it('invalid addresses and regions are kept as they are', () => {
    const odd = { ...KEY, sourceIPAddress: '075.050.255.67', awsRegion: 'ap-isob-east-1r' };
    const [alert] = alertsOf(scan(folderWith({ 'a.json': JSON.stringify(odd) })));
    expect(alert).toMatchObject({ region: 'ap-isob-east-1r', source: { ip: null, address: '075.050.255.67' } });
  });

  it('a README between the logs is left out by name, not counted as unreadable', () => {
    const ran = scan(folderWith({ 'a.json': GOOD, 'README.md': '# notes' }));
    expect(ran.err).toContain('README.md');
    expect(ran.code).toBe(0);
  });

  it('a file twice is read twice and counted once', () => {
    const ran = scan(folderWith({ 'a.json': GOOD, 'b.json': GOOD }));
    expect(ran.err).toContain('1 duplicate');
    expect(alertsOf(ran)).toMatchObject([{ count: 1 }]);
  });
});

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const middle = Math.floor(copy.length / 2);
  copy.fill(0xff, middle, middle + 40);
  return copy;
}
