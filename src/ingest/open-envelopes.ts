/**
 * Takes records out of whatever they are wrapped in: layer by layer, JSON in text in base64 in gzip. What comes out is
 * handed on as it is; every part that holds no JSON is named by its wrapping, and nothing is left out.
 */
import { Buffer } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { openEnvelope, type Envelope, type Part } from '../events/envelopes/envelope.ts';
import type { Json } from '../std/json.ts';
import { OPEN_ARRAY, OPEN_OBJECT } from './json-byte.ts';
import type { RecordPosition, RecordReader } from './record-reader.ts';
import { RecordScanner } from './record-scanner.ts';
import { isGzip } from './unwrap.ts';

/** Receives what was inside. */
export interface Unwrapped {
  /** A value that is no envelope. */
  value(value: Json): void;
  /** An envelope, or a part of one, that holds no record: a greeting, a line of text. */
  aside(what: string): void;
  /** A part that cannot be read. */
  problem(reason: string): void;
}

/** Hands on what is inside of a value that lies at a place. Several records in one wrapping share it. */
export function unwrappedFor(reader: RecordReader, position: RecordPosition): Unwrapped {
  return {
    value: (inner) => {
      reader.record(inner, position);
    },
    aside: (what) => {
      reader.aside(what);
    },
    problem: (reason) => {
      reader.problem({ file: position.file, offset: position.offset, reason });
    },
  };
}

/** Layers that are taken off. Real ones: a log subscription in a stream in a queue in a notification makes five. */
export const LAYERS_MAX = 12;

/** Largest text of one part. The services stop at 1 MB compressed; text shrinks to a fortieth. */
const PART_BYTES_MAX = 64 * 1024 * 1024;

/** Text that all parts of one value may decompress to, gzip inside gzip included. */
const VALUE_BYTES_MAX = 256 * 1024 * 1024;

/** How many times its size a part may decompress to, beyond … */
const RATIO_MAX = 200;
/** … this many bytes. */
const RATIO_BYTES_MIN = 64 * 1024;

/** Layers of gzip around gzip that are undone. */
const GZIP_LAYERS_MAX = 3;

const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** How the Kinesis Producer Library marks many records that it packed into one (its `aggregation-format.md`). */
const AGGREGATED = Buffer.from('f3899ac2', 'hex');

const BASE64 = /^[\w+/=\s-]*$/;

/** Opens a value as deep as it goes. */
export function openEnvelopes(value: Json, found: Unwrapped): void {
  new Opening(found).value(value, 0);
}

/** Opens an envelope of which one layer has been taken off already. */
export function openFurther(envelope: Envelope, found: Unwrapped): void {
  new Opening(found).envelope(envelope, 0);
}

/** One value being opened, and what its parts may still decompress to. */
class Opening {
  readonly #found: Unwrapped;
  #bytesLeft = VALUE_BYTES_MAX;

  constructor(found: Unwrapped) {
    this.#found = found;
  }

  value(value: Json, layers: number): void {
    const envelope = openEnvelope(value);
    if (envelope === undefined) this.#found.value(value);
    else this.envelope(envelope, layers);
  }

  envelope(envelope: Envelope, layers: number): void {
    if (layers === LAYERS_MAX) {
      this.#found.problem(`${envelope.shape}: wrapped more than ${LAYERS_MAX} times`);
    } else if (envelope.parts.length === 0) {
      this.#found.aside(`${envelope.shape} without a record`);
    } else {
      for (const part of envelope.parts) this.#part(part, envelope.shape, layers + 1);
    }
  }

  #part(part: Part, shape: string, layers: number): void {
    if (part.kind === 'value') return this.value(part.value, layers);
    const bytes = part.kind === 'text' ? Buffer.from(part.text) : decoded(part.text);
    if (bytes === undefined) return this.#found.problem(`${shape}: its data is not base64`);
    const text = this.#plain(bytes);
    if (typeof text === 'string') return this.#found.problem(`${shape}: ${text}`);
    this.#text(text, shape, layers);
  }

  /** The text itself, or a reason. */
  #plain(bytes: Buffer): Buffer | string {
    if (startsWith(bytes, AGGREGATED)) return 'packed by the Kinesis Producer Library, which is not read';
    let text = bytes;
    for (let layer = 0; isGzip(text); layer += 1) {
      const inner = layer < GZIP_LAYERS_MAX ? this.#gunzipped(text) : `gzip more than ${GZIP_LAYERS_MAX} layers deep`;
      if (typeof inner === 'string') return inner;
      text = inner;
    }
    return startsWith(text, BYTE_ORDER_MARK) ? text.subarray(BYTE_ORDER_MARK.length) : text;
  }

  #gunzipped(bytes: Buffer): Buffer | string {
    const bytesMax = Math.min(PART_BYTES_MAX, this.#bytesLeft, Math.max(RATIO_BYTES_MIN, bytes.length * RATIO_MAX));
    try {
      const text = gunzipSync(bytes, { maxOutputLength: Math.max(1, bytesMax) });
      this.#bytesLeft -= text.length;
      return text;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'ERR_BUFFER_TOO_LARGE') return 'its gzip data is damaged or cut off';
      this.#bytesLeft -= bytesMax;
      return `refused as a decompression bomb: ${bytes.length} bytes became more than ${bytesMax}`;
    }
  }

  /** One JSON value, or many side by side. A text that does not begin like JSON is a line of some other log. */
  #text(text: Buffer, shape: string, layers: number): void {
    const start = text.findIndex((byte) => byte > 0x20);
    if (start === -1) return this.#found.aside(`${shape} without a record`);
    if (text[start] !== OPEN_OBJECT && text[start] !== OPEN_ARRAY) return this.#found.aside(`${shape} that is no JSON`);
    let said = 0;
    const scanner = new RecordScanner({
      record: (bytes, from, to) => {
        said += 1;
        const value = parsed(bytes.toString('utf8', from, to));
        if (value === undefined) this.#found.problem(`${shape}: not valid JSON`);
        else this.value(value, layers);
        return value !== undefined;
      },
      damage: (offset, reason) => {
        said += 1;
        this.#found.problem(`${shape}: at byte ${offset} of its text: ${reason}`);
      },
    });
    scanner.write(text);
    scanner.end();
    // A log file whose list is empty.
    if (said === 0) this.#found.aside(`${shape} without a record`);
  }
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.subarray(0, start.length).equals(start);
}

function decoded(text: string): Buffer | undefined {
  return BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json; // JSON.parse yields nothing else
  } catch {
    return undefined;
  }
}
