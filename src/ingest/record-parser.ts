/** Records in JSON text: what the scanner finds is passed over or parsed, opened, and handed on. */
import { type Buffer, isAscii, isUtf8 } from 'node:buffer';
import { openEnvelope } from '../events/envelopes/envelope.ts';
import type { Json } from '../std/json.ts';
import { openFurther, unwrappedFor } from './open-envelopes.ts';
import { outlineOf, type RecordOutline } from './record-outline.ts';
import type { RecordReader, TextParser } from './record-reader.ts';
import { RecordScanner, type RecordSink } from './record-scanner.ts';

/** Parses what the scanner finds. */
export class RecordParser implements TextParser {
  readonly #file: string;
  readonly #reader: RecordReader;
  readonly #scanner: RecordScanner;
  readonly #outline: RecordOutline | undefined;
  /** All blocks so far: their records need no look for damaged UTF-8. */
  #isAscii = true;
  #records = 0;
  #textBytes = 0;
  /** After the bytes themselves were cut off, an open record is no news of its own. */
  #quiet = false;

  constructor(file: string, reader: RecordReader) {
    this.#file = file;
    this.#reader = reader;
    const { skim } = reader;
    this.#outline = skim === undefined ? undefined : outlineOf(skim.columns);
    const sink: RecordSink = {
      skim: (bytes, start, end, offset) => this.#skim(bytes, start, end, offset),
      record: (bytes, start, end, offset) => this.#parse(bytes, start, end, offset),
      damage: (offset, reason) => {
        if (!this.#quiet) this.#problem(offset, reason);
      },
    };
    this.#scanner = new RecordScanner(sink, { outline: this.#outline });
  }

  write(block: Buffer): void {
    this.#textBytes += block.length;
    this.#isAscii &&= isAscii(block);
    this.#scanner.write(block);
  }

  end(options: { readonly cutOff?: boolean } = {}): void {
    this.#quiet = options.cutOff === true;
    this.#scanner.end();
    if (this.#textBytes === 0 && !this.#quiet) this.#problem(undefined, 'the file is empty');
  }

  #skim(bytes: Buffer, start: number, end: number, offset: number): boolean {
    if (this.#outline === undefined || this.#reader.skim === undefined) return false;
    if (!this.#isAscii && !isUtf8(bytes.subarray(start, end))) return false;
    if (!this.#reader.skim.passes(this.#outline, this.#records + 1, offset)) return false;
    this.#records += 1;
    return true;
  }

  #parse(bytes: Buffer, start: number, end: number, offset: number): boolean {
    const text = bytes.toString('utf8', start, end);
    let value: Json;
    try {
      value = JSON.parse(text) as Json; // JSON.parse yields nothing else
    } catch (error) {
      this.#problem(offset, `not valid JSON: ${syntaxReason(error, text)}`);
      return false;
    }
    this.#records += 1;
    if (text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, end))) {
      this.#problem(offset, `record ${this.#records}: invalid UTF-8; read with U+FFFD in place of the damaged bytes`);
    }
    const position = { file: this.#file, record: this.#records, offset };
    const envelope = openEnvelope(value);
    if (envelope === undefined) this.#reader.record(value, position);
    else openFurther(envelope, unwrappedFor(this.#reader, position));
    return true;
  }

  #problem(offset: number | undefined, reason: string): void {
    this.#reader.problem({ file: this.#file, offset, reason });
  }
}

/** V8's message without the excerpt of the input, which may be long and hold control characters. */
function syntaxReason(error: unknown, text: string): string {
  if (!(error instanceof SyntaxError)) return String(error);
  const message = error.message.replace(/, ?(?:\.\.\.)?".*$/s, '').replace(/ in JSON at position.*$/s, '');
  const at = /position (?<position>\d+)/.exec(error.message)?.groups?.position;
  return at === undefined ? message : `${message} at character ${at} of ${text.length}`;
}
