/** One parser under attack: which inputs are tried, and what must hold for every one of them. */
import type fc from 'fast-check';

/** A parser, its inputs and its law. Inputs survive JSON, so that every one of them can be kept in a file. */
export interface Target<Input = unknown> {
  /** Names the file of the target, its folder in `corpus/` and its findings. */
  readonly name: string;
  /** What must hold, in one sentence. */
  readonly law: string;
  readonly inputs: fc.Arbitrary<Input>;
  /** Inputs that `npm test` tries, with a fresh seed each time. */
  readonly runsInTest: number;
  /** Throws where the law is broken. */
  check(input: Input): void | Promise<void>;
  /** Hostile inputs of any size: work must not grow much faster than the square of the size. */
  readonly growth?: readonly Growth<Input>[];
}

/** A family of inputs, of which `make(2 * size)` is about twice as large as `make(size)`. */
export interface Growth<Input = unknown> {
  readonly name: string;
  /** Where to begin: large enough that the work is more than start-up. */
  readonly size: number;
  make(size: number): Input;
}

/** A target among others: what its inputs are is its own affair. */
export function target<Input>(described: Target<Input>): Target {
  return described;
}
