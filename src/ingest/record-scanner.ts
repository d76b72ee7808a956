/**
 * Finds the records in a stream of bytes without parsing them, in memory bounded by one record.
 *
 * Reads `{"Records":[…]}` (or `Events`, `entries`), an array, a single object, and any sequence of these (NDJSON, concatenated JSON).
 * A record that is damaged costs itself and no other: the scanner reports it and goes on at the next place where
 * a record can begin (a new line, or `{"eventVersion"`, with which every CloudTrail record starts).
 *
 * This is the seam for a faster scanner: whatever finds the same bounds may take its place.
 */
import { Buffer } from 'node:buffer';
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  NEWLINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  followsListKey,
  isBracket,
  isSpace,
  RECORD_START,
  skipSpaceBack,
  startsRecord,
  tableOf,
} from './json-byte.ts';
import type { RecordOutline } from './record-outline.ts';

/** Receives what the scanner finds. Offsets count decompressed bytes from the start of the input. */
export interface RecordSink {
  /**
   * One record lies at `bytes[start, end)`; the buffer is reused after the call.
   * @returns false where those bytes are no JSON: the scanner then looks for records inside them.
   */
  record(bytes: Buffer, start: number, end: number, offset: number): boolean;
  /**
   * A record lies at `bytes[start, end)`, is valid JSON, and its columns stand in the outline that the scanner was given.
   * @returns false where the record is wanted: it comes again through {@link record}.
   */
  skim?(bytes: Buffer, start: number, end: number, offset: number): boolean;
  /** The bytes from `offset` on hold no record. */
  damage(offset: number, reason: string): void;
}

/** Largest record that is read. CloudTrail records end near 256 KB; a digest may hold a few megabytes. */
export const RECORD_BYTES_MAX = 16 * 1024 * 1024;

/** Deepest nesting that is read. Real records stay below 20; recursion over a value must not exhaust the stack. */
export const DEPTH_MAX = 1000;

/** Bytes at which the scan of a string, or of what lies between strings, has something to decide. */
const STOPS_STRING = tableOf(QUOTE, BACKSLASH, NEWLINE);
const STOPS_OUTSIDE = tableOf(QUOTE, OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY, NEWLINE);

/**
 * Where the scanner stands: `outside` of everything, `in-array` between two records, `in-value` inside one record (or
 * an object that may turn out to be a wrapper), `in-wrapper` inside `{"Records":[…]}` but outside of the array.
 */
type Place = 'outside' | 'in-array' | 'in-value' | 'in-wrapper';

/** A push scanner: write blocks, then end. */
export class RecordScanner {
  readonly #sink: RecordSink;
  readonly #recordBytesMax: number;
  readonly #outline: RecordOutline | undefined;
  #buffer: Buffer = Buffer.alloc(0);
  /** Where blocks are joined while a record is open; `#buffer` is its beginning then. */
  #store: Buffer = Buffer.alloc(0);
  /** Input offset of `#buffer[0]`. */
  #base = 0;
  #at = 0;
  #place: Place = 'outside';
  /** Where the current value started, in `#buffer`. */
  #start = 0;
  /** Open brackets inside the current value or wrapper. */
  #depth = 0;
  #inString = false;
  #inArray = false;
  #inWrapper = false;
  /** Every line is a document of its own: known once a compact value was followed by a new line. */
  #lines = false;
  #valueHasNewline = false;
  /** Something was damaged: from here on a record start inside a record proves that the outer one is broken. */
  #recovering = false;
  /** Since the last damage nothing was read: what else makes no sense here belongs to it, and is no news of its own. */
  #lost = false;
  /** The rest of the buffer cannot be judged before more bytes come. */
  #starved = false;
  #ended = false;
  #anyValue = false;

  constructor(
    sink: RecordSink,
    options: { readonly recordBytesMax?: number; readonly outline?: RecordOutline | undefined } = {},
  ) {
    this.#sink = sink;
    this.#outline = options.outline;
    this.#recordBytesMax = options.recordBytesMax ?? RECORD_BYTES_MAX;
  }

  /** Takes the next block. The block may be reused by the caller afterwards only if no record was left open in it. */
  write(block: Buffer): void {
    const isOpen = this.#place === 'in-value' || this.#place === 'in-wrapper';
    if (this.#at === this.#buffer.length && !isOpen) {
      this.#base += this.#buffer.length;
      this.#buffer = block;
      this.#at = 0;
    } else {
      const keepFrom = Math.min(isOpen ? this.#start : this.#at, this.#buffer.length);
      this.#base += keepFrom;
      this.#at -= keepFrom;
      this.#start = 0;
      this.#append(this.#buffer.subarray(keepFrom), block);
    }
    this.#scan();
  }

  /** Joins in a store that doubles, so that a record that comes in many small blocks is not copied with each of them. */
  #append(kept: Buffer, block: Buffer): void {
    const length = kept.length + block.length;
    const isInPlace = kept.buffer === this.#store.buffer && kept.byteOffset === this.#store.byteOffset;
    if (length > this.#store.length) {
      this.#store = Buffer.allocUnsafeSlow(length * 2);
      kept.copy(this.#store);
    } else if (!isInPlace) {
      kept.copy(this.#store);
    }
    block.copy(this.#store, kept.length);
    this.#buffer = this.#store.subarray(0, length);
  }

  /** Ends the input: whatever is still open is damaged, and searched for whole records. */
  end(): void {
    this.#ended = true;
    this.#scan();
    while (this.#place === 'in-value') {
      if (!isBracket(this.#buffer[this.#start])) {
        this.#finishValue(this.#buffer.length);
      } else {
        this.#giveUp(this.#buffer.length, 'the input ends inside a record');
      }
      this.#scan();
    }
    if ((this.#inArray || this.#inWrapper) && !this.#lost) {
      this.#sink.damage(this.#base + this.#buffer.length, 'the input ends before the list of records is closed');
    }
  }

  #scan(): void {
    this.#starved = false;
    while (this.#at < this.#buffer.length && !this.#isStarved()) {
      switch (this.#place) {
        case 'outside':
        case 'in-array':
          this.#between();
          break;
        case 'in-wrapper':
          this.#skipWrapper();
          break;
        case 'in-value':
          this.#insideValue();
          break;
      }
    }
  }

  /** A method, because the compiler does not see that the steps of a scan change the field. */
  #isStarved(): boolean {
    return this.#starved;
  }

  /** Between two values: white space, separators, the start of the next value, the end of the list. */
  #between(): void {
    const buffer = this.#buffer;
    const byte = buffer[this.#at] ?? 0;
    if (byte === NEWLINE) {
      if (this.#place === 'outside' && this.#anyValue && !this.#valueHasNewline) this.#lines = true;
      if (this.#lines) this.#lost = false;
      this.#at += 1;
    } else if (isSpace(byte) || (byte === COMMA && (this.#place === 'in-array' || this.#recovering))) {
      this.#at += 1;
    } else if (byte === CLOSE_ARRAY && this.#inArray) {
      this.#inArray = false;
      this.#place = this.#inWrapper ? 'in-wrapper' : 'outside';
      this.#depth = 0;
      this.#at += 1;
      this.#start = this.#at;
    } else if (byte === OPEN_ARRAY && this.#place === 'outside') {
      this.#inArray = true;
      this.#place = 'in-array';
      this.#at += 1;
    } else if ((byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) && this.#recovering) {
      this.#at += 1;
    } else {
      this.#begin(this.#at);
    }
  }

  #begin(at: number): void {
    if (this.#skim(at)) return;
    const first = this.#buffer[at];
    this.#start = at;
    this.#place = 'in-value';
    this.#inString = first === QUOTE;
    this.#depth = isBracket(first) ? 1 : 0;
    this.#valueHasNewline = false;
    this.#at = at + 1;
  }

  /**
   * Passes a plain record in one step where nobody wants it. Everything else goes byte by byte, and so does all that
   * follows damage: there a record start inside a record has to be looked for.
   */
  #skim(at: number): boolean {
    if (this.#outline === undefined || this.#recovering || this.#buffer[at] !== OPEN_OBJECT) return false;
    const end = this.#outline.read(this.#buffer, at);
    if (end < 0 || end - at > this.#recordBytesMax) return false;
    this.#start = at;
    this.#valueHasNewline = false;
    if (this.#sink.skim?.(this.#buffer, at, end, this.#base + at) === true) {
      this.#anyValue = true;
      this.#at = end;
    } else {
      this.#finishValue(end);
    }
    return true;
  }

  #insideValue(): void {
    if (isBracket(this.#buffer[this.#start])) this.#insideBrackets();
    else this.#insideScalar();
  }

  /** The hot loop: most bytes are neither a bracket nor a quote, and one table look-up passes each of them. */
  #insideBrackets(): void {
    const buffer = this.#buffer;
    const length = Math.min(buffer.length, this.#start + this.#recordBytesMax);
    let at = this.#at;
    let depth = this.#depth;
    let inString = this.#inString;
    while (at < length) {
      if (inString) {
        while (at < length && STOPS_STRING[buffer[at] as number] === 0) at += 1; // at < length
        if (at >= length) break;
        if (buffer[at] === BACKSLASH) {
          at += 2;
        } else if (buffer[at] === QUOTE) {
          // In valid JSON no string holds these bytes, because its quotes are escaped: the string was never closed.
          if (this.#recovering && buffer[at - 1] === OPEN_OBJECT && at - 1 > this.#start) {
            const start = this.#recordStart(at - 1);
            if (start === 'here') return this.#giveUp(at - 1, 'a record begins inside another');
            if (start === 'unknown') break;
          }
          inString = false;
          at += 1;
        } else {
          return this.#giveUp(at, 'a line ends inside a string');
        }
        continue;
      }
      while (at < length && STOPS_OUTSIDE[buffer[at] as number] === 0) at += 1; // at < length
      if (at >= length) break;
      const byte = buffer[at];
      if (byte === QUOTE) {
        inString = true;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        depth -= 1;
        if (depth === 0) return this.#finishValue(at + 1);
      } else if (byte === NEWLINE) {
        if (this.#lines) {
          if (at + 1 === buffer.length && !this.#ended) {
            this.#starved = true;
            break;
          }
          // A record that is printed over many lines goes on with blanks: this file has both kinds.
          if (buffer[at + 1] === OPEN_OBJECT) return this.#giveUp(at, 'a line ends inside a record');
        }
        this.#valueHasNewline = true;
      } else {
        if (byte === OPEN_OBJECT && this.#recovering) {
          const start = this.#recordStart(at);
          if (start === 'here') return this.#giveUp(at, 'a record begins inside another');
          if (start === 'unknown') break;
        }
        if (byte === OPEN_ARRAY && depth === 1 && this.#mayHoldRecords(at)) return this.#enterRecords(at);
        depth += 1;
        if (depth > DEPTH_MAX) return this.#giveUp(at, `nested deeper than ${DEPTH_MAX} levels`);
      }
      at += 1;
    }
    // An escape may have stepped over the end: the byte it hides is the first of the next block.
    this.#at = at;
    this.#depth = depth;
    this.#inString = inString;
    this.#checkLength();
  }

  /** Numbers, words and strings between records: no records, but they have an end. */
  #insideScalar(): void {
    const buffer = this.#buffer;
    const length = Math.min(buffer.length, this.#start + this.#recordBytesMax);
    for (; this.#at < length; this.#at += 1) {
      const byte = buffer[this.#at] ?? 0;
      if (this.#inString) {
        if (byte === NEWLINE) return this.#giveUp(this.#at, 'a line ends inside a string');
        if (byte === BACKSLASH) this.#at += 1;
        else if (byte === QUOTE) this.#inString = false;
      } else if (byte === QUOTE) {
        this.#inString = true;
      } else if (isSpace(byte) || byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        return this.#finishValue(this.#at);
      }
    }
    this.#checkLength();
  }

  #mayHoldRecords(at: number): boolean {
    return !this.#inArray && !this.#inWrapper && followsListKey(this.#buffer, this.#start, at);
  }

  #checkLength(): void {
    const end = this.#start + this.#recordBytesMax;
    if (this.#at >= end && this.#buffer.length > end) this.#giveUp(end, `longer than ${this.#recordBytesMax} bytes`);
  }

  /** Whether a CloudTrail record begins at a brace. `unknown`, and starved, where the block ends too early to tell. */
  #recordStart(at: number): 'here' | 'not here' | 'unknown' {
    if (!startsRecord(this.#buffer, at)) return 'not here';
    if (at + RECORD_START.length <= this.#buffer.length) return 'here';
    if (this.#ended) return 'not here';
    this.#starved = true;
    return 'unknown';
  }

  #enterRecords(at: number): void {
    this.#inWrapper = true;
    this.#inArray = true;
    this.#inString = false;
    this.#place = 'in-array';
    this.#at = at + 1;
  }

  /** After the list of records the rest of the wrapper follows. Nothing in it is a record, unless the list was closed too early. */
  #skipWrapper(): void {
    const buffer = this.#buffer;
    let at = this.#at;
    let depth = this.#depth;
    let inString = this.#inString;
    for (; at < buffer.length; at += 1) {
      const byte = buffer[at] as number; // at < length
      if (inString) {
        if (byte === BACKSLASH) at += 1;
        else if (byte === QUOTE) {
          // As in a record: no string of valid JSON holds these bytes, so the quotes are out of step.
          const start = buffer[at - 1] === OPEN_OBJECT ? this.#recordStart(at - 1) : 'not here';
          if (start === 'here') return this.#reenterList(at - 1);
          if (start === 'unknown') break;
          inString = false;
        } else if (byte === NEWLINE) inString = false;
      } else if (byte === QUOTE) inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (depth === 0 && byte === OPEN_ARRAY && followsListKey(buffer, this.#start, at)) {
          return this.#enterRecords(at);
        }
        // Inside an object a value follows a colon; a record that follows none is one of the list, however deep.
        if (buffer[skipSpaceBack(buffer, this.#start, at - 1)] !== COLON) {
          const start = depth === 0 ? 'here' : this.#recordStart(at);
          if (start === 'here') return this.#reenterList(at);
          if (start === 'unknown') break;
        }
        depth += 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        depth -= 1;
        if (depth < 0) {
          this.#inWrapper = false;
          this.#place = 'outside';
          this.#inString = false;
          this.#at = at + 1;
          return;
        }
      }
    }
    this.#at = at;
    this.#depth = depth;
    this.#inString = inString;
    if (at - this.#start > this.#recordBytesMax) this.#start = Math.min(at, buffer.length);
  }

  #reenterList(at: number): void {
    this.#sink.damage(this.#base + at, 'the list of records is closed before this record');
    this.#recovering = true;
    this.#enterRecords(at - 1);
  }

  #finishValue(end: number): void {
    const start = this.#start;
    this.#anyValue = true;
    this.#place = this.#inArray ? 'in-array' : 'outside';
    this.#inString = false;
    this.#at = end;
    // After damage, what is no object is a piece of what was damaged.
    const isPiece = this.#lost && this.#buffer[start] !== OPEN_OBJECT;
    if (!isPiece && this.#sink.record(this.#buffer, start, end, this.#base + start)) this.#lost = false;
    else this.#resume(start, end);
  }

  #giveUp(end: number, reason: string): void {
    const start = this.#start;
    if (!this.#lost || startsRecord(this.#buffer, start)) this.#sink.damage(this.#base + start, reason);
    this.#place = this.#inArray ? 'in-array' : 'outside';
    this.#inString = false;
    this.#at = end;
    this.#resume(start, end);
  }

  /** Looks inside damaged bytes for the start of another record and goes on there. */
  #resume(start: number, end: number): void {
    this.#recovering = true;
    this.#lost = true;
    const next = this.#buffer.subarray(0, end).indexOf(RECORD_START, start + 1);
    if (next >= 0) this.#at = next;
  }
}
