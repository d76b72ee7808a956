/**
 * Takes records out of whatever they are wrapped in: layer by layer, JSON in text in base64 in gzip. What comes out is
 * handed on as it is; every part that holds no JSON is named by its wrapping, and nothing is left out.
 */
import { Buffer } from 'node:buffer';
import { constants, gunzipSync } from 'node:zlib';
import { openEnvelope, type Part } from '../events/envelopes/envelope.ts';
import type { Json } from '../std/json.ts';
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

/** Layers that are taken off. Real ones: a log subscription in a stream in a queue in a notification makes five. */
export const LAYERS_MAX = 12;

/** Largest text of one part. The services stop at 1 MB compressed; text shrinks to a fortieth. */
const PART_BYTES_MAX = 64 * 1024 * 1024;

const BASE64 = /^[\w+/=\s-]*$/;

/** Opens a value as deep as it goes. */
export function openEnvelopes(value: Json, found: Unwrapped, layers = 0): void {
  const envelope = openEnvelope(value);
  if (envelope === undefined) {
    found.value(value);
  } else if (layers === LAYERS_MAX) {
    found.problem(`${envelope.shape}: wrapped more than ${LAYERS_MAX} times`);
  } else if (envelope.parts.length === 0) {
    found.aside(`${envelope.shape} without a record`);
  } else {
    for (const part of envelope.parts) openPart(part, envelope.shape, found, layers + 1);
  }
}

function openPart(part: Part, shape: string, found: Unwrapped, layers: number): void {
  if (part.kind === 'value') return openEnvelopes(part.value, found, layers);
  const bytes = part.kind === 'text' ? Buffer.from(part.text) : decoded(part.text);
  if (bytes === undefined) return found.problem(`${shape}: its data is not base64`);
  const text = plain(bytes);
  if (typeof text === 'string') return found.problem(`${shape}: ${text}`);
  openText(text, shape, found, layers);
}

function decoded(text: string): Buffer | undefined {
  return BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/** The text itself, or a reason. */
function plain(bytes: Buffer): Buffer | string {
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: PART_BYTES_MAX, finishFlush: constants.Z_FINISH });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') return `refused as a decompression bomb: more than ${PART_BYTES_MAX} bytes`;
    return 'its gzip data is damaged or cut off';
  }
}

/** One JSON value, or many side by side. A text that does not begin like JSON is a line of some other log. */
function openText(text: Buffer, shape: string, found: Unwrapped, layers: number): void {
  const start = text.findIndex((byte) => byte > 0x20);
  if (start === -1) return found.aside(`${shape} without a record`);
  if (text[start] !== 0x7b && text[start] !== 0x5b) return found.aside(`${shape} that is no JSON`);
  const scanner = new RecordScanner({
    record: (bytes, from, to) => {
      const value = parsed(bytes.toString('utf8', from, to));
      if (value === undefined) found.problem(`${shape}: not valid JSON`);
      else openEnvelopes(value, found, layers);
      return value !== undefined;
    },
    damage: (offset, reason) => {
      found.problem(`${shape}: at byte ${offset} of its text: ${reason}`);
    },
  });
  scanner.write(text);
  scanner.end();
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json; // JSON.parse yields nothing else
  } catch {
    return undefined;
  }
}
