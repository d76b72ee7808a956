/**
 * Policy variables: `${aws:username}`, with a default `${aws:username, 'nobody'}`, and `${*}`, `${?}`, `${$}` for the
 * characters themselves. IAM User Guide, "IAM policy elements: Variables and tags".
 *
 * What a variable stands for is text: a user named `*` does not become everybody. So the wildcards in it are masked,
 * and texts that are compared with patterns are masked too.
 */
import type { RequestContext } from './request.ts';

/** A text whose variables are replaced, or why that cannot be. */
export type Substitution =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'absent' } | { readonly kind: 'unknown' };

/** The values of a key: those of the request, `absent`, or `unknown` where the context is not complete. */
export function valuesOf(context: RequestContext, key: string): readonly string[] | 'absent' | 'unknown' {
  const values = context.values.get(key.toLowerCase());
  if (values !== undefined && values.length > 0) return values;
  return values !== undefined || context.isComplete ? 'absent' : 'unknown';
}

/** Longest pattern whose variables are replaced: the most that IAM stores. */
export const patternCharsMax = 10_240;
/** Longest value that a variable stands for: the longest ARN. */
export const valueCharsMax = 2_048;

/** Replaces the variables of a pattern. Keys of several values cannot be variables; beyond a limit nothing is known. */
export function substitute(pattern: string, context: RequestContext): Substitution {
  if (!pattern.includes('${')) return { kind: 'text', text: pattern };
  if (pattern.length > patternCharsMax) return { kind: 'unknown' };
  let problem: 'absent' | 'unknown' | undefined;
  const text = pattern.replace(VARIABLE, (_, name: string, fallback: string | undefined) => {
    if (name === '*' || name === '?' || name === '$') return mask(name);
    const values = valuesOf(context, name.trim());
    if (typeof values !== 'string' && isOneShortValue(values)) return mask(values[0] ?? '');
    if (values === 'absent' && fallback !== undefined) return mask(fallback);
    problem = values === 'absent' && problem !== 'unknown' ? 'absent' : 'unknown';
    return '';
  });
  return problem === undefined ? { kind: 'text', text } : { kind: problem };
}

function isOneShortValue(values: readonly string[]): boolean {
  return values.length === 1 && (values[0] ?? '').length <= valueCharsMax;
}

const VARIABLE = /\$\{([^{},]*)(?:,\s*'([^']*)'\s*)?\}/gu;

/** Characters of Unicode's private use area, which no name in AWS may have. */
const MASKED_STAR = '\uE000';
const MASKED_QUESTION_MARK = '\uE001';

/** A text in which no character is a wildcard. */
export function mask(text: string): string {
  return text.replaceAll('*', MASKED_STAR).replaceAll('?', MASKED_QUESTION_MARK);
}

/** The text again. */
export function unmask(text: string): string {
  return text.replaceAll(MASKED_STAR, '*').replaceAll(MASKED_QUESTION_MARK, '?');
}
