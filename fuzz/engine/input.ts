/** Inputs by seed: the same seed makes the same input, and the input that fails is made smaller. */
import fc from 'fast-check';
import type { Target } from '../target.ts';

/** A shrunk input that takes longer than this is good enough as it is. */
const SHRINK_MS_MAX = 20_000;

/** The input of a seed. */
export function inputOf(target: Target, seed: number): unknown {
  return fc.sample(target.inputs, { seed, numRuns: 1 })[0];
}

/** Seed of the n-th run: far apart, so that neighbouring seeds of a session share no run. */
export function seedOfRun(seed: number, run: number): number {
  return (seed + Math.imul(run, 0x9e3779b1)) | 0;
}

/** The smallest failing input that was found from a seed, and what it throws. */
export async function shrink(
  target: Target,
  seed: number,
  beat: () => void,
): Promise<{ readonly input: unknown; readonly error: unknown } | undefined> {
  const law = fc.asyncProperty(target.inputs, async (input) => {
    beat();
    await target.check(input);
  });
  const { counterexample, errorInstance } = await fc.check(law, {
    seed,
    numRuns: 1,
    interruptAfterTimeLimit: SHRINK_MS_MAX,
    markInterruptAsFailure: false,
  });
  return counterexample === null ? undefined : { input: counterexample[0], error: errorInstance };
}
