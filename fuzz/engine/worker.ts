/** Runs one target in a thread of its own: what hangs it or eats its memory ends the thread, not the command. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { targetNamed } from '../targets.ts';
import type { Target } from '../target.ts';
import { findingOf, signatureOf, type Finding } from './finding.ts';
import { inputOf, seedOfRun, shrink } from './input.ts';
import { growthFindings } from './growth.ts';

/** What a thread is asked to do. */
export interface Order {
  readonly target: string;
  readonly seed: number;
  readonly firstRun: number;
  /** It ends before this run, or after `msMax`, for which starting and measuring do not count. */
  readonly endRun: number;
  readonly msMax: number;
  /** Whether growing inputs are measured too. */
  readonly measuresGrowth: boolean;
  /** Two numbers: the run that is under way, and a count that moves for as long as nothing hangs. */
  readonly shared: SharedArrayBuffer;
}

/** Places in the shared numbers. */
export const RUN = 0;
export const BEAT = 1;

/** Findings of one kind of failure say the same; a kind that comes all the time must not cost all the time. */
const SAME_MAX = 1;

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  await work(workerData as Order, (finding) => {
    port.postMessage(finding);
  });
}

async function work(order: Order, report: (finding: Finding) => void): Promise<void> {
  const target = targetNamed(order.target);
  const shared = new Int32Array(order.shared);
  const seen = new Map<string, number>();
  function beat(): void {
    Atomics.add(shared, BEAT, 1);
  }
  if (order.measuresGrowth && order.firstRun === 0) {
    for (const finding of await growthFindings(target, beat)) report(finding);
  }
  const startedMs = Date.now();
  let run = order.firstRun;
  for (; run < order.endRun && Date.now() - startedMs < order.msMax; run += 1) {
    Atomics.store(shared, RUN, run);
    beat();
    const seed = seedOfRun(order.seed, run);
    const input = inputOf(target, seed);
    const error = await thrownBy(target, input);
    if (error === undefined) continue;
    const signature = signatureOf(error.thrown);
    seen.set(signature, (seen.get(signature) ?? 0) + 1);
    if ((seen.get(signature) ?? 0) > SAME_MAX) continue;
    // First as it is: shrinking may hang.
    report(findingOf(target.name, error.thrown, { input, seed, isShrunk: false }));
    const shrunk = await shrink(target, seed, beat);
    if (shrunk === undefined) continue;
    const finding = findingOf(target.name, shrunk.error, { input: shrunk.input, seed, isShrunk: true });
    // Under the name of what was found first, even where the smallest input fails in another way.
    report({ ...finding, signature });
  }
  Atomics.store(shared, RUN, run);
}

async function thrownBy(target: Target, input: unknown): Promise<{ readonly thrown: unknown } | undefined> {
  try {
    await target.check(input);
    return undefined;
  } catch (thrown) {
    return { thrown };
  }
}
