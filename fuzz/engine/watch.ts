/** Watches a target run in its thread: a run that hangs or runs out of memory is a finding, and the rest goes on. */
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Target } from '../target.ts';
import type { Finding } from './finding.ts';
import { inputOf, seedOfRun } from './input.ts';
import { BEAT, RUN, type Order } from './worker.ts';

/** Bounds of one input. */
export const INPUT_SECONDS_MAX = 20;
export const HEAP_MB_MAX = 1024;

/** Before its first input a thread loads rules and records: on a busy machine that takes longer than any input. */
const START_SECONDS_MAX = 180;

const LOOK_MS = 250;

/** How long to run, and with what. */
export interface Session {
  readonly seed: number;
  readonly runsMax: number;
  /** For the runs of one target; its threads start in their own time. */
  readonly msMax: number;
  readonly measuresGrowth: boolean;
  readonly signal: AbortSignal;
  readonly report: (finding: Finding) => void;
}

/** Runs a target until its runs or its time are over. @returns the number of inputs tried. */
export async function watch(target: Target, session: Session): Promise<number> {
  let firstRun = 0;
  const startedMs = Date.now();
  while (firstRun < session.runsMax && !session.signal.aborted) {
    const shared = new SharedArrayBuffer(8);
    const { seed, measuresGrowth } = session;
    const msMax = firstRun === 0 ? session.msMax : session.msMax - (Date.now() - startedMs);
    if (msMax <= 0) break;
    const order: Order = {
      target: target.name,
      seed,
      firstRun,
      endRun: session.runsMax,
      msMax,
      measuresGrowth,
      shared,
    };
    const { run, failure } = await oneThread(order, session);
    if (failure === undefined) return run;
    const runSeed = seedOfRun(seed, run);
    session.report({
      target: target.name,
      signature: failure,
      reason: failure,
      input: inputOf(target, runSeed),
      seed: runSeed,
      isShrunk: false,
    });
    firstRun = run + 1;
  }
  return firstRun;
}

interface Ended {
  /** Runs that are over, or the run that ended the thread. */
  readonly run: number;
  /** Why the thread ended early. */
  readonly failure: string | undefined;
}

async function oneThread(order: Order, { signal, report }: Session): Promise<Ended> {
  const shared = new Int32Array(order.shared);
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
  });
  const state: { isOver: boolean; failure: string | undefined } = { isOver: false, failure: undefined };
  worker.on('message', report);
  worker.on('error', (error: unknown) => {
    state.failure = error instanceof Error ? `the thread ended: ${error.message}` : String(error);
  });
  worker.on('exit', () => {
    state.isOver = true;
  });
  let beat = -1;
  let since = Date.now();
  while (!isOver(state)) {
    await wait(LOOK_MS);
    const now = Atomics.load(shared, BEAT);
    if (now !== beat) [beat, since] = [now, Date.now()];
    if (signal.aborted) await worker.terminate();
    const secondsMax = now === 0 ? START_SECONDS_MAX : INPUT_SECONDS_MAX;
    if (Date.now() - since > secondsMax * 1000 && !isOver(state)) {
      state.failure = `longer than ${secondsMax} seconds`;
      await worker.terminate();
    }
  }
  return { run: Atomics.load(shared, RUN), failure: signal.aborted ? undefined : state.failure };
}

/** A function, because the compiler does not see that a listener changes the field. */
function isOver(state: { readonly isOver: boolean }): boolean {
  return state.isOver;
}
