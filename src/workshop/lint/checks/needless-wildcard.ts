/** Wildcards at the end of a text where the modifier says already that anything may stand there. */
import type { LintCheck } from '../lint-check.ts';

/** Modifiers under which an outer `*` changes nothing, and the ends that they leave open. */
const OPEN_ENDS: ReadonlyMap<string, { readonly start: boolean; readonly end: boolean }> = new Map([
  ['contains', { start: true, end: true }],
  ['startswith', { start: false, end: true }],
  ['endswith', { start: true, end: false }],
]);

/** Looks at texts as they are written. */
export const needlessWildcard: LintCheck = {
  looksAt: 'written',
  codes: [
    {
      code: 'needless-wildcard',
      severity: 'warning',
      summary: 'A `*` stands where the modifier lets anything stand already.',
    },
  ],
  find: (rule, _rules, context) =>
    context
      .written(rule)
      .items()
      .flatMap(({ modifiers, values }) => {
        const name = modifiers.find((modifier) => OPEN_ENDS.has(modifier));
        const ends = OPEN_ENDS.get(name ?? '');
        // In a regular expression, and under an encoding, a star is something else.
        if (name === undefined || ends === undefined || modifiers.includes('re')) return [];
        return values.flatMap(({ text, place }) => {
          const shorter = withoutOuter(text, ends);
          if (shorter === text || shorter === '') return [];
          const message = `"${name}" lets anything stand there already`;
          return [
            {
              code: 'needless-wildcard',
              place,
              message,
              suggestion: `write '${shorter}'`,
              help: 'the character itself is \\*',
            },
          ];
        });
      }),
};

function withoutOuter(text: string, { start, end }: { readonly start: boolean; readonly end: boolean }): string {
  const opened = start ? text.replace(/^\*+/u, '') : text;
  return end ? opened.replace(/(?<!\\)\*+$/u, '') : opened;
}
