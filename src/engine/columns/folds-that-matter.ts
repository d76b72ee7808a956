/** Which folds can have a finding: most never see as much as their threshold asks for, and their rows need not be looked at again. */
import type { Memory } from '../../rule-language/memory.ts';
import { TupleIds } from '../../std/tuple-ids.ts';

/** So many rows, or rows with different values, of one fold are in any of its findings. */
export interface Least {
  readonly number: number;
  readonly isDistinct: boolean;
}

/** What a finding of a memory needs at least. */
export function leastOf(memory: Memory): Least {
  if (memory.kind === 'new-terms') return { number: 1, isDistinct: false };
  const { bounds, measure } = memory;
  const number = Math.max(1, ...bounds.map(({ operator, value }) => (operator === 'gt' ? value + 1 : value)));
  return { number, isDistinct: measure.kind === 'distinct' };
}

const FOLDS_MIN = 1 << 10;
/** In place of a count. */
const REACHED = -1;

/** Counts the rows of folds until there are enough. Memory: four bytes a fold, and the values of those that have too few. */
export class FoldsThatMatter {
  #counts = new Int32Array(FOLDS_MIN);
  readonly #values = new TupleIds(2);
  readonly #value = new Int32Array(2);

  /** Counts a row; `least` is that of its fold. */
  add(fold: number, value: number, { number, isDistinct }: Least): void {
    if (fold >= this.#counts.length) this.#grow(fold);
    const count = this.#counts[fold] as number; // fold < length
    if (count === REACHED || (isDistinct && !this.#isNew(fold, value))) return;
    this.#counts[fold] = count + 1 >= number ? REACHED : count + 1;
  }

  has(fold: number): boolean {
    return this.#counts[fold] === REACHED;
  }

  #isNew(fold: number, value: number): boolean {
    this.#value[0] = fold;
    this.#value[1] = value;
    const { size } = this.#values;
    return this.#values.idOf(this.#value) === size;
  }

  #grow(fold: number): void {
    const wider = new Int32Array(Math.max(this.#counts.length * 2, fold + 1));
    wider.set(this.#counts);
    this.#counts = wider;
  }
}
