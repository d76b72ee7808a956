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
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      const [below, here] = [heads[child], heads[least]];
      if (below !== undefined && here !== undefined && isBefore(below.item, here.item)) least = child;
    }
    const [one, other] = [heads[at], heads[least]];
    if (least === at || one === undefined || other === undefined) return;
    heads[at] = other;
    heads[least] = one;
    at = least;
  }
}
