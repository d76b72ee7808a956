/**
 * Whether one text pattern covers another: every text that fits the second fits the first. Told by matching the first
 * against the second, whose wildcards are characters that only wildcards fit. Sound, not complete: a yes is a yes.
 */
import type { Pattern } from '../../rule-language/detection.ts';
import { foldCase } from '../../std/fold-case.ts';

/** A character, or what stands for many of them. */
type Piece = string | { readonly wildcard: 'run' | 'one' };

/** Whether every text that fits `narrow` fits `wide`. */
export function covers(wide: Pattern, narrow: Pattern, cased: boolean): boolean {
  const pieces = narrow.flatMap((token): readonly Piece[] => {
    if (token.kind === 'literal') return Array.from(cased ? token.text : foldCase(token.text));
    return [{ wildcard: token.kind === 'any-run' ? 'run' : 'one' }];
  });
  let ends = new Set([0]);
  for (const token of wide) {
    const next = new Set<number>();
    for (const start of ends) {
      if (token.kind === 'any-run') for (let end = start; end <= pieces.length; end++) next.add(end);
      else if (token.kind === 'literal')
        addLiteral(next, pieces, start, Array.from(cased ? token.text : foldCase(token.text)));
      else if (token.kind === 'any-one' && isOneCharacter(pieces[start])) next.add(start + 1);
    }
    ends = next;
  }
  return ends.has(pieces.length);
}

function addLiteral(next: Set<number>, pieces: readonly Piece[], start: number, text: readonly string[]): void {
  if (text.every((character, index) => pieces[start + index] === character)) next.add(start + text.length);
}

function isOneCharacter(piece: Piece | undefined): boolean {
  return typeof piece === 'string' || piece?.wildcard === 'one';
}
