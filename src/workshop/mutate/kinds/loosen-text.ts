/** Lets a text stand anywhere in the value: `contains` instead of the whole, its beginning or its end. */
import type { FieldTest, Pattern } from '../../../rule-language/detection.ts';
import { innerPattern, relationOf, testName } from '../clause-name.ts';
import { changesOfFields, type FieldSite } from '../field-site.ts';
import type { Mutation } from '../mutation.ts';

export const loosenText: Mutation = {
  name: 'loosen-text',
  about: 'A text may stand anywhere in the value (`contains`), not only as the whole, at its beginning or at its end.',
  example: {
    before: `
detection:
  granted: { requestParameters.roleName|startswith: Admin }
  condition: granted`,
    after: `
detection:
  granted: { requestParameters.roleName|contains: Admin }
  condition: granted`,
  },
  changes(rule) {
    return changesOfFields(rule, (search, site) => {
      if (!search.tests.every((test) => test.kind === 'text' && canStandInside(test, site))) return undefined;
      const tests = search.tests.map((test) =>
        test.kind === 'text' ? { ...test, pattern: anywhere(test.pattern) } : test,
      );
      return {
        search: { ...search, tests },
        words: '"contains" is enough',
        hint: `an event with a longer value that has "${testName(search.tests[0] ?? { kind: 'null' })}" in it`,
      };
    });
  },
};

function anywhere(pattern: Pattern): Pattern {
  return [{ kind: 'any-run' }, ...innerPattern(pattern), { kind: 'any-run' }];
}

/**
 * Whether a longer value is thinkable. Numbers and booleans have none; the words of the normalised event (`success`,
 * `added`) and the names of services come from a closed list.
 */
function canStandInside(
  test: FieldTest & { readonly kind: 'text' },
  { search, isOfNormalisedElement }: FieldSite,
): boolean {
  const text = testName(test);
  if (/^(?:true|false|-?\d+(?:\.\d+)?)$/.test(text)) return false;
  if (relationOf(test.pattern) !== 'equals') return true;
  const isNormalised = isOfNormalisedElement || search.field.origin === 'audit';
  if (isNormalised && /^[a-z]+(?:[-_][a-z]+)*$/i.test(text)) return false;
  return !SERVICE_FIELDS.has(search.field.text);
}

const SERVICE_FIELDS: ReadonlySet<string> = new Set(['eventSource', 'protoPayload.serviceName']);
