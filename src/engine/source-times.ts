/**
 * When the log of each source begins: of each account of each cloud, by event time. What is called new needs so much log before it
 * (design section 7: readiness is counted on the log time of the source, never on the identity).
 */
import { ByteMemo } from '../std/byte-memo.ts';

/** Accounts told apart by their bytes; further ones cost a string each time. */
const REMEMBERED = { textsMax: 100_000, bytesMax: 4_000_000 };

interface Begin {
  ms: number;
}

/** First event times by source. */
export class SourceTimes {
  readonly #begins = new Map<string, Begin>();
  readonly #byBytes = { aws: new ByteMemo<Begin>(REMEMBERED), gcp: new ByteMemo<Begin>(REMEMBERED) };

  /** Takes the time of one event of a source. */
  take(source: string, timeMs: number): void {
    const begin = this.#beginOf(source, timeMs);
    if (timeMs < begin.ms) begin.ms = timeMs;
  }

  /** The same for an account or project whose ASCII text lies at `bytes[start, end)`. */
  takeAccount(
    cloud: 'aws' | 'gcp',
    bytes: Uint8Array,
    { start, end }: { readonly start: number; readonly end: number },
    timeMs: number,
  ): void {
    const known = this.#byBytes[cloud];
    let begin = known.get(bytes, start, end);
    if (begin === undefined) {
      begin = this.#beginOf(`${cloud}:${String.fromCharCode(...bytes.subarray(start, end))}`, timeMs);
      known.set(bytes, start, end, begin);
    }
    if (timeMs < begin.ms) begin.ms = timeMs;
  }

  /** Event time at which a source's log begins; undefined where nothing of it was read. */
  sinceMs(source: string): number | undefined {
    return this.#begins.get(source)?.ms;
  }

  /** All sources with the time at which their logs begin. */
  *all(): Generator<readonly [source: string, sinceMs: number]> {
    for (const [source, { ms }] of this.#begins) yield [source, ms];
  }

  #beginOf(source: string, timeMs: number): Begin {
    const known = this.#begins.get(source);
    if (known !== undefined) return known;
    const begin = { ms: timeMs };
    this.#begins.set(source, begin);
    return begin;
  }
}
