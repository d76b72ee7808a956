/** Keeps what the process takes from the system close to what is live. */
import { setFlagsFromString } from 'node:v8';

/**
 * Left alone, V8 lets the space for new objects grow to a hundred megabytes in a long scan, most of them empty, and saves no time by
 * it: measured over 1.6 million events, a third less memory at the same CPU time.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
