/** Laws of the verdicts on attribute conditions: a condition is judged as its parts are. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../std/json.ts';
import type { Verdict } from '../verdict.ts';
import { admitsStrangers, lacksAttributeCondition, providerAuthority } from './workload-identity.ts';

const RANK: Readonly<Record<Verdict, number>> = { no: 0, unknown: 1, yes: 2 };

const atom = fc.constantFrom(
  'true',
  "assertion.aud == 'a'",
  "assertion.ref == 'refs/heads/main'",
  "assertion.repository_owner == 'octo-org'",
  "assertion.sub.startsWith('repo:octo-org/')",
  "assertion.repository_owner.matches('x')",
);
const condition = fc.letrec<{ readonly any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc.tuple(tie('any'), fc.constantFrom('||', '&&'), tie('any')).map(([a, op, b]) => `(${a}) ${op} (${b})`),
  ),
})).any;

function strangers(attributeCondition: string): Verdict {
  return admitsStrangers({ oidc: { issuerUri: 'https://gitlab.com' }, attributeCondition });
}

test('"or" is as open as the more open part, "and" as closed as the more closed one', () => {
  fc.assert(
    fc.property(condition, condition, (a, b) => {
      const [first, second] = [RANK[strangers(a)], RANK[strangers(b)]];
      expect(RANK[strangers(`(${a}) || (${b})`)]).toBe(Math.max(first, second));
      expect(RANK[strangers(`(${a}) && (${b})`)]).toBe(Math.min(first, second));
    }),
  );
});

test('parentheses around the whole and order change nothing', () => {
  fc.assert(
    fc.property(condition, condition, (a, b) => {
      expect(strangers(`( ${a} )`)).toBe(strangers(a));
      expect(strangers(`(${b}) || (${a})`)).toBe(strangers(`(${a}) || (${b})`));
    }),
  );
});

test('a condition that restricts nothing admits strangers', () => {
  fc.assert(
    fc.property(condition, (attributeCondition) => {
      const value = { oidc: { issuerUri: 'https://gitlab.com' }, attributeCondition };
      if (lacksAttributeCondition(value) === 'yes') expect(admitsStrangers(value)).toBe('yes');
    }),
  );
});

test('no JSON and no text whatsoever makes it throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, text) => {
      strangers(text);
      for (const part of [
        value as Json,
        { oidc: value as Json, attributeMapping: value as Json, attributeCondition: text },
      ]) {
        admitsStrangers(part, { updateMask: value as Json });
        lacksAttributeCondition(part);
        providerAuthority(part);
      }
    }),
  );
});
