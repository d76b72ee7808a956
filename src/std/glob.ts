/** Matches a text against literals and wildcards, without regular expressions: only the last `*` is ever retried. */

/** One step of a glob. `one-of` and `any-one` take exactly one character, which may be a surrogate pair. */
export type GlobStep =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any-run' }
  | { readonly kind: 'any-one' }
  | { readonly kind: 'one-of'; readonly characters: readonly string[] };

/** Whether the whole text fits. */
export function fitsGlob(text: string, steps: readonly GlobStep[]): boolean {
  let [position, step] = [0, 0];
  let retry: { position: number; step: number } | undefined;
  for (;;) {
    const current = steps[step];
    if (current?.kind === 'any-run') {
      step += 1;
      if (step === steps.length) return true;
      retry = { position, step };
      continue;
    }
    const taken = current === undefined ? (position === text.length ? 0 : -1) : lengthTaken(text, position, current);
    if (taken >= 0 && current === undefined) return true;
    if (taken >= 0) {
      position += taken;
      step += 1;
    } else {
      if (retry === undefined || retry.position >= text.length) return false;
      retry.position = nextTry(text, retry.position, steps[retry.step]);
      [position, step] = [retry.position, retry.step];
    }
  }
}

/** How many code units a step takes at a position, or -1. */
function lengthTaken(text: string, position: number, step: GlobStep): number {
  switch (step.kind) {
    case 'literal':
      return text.startsWith(step.text, position) ? step.text.length : -1;
    case 'any-one':
      return position < text.length ? characterLength(text, position) : -1;
    case 'one-of':
      return step.characters.includes(text.charAt(position)) ? 1 : -1;
    case 'any-run':
      return -1;
  }
}

/** The next place worth trying behind a `*`: the next occurrence of the literal that must follow, or one character on. */
function nextTry(text: string, position: number, step: GlobStep | undefined): number {
  const next = position + characterLength(text, position);
  if (step?.kind !== 'literal') return next;
  const found = text.indexOf(step.text, next);
  return found < 0 ? text.length : found;
}

function characterLength(text: string, position: number): number {
  return (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
}

/** The question whether a text fits a pattern in which `*` stands for any run of characters, and nothing else is special. */
export function globTest(pattern: string): (text: string) => boolean {
  const steps = pattern
    .split(/(\*+)/)
    .filter((piece) => piece !== '')
    .map((piece): GlobStep => (piece.startsWith('*') ? { kind: 'any-run' } : { kind: 'literal', text: piece }));
  return (text) => fitsGlob(text, steps);
}
