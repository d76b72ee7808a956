import type { RunStore } from '../ports.ts';
import { rowTableContract } from './row-table.contract.ts';

/** Runs in memory. */
class MemoryRuns implements RunStore {
  #bytes = new Uint8Array();

  append(bytes: Uint8Array): number {
    const start = this.#bytes.length;
    this.#bytes = Uint8Array.from([...this.#bytes, ...bytes]);
    return start;
  }

  read(from: number, into: Uint8Array): void {
    if (from + into.length > this.#bytes.length) throw new Error('Cannot read a run: it was not written');
    into.set(this.#bytes.subarray(from, from + into.length));
  }

  close(): void {
    this.#bytes = new Uint8Array();
  }
}

rowTableContract('runs in memory', () => new MemoryRuns());
