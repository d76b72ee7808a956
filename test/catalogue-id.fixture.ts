/** Ids of the catalogue of detections. It lies outside of the project; which ids there are is all that tests need. */

/** First and last number of each run of ids; the gaps are the catalogue's. */
const IDS: readonly (readonly [prefix: string, first: number, last: number])[] = [
  ['A', 1, 112],
  ['T', 1, 16],
  ['N', 1, 24],
  ['Q', 1, 30],
  ['B', 1, 16],
  ['G', 1, 7],
  ['G', 10, 12],
  ['G', 20, 38],
  ['G', 40, 44],
  ['G', 50, 55],
  ['G', 60, 63],
  ['G', 70, 76],
  ['G', 80, 86],
  ['GT', 1, 7],
  ['GN', 1, 12],
  ['GQ', 1, 14],
  ['W', 1, 18],
];

/** Whether the catalogue has an entry of that id: `A01`, `GQ12`. */
export function isCatalogueId(text: string): boolean {
  const [, prefix, digits] = /^([A-Z]+)(\d{2,3})$/.exec(text) ?? [];
  const number = Number(digits);
  return IDS.some(([name, first, last]) => name === prefix && first <= number && number <= last);
}
