/** The labels of the development set, as far as tests ask. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { devset } from './devset.fixture.ts';

const line = z.object({
  case_id: z.string(),
  path: z.string(),
  expected: z.boolean().nullable(),
  iam: z.boolean(),
  event_iam: z.boolean().optional(),
  iam_adjacent: z.boolean(),
});

/** A case that somebody labelled. */
export interface LabelledCase {
  readonly id: string;
  /** Absolute path of its records. */
  readonly file: string;
  readonly isPositive: boolean;
  /** Whether the set says that it is about IAM. */
  readonly isAboutIam: boolean;
}

/** All labelled cases, in the order of the set. */
export function labelledCases(): readonly LabelledCase[] {
  return readFileSync(devset('manifest.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((text) => line.parse(JSON.parse(text)))
    .filter(({ expected }) => expected !== null)
    .map((one) => ({
      id: one.case_id,
      file: devset(one.path),
      isPositive: one.expected === true,
      isAboutIam: one.iam || one.event_iam === true || one.iam_adjacent,
    }));
}
