/** Compiles text patterns: the common shapes become one string operation, the rest a glob. */
import { foldCase } from '../std/fold-case.ts';
import { fitsGlob, type GlobStep } from '../std/glob.ts';
import type { Pattern } from './detection.ts';

/** Makes the function that says whether a text fits a pattern. */
export function textMatcher(pattern: Pattern, cased: boolean): (text: string) => boolean {
  const steps: readonly GlobStep[] = cased ? pattern : pattern.map(foldStep);
  const fits = shaped(steps) ?? ((text: string) => fitsGlob(text, steps));
  return cased ? fits : (text) => fits(foldCase(text));
}

function foldStep(step: GlobStep): GlobStep {
  return step.kind === 'literal' ? { kind: 'literal', text: foldCase(step.text) } : step;
}

/** The single string operation that does for `x`, `x*`, `*x`, `*x*` and `*`. */
function shaped(steps: readonly GlobStep[]): ((text: string) => boolean) | undefined {
  const literals = steps.filter((step) => step.kind === 'literal');
  if (literals.length > 1 || steps.some(({ kind }) => kind === 'any-one' || kind === 'one-of')) return undefined;
  const literal = literals[0]?.text ?? '';
  const [open, close] = [steps[0]?.kind === 'any-run', steps.at(-1)?.kind === 'any-run'];
  if (open && close) return (text) => text.includes(literal);
  if (open) return (text) => text.endsWith(literal);
  if (close) return (text) => text.startsWith(literal);
  return (text) => text === literal;
}
