/** Merges sequences that are sorted, one item of each in memory. */

interface Head<T> {
  item: T;
  readonly rest: Iterator<T>;
}

/** All items in order; of items that come before neither each other, any may come first. */
export function* mergeSorted<T>(
  sources: readonly Iterator<T>[],
  isBefore: (one: T, other: T) => boolean,
): Generator<T, void> {
  const heads: Head<T>[] = [];
  for (const rest of sources) {
    const next = rest.next();
    if (next.done !== true) heads.push({ item: next.value, rest });
  }
  for (let end = heads.length >> 1; end > 0; end -= 1) sink(heads, end - 1, isBefore);
  for (let [least] = heads; least !== undefined; [least] = heads) {
    yield least.item;
    const next = least.rest.next();
    if (next.done !== true) least.item = next.value;
    else {
      const last = heads.pop();
      if (last !== undefined && heads.length > 0) heads[0] = last;
    }
    sink(heads, 0, isBefore);
  }
}

/** Moves a head down a heap until none below it comes before it. */
function sink<T>(heads: Head<T>[], from: number, isBefore: (one: T, other: T) => boolean): void {
  for (let at = from; ;) {
    const least = leastOf(heads, leastOf(heads, at, 2 * at + 1, isBefore), 2 * at + 2, isBefore);
    const one = heads[at];
    const other = heads[least];
    if (least === at || one === undefined || other === undefined) return;
    heads[at] = other;
    heads[least] = one;
    at = least;
  }
}

/** Which of two places holds the head that comes before the other; there may be none below. */
function leastOf<T>(
  heads: readonly Head<T>[],
  here: number,
  below: number,
  isBefore: (one: T, other: T) => boolean,
): number {
  const one = heads[below];
  const other = heads[here];
  return one !== undefined && other !== undefined && isBefore(one.item, other.item) ? below : here;
}
