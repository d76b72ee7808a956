/** Every law, for a fixed number of inputs with a fresh seed, and for every input that once broke it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { targetNamed, targets } from './targets.ts';

const CORPUS = path.join(import.meta.dirname, 'corpus');

/** An input that broke a law once; kept small, and told what it broke. */
interface Kept {
  readonly broke: string;
  readonly input: unknown;
}

describe('a law holds for whatever the generators make', () => {
  it.each(targets.map((one) => [one.name, one.law, one] as const))('%s: %s', async (_name, _law, attacked) => {
    const law = fc.asyncProperty(attacked.inputs, async (input) => {
      await attacked.check(input);
    });
    // fast-check prints the seed and the smallest input where it fails.
    await fc.assert(law, { numRuns: attacked.runsInTest });
  });
});

describe('what once broke a law does not any more', () => {
  for (const folder of readdirSync(CORPUS)) {
    describe(folder, () => {
      it.each(readdirSync(path.join(CORPUS, folder)).sort())('%s', async (file) => {
        const { broke, input } = JSON.parse(readFileSync(path.join(CORPUS, folder, file), 'utf8')) as Kept; // our own files
        expect(broke).not.toBe('');
        await targetNamed(folder).check(input);
      });
    });
  }
});
