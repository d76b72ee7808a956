/** Texts that were sound once: seeds with pieces cut out, put in, copied to another place, or cut off. */
import fc from 'fast-check';
import { oddText } from './odd.ts';

type Edit =
  | { readonly kind: 'splice'; readonly at: number; readonly remove: number; readonly insert: string }
  | { readonly kind: 'copy'; readonly from: number; readonly length: number; readonly at: number }
  | { readonly kind: 'cut'; readonly at: number };

/** Places are shares of the text, so that one edit means the same for texts of any length. */
const SHARES = 10_000;

/** Seeds with a few edits; `words` are pieces of the language. */
export function mutatedText(seeds: readonly string[], words: readonly string[]): fc.Arbitrary<string> {
  const at = fc.nat(SHARES);
  const piece = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: oddText });
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('splice' as const),
        at,
        remove: fc.oneof(fc.constantFrom(0, 1, 2), fc.nat(40)),
        insert: fc.oneof(fc.constant(''), piece),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('copy' as const), from: at, length: fc.nat(300), at }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), at }) },
  );
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 6 }))
    .map(([seed, edits]) => edits.reduce(applied, seed));
}

function applied(text: string, edit: Edit): string {
  const at = placeIn(text, edit.at);
  switch (edit.kind) {
    case 'splice':
      return text.slice(0, at) + edit.insert + text.slice(at + edit.remove);
    case 'copy': {
      const from = placeIn(text, edit.from);
      return text.slice(0, at) + text.slice(from, from + edit.length) + text.slice(at);
    }
    case 'cut':
      return text.slice(0, at);
  }
}

function placeIn(text: string, share: number): number {
  return Math.floor((share * text.length) / SHARES);
}
