/**
 * Snapshots of folds as text, for the store. A fold holds the same records in many places (the first, last and worst event of its
 * findings, its window, its tail): each is written once.
 */
import type { Evidence } from '../alerts/sighting.ts';
import type { KeySnapshot } from '../detectors/key-fold.ts';

/** Two lines: the records, then the snapshot with a number in place of each. JSON has no line ends of its own. */
export function snapshotText(snapshot: KeySnapshot<unknown, Evidence>): string {
  const numbers = new Map<unknown, number>();
  const text = JSON.stringify(snapshot, (name, value: unknown) => {
    if (name !== PAYLOAD) return value;
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  });
  return `${JSON.stringify([...numbers.keys()])}\n${text}`;
}

/** The snapshot of such a text. */
export function snapshotOf(text: string): KeySnapshot<unknown, Evidence> {
  const end = text.indexOf('\n');
  const payloads = JSON.parse(text.slice(0, end)) as readonly Evidence[]; // both lines were written above
  return JSON.parse(text.slice(end + 1), (name, value: unknown) =>
    name === PAYLOAD ? payloads[value as number] : value,
  ) as KeySnapshot<unknown, Evidence>;
}

const PAYLOAD = 'payload' satisfies keyof KeySnapshot<unknown, Evidence>['tail'][number];
