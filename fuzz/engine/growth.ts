/**
 * How the work grows with the input: a hostile input four times as large may cost sixteen times as much, not hundreds of
 * times. Measured in time of this thread's processor, so that a busy machine does not count; still no question for
 * `npm test`.
 */
import type { Growth, Target } from '../target.ts';
import { findingOf, type Finding } from './finding.ts';

/** The square of four, with room for caches that overflow and collectors that wake up. */
const FACTOR_MAX = 40;
/** Work that is over before this is no danger, however it grew. */
const WORK_MS_MIN = 400;

/** One finding for each family whose work grows too fast, or whose inputs break the law. */
export async function growthFindings(target: Target, beat: () => void): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const growth of target.growth ?? []) {
    const input = growth.make(growth.size);
    const made = { input, seed: undefined, isShrunk: true };
    try {
      const reason = await excess(target, growth, beat);
      if (reason === undefined) continue;
      findings.push({ target: target.name, signature: `growth of ${growth.name}`, reason, ...made });
    } catch (error) {
      findings.push(findingOf(target.name, error, made));
    }
  }
  return findings;
}

async function excess(target: Target, growth: Growth, beat: () => void): Promise<string | undefined> {
  await workMs(target, growth.make(growth.size)); // warms the engine up
  const small = await workMs(target, growth.make(growth.size));
  beat();
  const large = await workMs(target, growth.make(growth.size * 4));
  beat();
  if (large < WORK_MS_MIN || large / Math.max(1, small) <= FACTOR_MAX) return undefined;
  return `${growth.name}: ${small.toFixed(0)} ms at size ${growth.size}, ${large.toFixed(0)} ms at four times that`;
}

async function workMs(target: Target, input: unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await target.check(input);
  return process.threadCpuUsage(before).user / 1000;
}
