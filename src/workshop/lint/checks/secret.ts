/** Credentials that came into a rule with a copied event. What looks like an example of the documentation is let pass. */
import type { LintCheck } from '../lint-check.ts';

const SECRETS: readonly { readonly what: string; readonly shape: RegExp }[] = [
  { what: 'an access key id of AWS', shape: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/gu },
  { what: 'a secret access key of AWS', shape: /secret_?access_?key["']?\s*[:=]\s*["']?[\w+/]{40}\b/giu },
  { what: 'an API key of Google', shape: /\bAIza[\w-]{35}\b/gu },
  { what: 'an access token of Google', shape: /\bya29\.[\w-]{20,}/gu },
  { what: 'a private key', shape: /-----BEGIN [A-Z ]*PRIVATE KEY-----/gu },
];

/** Documentation writes EXAMPLE into its keys; made-up ones often repeat a character. */
const MADE_UP = /EXAMPLE|(.)\1{5}/iu;

/** Looks for secrets in the whole text of a rule. */
export const secret: LintCheck = {
  codes: [{ code: 'secret-in-rule', severity: 'error', summary: 'A rule holds what looks like a real credential.' }],
  find(rule, _rules, context) {
    const start = context.written(rule).placeOf();
    return SECRETS.flatMap(({ what, shape }) =>
      [...rule.source.matchAll(shape)]
        .filter(({ 0: text }) => !MADE_UP.test(text))
        .map(({ 0: text, index }) => {
          const before = rule.source.slice(0, index).split('\n');
          const column = (before.at(-1)?.length ?? 0) + 1;
          const place = { line: start.line + before.length - 1, column, endColumn: column + text.length };
          const help = 'write one of the documentation, such as AKIAIOSFODNN7EXAMPLE, and have the real one revoked';
          return { code: 'secret-in-rule', place, message: `this looks like ${what}`, help };
        }),
    );
  },
};
