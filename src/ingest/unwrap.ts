/**
 * Bytes of a file as the text that was written: gzip is recognised by content and undone, inner gzip too; UTF-16 becomes UTF-8; a
 * byte order mark is dropped. Whatever could be read before damage is delivered before the damage is reported.
 */
import { Buffer } from 'node:buffer';
import { createGunzip, gunzipSync } from 'node:zlib';

/** Damage in the bytes themselves. The message is for people. */
export class DamagedInputError extends Error {
  override readonly name = 'DamagedInputError';
}

/** A stream whose decompressed size is out of proportion is refused: beyond this many bytes … */
export const BOMB_BYTES_MIN = 64 * 1024 * 1024;
/** … and this many times the compressed size. Real logs stay below 40. */
export const BOMB_RATIO_MAX = 200;
/** Layers of gzip around gzip that are undone. */
const GZIP_LAYERS_MAX = 3;
/** Largest file that is decompressed in one call; larger ones are streamed. */
const WHOLE_COMPRESSED_MAX = 4 * 1024 * 1024;
const WHOLE_TEXT_MAX = 32 * 1024 * 1024;

/** Whether bytes begin a gzip member. */
export function isGzip(head: Buffer): boolean {
  return head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b;
}

/** Text blocks of a file, from its raw blocks. Throws {@link DamagedInputError} after the last readable block. */
export async function* unwrap(blocks: AsyncIterable<Buffer>, layer = 0): AsyncGenerator<Buffer> {
  const iterator = blocks[Symbol.asyncIterator]();
  const first = await nextNonEmpty(iterator);
  if (first === undefined) return;
  const all = prepend(first, iterator);
  if (isGzip(first)) {
    if (layer === GZIP_LAYERS_MAX)
      throw new DamagedInputError(`gzip inside gzip, more than ${GZIP_LAYERS_MAX} layers deep`);
    yield* unwrap(gunzip(all), layer + 1);
  } else if (first[0] === 0xff && first[1] === 0xfe) {
    yield* recode(all, 'utf-16le');
  } else if (first[0] === 0xfe && first[1] === 0xff) {
    yield* recode(all, 'utf-16be');
  } else {
    yield first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf ? first.subarray(3) : first;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
}

/**
 * The whole text of a small gzip file in one call (a third faster for the many small files of a trail), or undefined
 * where it must be streamed: too large, damaged, or not what its trailer says.
 */
export function gunzipWhole(bytes: Buffer): Buffer | undefined {
  if (!isGzip(bytes) || bytes.length > WHOLE_COMPRESSED_MAX || bytes.length < 18) return undefined;
  const textBytes = bytes.readUInt32LE(bytes.length - 4);
  if (textBytes > WHOLE_TEXT_MAX || (textBytes > bytes.length * BOMB_RATIO_MAX && textBytes > 1024 * 1024))
    return undefined;
  try {
    const text = gunzipSync(bytes, { chunkSize: Math.max(64, textBytes + 1), maxOutputLength: WHOLE_TEXT_MAX });
    return isGzip(text) || (text[0] ?? 0) >= 0x80 ? undefined : text;
  } catch {
    return undefined;
  }
}

async function* gunzip(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const guard = new BombGuard();
  const inflate = createGunzip({ chunkSize: 256 * 1024 });
  const source = (async () => {
    try {
      for await (const block of blocks) {
        guard.compressed += block.length;
        if (inflate.destroyed) return;
        if (!inflate.write(block)) await drained(inflate);
      }
      inflate.end();
    } catch (error) {
      inflate.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  try {
    for await (const text of inflate as AsyncIterable<Buffer>) {
      guard.add(text.length);
      yield text;
    }
  } catch (error) {
    throw error instanceof DamagedInputError ? error : new DamagedInputError(gzipReason(error, guard.text));
  } finally {
    inflate.destroy();
    await source;
  }
}

/** Counts a stream and refuses it once it is out of proportion. */
class BombGuard {
  compressed = 0;
  text = 0;

  add(bytes: number): void {
    this.text += bytes;
    const ratio = this.text / Math.max(1, this.compressed);
    if (this.text > BOMB_BYTES_MIN && ratio > BOMB_RATIO_MAX) {
      throw new DamagedInputError(
        `refused as a decompression bomb: ${this.compressed} bytes became more than ${this.text} (limit: ${BOMB_RATIO_MAX} times)`,
      );
    }
  }
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('drain', resolve);
    stream.once('close', resolve);
    stream.once('error', () => {
      resolve();
    });
  });
}

function gzipReason(error: unknown, textBytes: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') return `gzip data is cut off after ${textBytes} decompressed bytes`;
  if (code === 'Z_DATA_ERROR') return `gzip data is damaged after ${textBytes} decompressed bytes`;
  return error instanceof Error ? error.message : String(error);
}

async function* recode(blocks: AsyncIterable<Buffer>, encoding: 'utf-16le' | 'utf-16be'): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const block of blocks) yield Buffer.from(decoder.decode(block, { stream: true }));
  yield Buffer.from(decoder.decode());
}

async function nextNonEmpty(iterator: AsyncIterator<Buffer>): Promise<Buffer | undefined> {
  for (;;) {
    const { value, done } = (await iterator.next()) as { value?: Buffer; done?: boolean };
    if (done === true || value === undefined) return undefined;
    if (value.length > 0) return value;
  }
}

async function* prepend(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}
