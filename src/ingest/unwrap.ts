/**
 * Bytes of a file as the text that was written: gzip is recognised by content and undone, inner gzip too; UTF-16 becomes UTF-8; a
 * byte order mark is dropped. Whatever could be read before damage is delivered before the damage is reported.
 */
import { Buffer } from 'node:buffer';
import { constants, createGunzip, gunzipSync } from 'node:zlib';

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
/** Bytes by which gzip, UTF-16 and a byte order mark are told apart. */
const HEAD_BYTES = 3;
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
  const first = await readHead(iterator);
  if (first.length === 0) return;
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
    const options = { chunkSize: Math.max(64, textBytes + 1), maxOutputLength: WHOLE_TEXT_MAX, info: true };
    const { buffer: text, engine } = gunzipSync(bytes, options) as unknown as Informed;
    if (isFilled(bytes.subarray(engine.bytesWritten))) return undefined;
    return isGzip(text) || (text[0] ?? 0) >= 0x80 ? undefined : text;
  } catch {
    return undefined;
  }
}

/** What `info: true` makes of the answer; the types of Node do not know the option. */
interface Informed {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/** Whether there is anything but zeros, with which tapes and blocks pad the end of a file. */
function isFilled(bytes: Buffer): boolean {
  return bytes.some((byte) => byte !== 0);
}

/** The text that a file begins with, from its first bytes: for a look at it, so damage yields nothing. */
export function textHead(bytes: Buffer): Buffer {
  const text = isGzip(bytes) ? textOfPrefix(bytes) : bytes;
  if (text === undefined) return Buffer.alloc(0);
  if (text[0] === 0xff && text[1] === 0xfe) return Buffer.from(new TextDecoder('utf-16le').decode(text));
  return text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? text.subarray(3) : text;
}

async function* gunzip(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const guard = new BombGuard();
  const kept = new KeptInput();
  const inflate = createGunzip({ chunkSize: 256 * 1024 });
  let last: Buffer = Buffer.alloc(0);
  const after = { isFilled: false };
  const source = (async () => {
    try {
      for await (const block of blocks) {
        if (inflate.destroyed) {
          // Ended by itself: the gzip data is over, and what follows had better be padding.
          after.isFilled = inflate.readableEnded && isFilled(block);
          if (after.isFilled || !inflate.readableEnded) return;
          continue;
        }
        last = block;
        kept.add(block);
        guard.compressed += block.length;
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
    if (guard.isRefused) throw error;
    const rest = kept.text().subarray(guard.text);
    if (rest.length > 0) yield rest;
    // The layer around this one was damaged: what came out of it until then has been read.
    if (error instanceof DamagedInputError) throw error;
    throw new DamagedInputError(gzipReason(error, guard.text + rest.length));
  } finally {
    inflate.destroy();
    await source;
  }
  const unused = guard.compressed - inflate.bytesWritten;
  if (after.isFilled || (unused > 0 && isFilled(last.subarray(-unused)))) {
    throw new DamagedInputError(`after ${guard.text} decompressed bytes comes something that is no gzip data`);
  }
}

/**
 * The input of a small stream. zlib drops what it decompressed since its last full buffer when it meets damage; from the
 * input the text can be had up to the damage.
 */
class KeptInput {
  #blocks: Buffer[] = [];
  #bytes = 0;

  add(block: Buffer): void {
    this.#bytes += block.length;
    if (this.#bytes > WHOLE_COMPRESSED_MAX) this.#blocks = [];
    else this.#blocks.push(block);
  }

  /** The text before the damage, found by halving; empty where the stream is not small. */
  text(): Buffer {
    const bytes = Buffer.concat(this.#blocks);
    let text: Buffer = Buffer.alloc(0);
    let sound = 0;
    let damaged = bytes.length + 1;
    while (damaged - sound > 1) {
      const middle = (sound + damaged) >>> 1;
      const tried = textOfPrefix(bytes.subarray(0, middle));
      if (tried === undefined) damaged = middle;
      else [sound, text] = [middle, tried];
    }
    return text;
  }
}

function textOfPrefix(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: WHOLE_TEXT_MAX });
  } catch {
    return undefined;
  }
}

/** Counts a stream and refuses it once it is out of proportion. */
class BombGuard {
  compressed = 0;
  text = 0;
  isRefused = false;

  add(bytes: number): void {
    this.text += bytes;
    const ratio = this.text / Math.max(1, this.compressed);
    if (this.text > BOMB_BYTES_MIN && ratio > BOMB_RATIO_MAX) {
      this.isRefused = true;
      throw new DamagedInputError(
        `refused as a decompression bomb: ${this.compressed} bytes became more than ${this.text} (limit: ${BOMB_RATIO_MAX} times)`,
      );
    }
  }
}

/** Waits until a stream takes more, or never will. */
function drained(stream: NodeJS.WritableStream): Promise<void> {
  const events = ['drain', 'close', 'error'] as const;
  return new Promise((resolve) => {
    function settle(): void {
      for (const event of events) stream.off(event, settle);
      resolve();
    }
    for (const event of events) stream.on(event, settle);
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

/** The first blocks, joined until they are long enough to tell by. Shorter only where the input is. */
async function readHead(iterator: AsyncIterator<Buffer, unknown>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

async function* prepend(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}
