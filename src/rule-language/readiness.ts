/** Whether there is enough log to call something new: counted on the log time of the source, never on the identity. */
import type { Memory } from './memory.ts';

/** When the log of a source begins, and when something was found in it. */
export interface LogSpan {
  readonly logSinceMs: number;
  readonly timeMs: number;
}

/** Whether a finding counts. One that does not is told as not ready, at the lowest level. */
export function isReady(memory: Memory, { logSinceMs, timeMs }: LogSpan): boolean {
  return memory.kind === 'threshold' || timeMs - logSinceMs >= memory.readinessMs;
}
