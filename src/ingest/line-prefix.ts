/**
 * Log lines with a time before the JSON, as exports of CloudWatch Logs to S3 and `aws logs tail` write them:
 * `2026-03-02T09:00:00.000Z {…}`. What stands before the brace is overwritten with blanks, so that offsets stay true.
 */
import { Buffer } from 'node:buffer';
import { CLOSE_ARRAY, CLOSE_OBJECT, isSpace, NEWLINE, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './json-byte.ts';

/** Longest text before the brace: a time, and the name of a log stream, which has at most 512 characters. */
const PREFIX_BYTES_MAX = 600;

const PREFIXED = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}[^\n{"]{0,560}\{"/m;

/** Whether the lines of a text have something before their JSON. */
export function hasLinePrefixes(head: string): boolean {
  return PREFIXED.test(head);
}

/** Where the line stands that is being read: at its start, behind its prefix, or in a line that is no JSON. */
type Place = 'start' | 'record' | 'words';

/** Takes the prefixes off, block by block. The blocks are changed. */
export class LinePrefixes {
  readonly #words: () => void;
  #held: Buffer = Buffer.alloc(0);
  #place: Place = 'start';

  /** @param words Called for every line that holds no JSON. */
  constructor(words: () => void) {
    this.#words = words;
  }

  /** The block without prefixes, save for a piece at its end that cannot be judged yet. */
  strip(block: Buffer, isEnd = false): Buffer {
    const text = this.#held.length === 0 ? block : Buffer.concat([this.#held, block]);
    let at = 0;
    while (at < text.length) {
      if (this.#place === 'start') {
        const judged = this.#judge(text, at, isEnd);
        if (judged === undefined) break;
        this.#place = judged;
      }
      const end = text.indexOf(NEWLINE, at);
      if (this.#place === 'words') text.fill(0x20, at, end === -1 ? text.length : end);
      if (end === -1) at = text.length;
      else [at, this.#place] = [end + 1, 'start'];
    }
    this.#held = text.subarray(at);
    return text.subarray(0, at);
  }

  /** What the line is that begins at `from`; undefined where more of it has to be seen. */
  #judge(text: Buffer, from: number, isEnd: boolean): Place | undefined {
    const first = text[from] ?? 0;
    if (isSpace(first) || isJson(first)) return 'record';
    const end = Math.min(text.length, from + PREFIX_BYTES_MAX);
    for (let here = from; here < end; here += 1) {
      if (text[here] === OPEN_OBJECT) {
        text.fill(0x20, from, here);
        return 'record';
      }
      if (text[here] === NEWLINE) return this.#wordsFound();
    }
    return isEnd || end - from === PREFIX_BYTES_MAX ? this.#wordsFound() : undefined;
  }

  #wordsFound(): Place {
    this.#words();
    return 'words';
  }
}

/** What a record that is printed over many lines may go on with. */
function isJson(byte: number): boolean {
  return [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY, QUOTE].includes(byte);
}
