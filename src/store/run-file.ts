/** Runs of bytes in a temporary file. */
import { closeSync, readSync, writeSync } from 'node:fs';
import type { RunStore } from '../engine/ports.ts';
import { openNameless, storing } from './temporary-file.ts';

/** A store in a file that begins with the first run. */
export class RunFile implements RunStore {
  readonly #name: string;
  #handle: number | undefined;
  #length = 0;

  constructor(name: string) {
    this.#name = name;
  }

  append(bytes: Uint8Array): number {
    const start = this.#length;
    storing(() => {
      this.#handle ??= openNameless(this.#name);
      for (let from = 0; from < bytes.length;) {
        from += writeSync(this.#handle, bytes, from, bytes.length - from, start + from);
      }
    });
    this.#length += bytes.length;
    return start;
  }

  read(from: number, into: Uint8Array): void {
    const handle = this.#handle;
    if (handle === undefined || from + into.length > this.#length)
      throw new Error('Cannot read a run: it was not written');
    storing(() => {
      for (let at = 0; at < into.length;) {
        const count = readSync(handle, into, at, into.length - at, from + at);
        if (count === 0) throw new Error('Cannot read a run: its file was cut');
        at += count;
      }
    });
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
    this.#length = 0;
  }
}
