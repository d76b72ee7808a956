import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOMB_BYTES_MIN, DamagedInputError, gunzipWhole, unwrap } from './unwrap.ts';

const TEXT = '{"eventVersion":"1.11","userName":"zoë 😀"}\n';

interface Unwrapped {
  readonly text: string;
  readonly damage: string | undefined;
}

async function* inBlocks(bytes: Buffer, blockBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += blockBytes)
    yield await Promise.resolve(bytes.subarray(at, at + blockBytes));
}

async function unwrapped(bytes: Buffer, blockBytes = bytes.length + 1): Promise<Unwrapped> {
  const texts: Buffer[] = [];
  let damage: string | undefined;
  try {
    for await (const block of unwrap(inBlocks(bytes, blockBytes))) texts.push(Buffer.from(block));
  } catch (error) {
    if (!(error instanceof DamagedInputError)) throw error;
    damage = error.message;
  }
  return { text: Buffer.concat(texts).toString(), damage };
}

function utf16be(text: string): Buffer {
  return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
}

/** Text that does not compress well: its gzip form is long enough to be cut and damaged in many places. */
function lines(count: number): string {
  return Array.from({ length: count }, (_, index) => `{"id":"${(index * 2654435761).toString(36)}"}\n`).join('');
}

describe('one text in every form in which it lies on disk', () => {
  it.each<[string, Buffer]>([
    ['plain', Buffer.from(TEXT)],
    ['with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16, low byte first', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    ['UTF-16, high byte first', utf16be(TEXT)],
    ['gzip', gzipSync(TEXT)],
    ['gzip in two members', Buffer.concat([gzipSync(TEXT.slice(0, 9)), gzipSync(TEXT.slice(9))])],
    ['gzip in gzip in gzip', gzipSync(gzipSync(gzipSync(TEXT)))],
    ['gzip of UTF-16', gzipSync(Buffer.from(`\ufeff${TEXT}`, 'utf16le'))],
    ['gzip padded with zeros', Buffer.concat([gzipSync(TEXT), Buffer.alloc(512)])],
  ])('%s: any split into blocks gives it', async (_, bytes) => {
    for (const blockBytes of [1, 2, 3, 7, 64, bytes.length]) {
      expect(await unwrapped(bytes, blockBytes)).toEqual({ text: TEXT, damage: undefined });
    }
  });

  it('nothing at all is nothing', async () => {
    expect(await unwrapped(Buffer.alloc(0))).toEqual({ text: '', damage: undefined });
    expect(await unwrapped(gzipSync(''))).toEqual({ text: '', damage: undefined });
  });

  it('random text, any split', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.constantFrom('plain', 'gzip', 'twice'),
        fc.integer({ min: 1, max: 50 }),
        async (text, form, blockBytes) => {
          fc.pre(!text.startsWith('\ufeff'));
          const bytes =
            form === 'plain' ? Buffer.from(text) : form === 'gzip' ? gzipSync(text) : gzipSync(gzipSync(text));
          expect(await unwrapped(bytes, blockBytes)).toEqual({ text, damage: undefined });
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('what could be read before damage is delivered, then the damage is told', () => {
  const text = lines(40);
  const bytes = gzipSync(text);

  it('every prefix of a gzip file gives a prefix of the text; all of it once the data is there', async () => {
    let longest = 0;
    for (let length = 2; length < bytes.length; length += 1) {
      const { text: read, damage } = await unwrapped(bytes.subarray(0, length), 100);
      expect(text.startsWith(read)).toBe(true);
      expect(damage).toContain('cut off');
      expect(read.length).toBeGreaterThanOrEqual(longest);
      longest = read.length;
    }
    expect(longest).toBe(text.length);
  });

  it('gzip inside gzip, both cut: what stands before the cut, whatever the blocks', async () => {
    const outer = gzipSync(gzipSync(lines(200), { level: 0 }), { level: 0 });
    for (const blockBytes of [outer.length, 100, 1]) {
      const { text, damage } = await unwrapped(outer.subarray(0, -1000), blockBytes);
      expect(lines(200).startsWith(text)).toBe(true);
      expect(text.length).toBeGreaterThan(lines(200).length - 1100);
      expect(damage).toContain('cut off');
    }
  });

  it('a damaged byte costs what comes after it, not what came before', async () => {
    const long = lines(5000);
    const sound = gzipSync(long);
    for (const share of [0.3, 0.6, 0.9]) {
      const damaged = Buffer.from(sound);
      damaged.fill(0xff, Math.floor(sound.length * share), Math.floor(sound.length * share) + 40);
      const { text: read, damage } = await unwrapped(damaged);
      expect(damage).toMatch(/damaged after \d+ decompressed bytes/);
      let common = 0;
      while (common < read.length && read[common] === long[common]) common += 1;
      expect(common).toBeGreaterThan(long.length * (share - 0.15));
    }
  });

  it.each<[string, Buffer, string]>([
    ['a wrong checksum', wrongChecksum(bytes), 'damaged after'],
    ['plain text behind the gzip data', Buffer.concat([bytes, Buffer.from(TEXT)]), 'damaged after'],
    ['more data behind padding', Buffer.concat([bytes, Buffer.alloc(16), bytes]), 'no gzip data'],
  ])('%s: the whole text, and a word about the rest', async (_, odd, words) => {
    expect(gunzipWhole(odd)).toBeUndefined();
    const result = await unwrapped(odd);
    expect(result).toEqual({ text, damage: expect.stringContaining(words) as unknown });
  });

  it('data behind padding is noticed in a later block, too', async () => {
    const odd = Buffer.concat([bytes, Buffer.alloc(70_000), bytes]);
    expect((await unwrapped(odd, 20_000)).damage).toContain('no gzip data');
    expect((await unwrapped(Buffer.concat([bytes, Buffer.alloc(70_000)]), 20_000)).damage).toBeUndefined();
  });
});

describe('what is refused', () => {
  it('gzip inside gzip without end', async () => {
    const nested = gzipSync(gzipSync(gzipSync(gzipSync(TEXT))));
    expect(await unwrapped(nested)).toEqual({ text: '', damage: 'gzip inside gzip, more than 3 layers deep' });
  });

  it('a stream that grows out of proportion', async () => {
    const { text, damage } = await unwrapped(gzipSync(Buffer.alloc(BOMB_BYTES_MIN * 2)));
    expect(damage).toContain('refused as a decompression bomb');
    expect(text.length).toBeLessThan(BOMB_BYTES_MIN * 1.1);
  });
});

describe('a small gzip file in one call', () => {
  it('is the same text as the stream gives', () => {
    expect(gunzipWhole(gzipSync(TEXT))?.toString()).toBe(TEXT);
    expect(gunzipWhole(Buffer.concat([gzipSync(TEXT), gzipSync(TEXT)]))?.toString()).toBe(TEXT + TEXT);
  });

  it.each<[string, Buffer]>([
    ['plain text', Buffer.from(TEXT)],
    ['gzip inside gzip', gzipSync(gzipSync(TEXT))],
    ['UTF-16 inside gzip', gzipSync(utf16be(TEXT))],
    ['a cut file', gzipSync(TEXT).subarray(0, -9)],
    ['what would be large', gzipSync(Buffer.alloc(33 * 1024 * 1024))],
  ])('is left to the stream: %s', (_, odd) => {
    expect(gunzipWhole(odd)).toBeUndefined();
  });
});

it('waiting for a slow reader leaves no listeners behind', async () => {
  const warnings: Error[] = [];
  function note(warning: Error): void {
    warnings.push(warning);
  }
  process.on('warning', note);
  const { text } = await unwrapped(gzipSync(lines(200_000)), 20_000);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  expect(text).toHaveLength(lines(200_000).length);
  expect(warnings).toEqual([]);
});

function wrongChecksum(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE((copy.readUInt32LE(copy.length - 8) ^ 1) >>> 0, copy.length - 8);
  return copy;
}
