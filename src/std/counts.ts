/** How often each of some values is there, as they come and go. */
export class Counts<T> {
  readonly #counts = new Map<T, number>();

  /** Different values that are there. */
  get size(): number {
    return this.#counts.size;
  }

  add(value: T): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  /** Takes away one that was added. */
  remove(value: T): void {
    const left = (this.#counts.get(value) ?? 1) - 1;
    if (left === 0) this.#counts.delete(value);
    else this.#counts.set(value, left);
  }

  clear(): void {
    this.#counts.clear();
  }
}
