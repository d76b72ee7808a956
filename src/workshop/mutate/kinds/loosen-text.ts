/** Lets a text stand anywhere in the value: `contains` instead of the whole, its beginning or its end. */
import type { FieldTest, Pattern } from '../../../rule-language/detection.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import { innerPattern, relationOf, testName } from '../../clause-name.ts';
import { changesOfFields, fieldSites, type FieldSite } from '../field-site.ts';
import { ACTION_FIELDS, longerAction } from '../longer-action.ts';
import type { Mutation } from '../mutation.ts';
import { wantedTexts } from '../wanted-text.ts';

/** The mutation `loosen-text`. */
export const loosenText: Mutation = {
  name: 'loosen-text',
  about:
    'A text may stand anywhere in the value (`contains`). Names of actions only where a known action has one inside; services, enumerations in capitals and words of the normalised event not at all, since they come from closed lists.',
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
    const services = servicesOf(rule);
    return changesOfFields(rule, (search, site) => {
      if (!search.tests.every((test) => test.kind === 'text' && canStandInside(test, site))) return undefined;
      const isAction = ACTION_FIELDS.has(search.field.text);
      const longer = isAction ? longerAction(wantedTexts(search) ?? [], services) : undefined;
      if (isAction && longer === undefined) return undefined;
      const tests = search.tests.map((test) =>
        test.kind === 'text' ? { ...test, pattern: anywhere(test.pattern) } : test,
      );
      return {
        search: { ...search, tests },
        words: '"contains" is enough',
        hint: `an event with a longer value: ${longer ?? `"${testName(search.tests[0] ?? { kind: 'null' })}" with other text around it`}`,
      };
    });
  },
};

function anywhere(pattern: Pattern): Pattern {
  return [{ kind: 'any-run' }, ...innerPattern(pattern), { kind: 'any-run' }];
}

/** The services of AWS that a rule names: `iam` of `iam.amazonaws.com`. */
function servicesOf(rule: Rule): readonly string[] {
  const sources = fieldSites(rule).filter(({ search }) => search.field.text === 'eventSource');
  return [...new Set(sources.flatMap(({ search }) => search.tests.map((test) => testName(test).split('.')[0] ?? '')))];
}

/**
 * Whether a longer value is thinkable. Numbers and booleans have none; names of services, enumerations of requests
 * (`AWS_ACM_PCA`) and words of the normalised event (`success`, `added`) come from closed lists.
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
  return !/^[A-Z][A-Z\d_]*$|^[a-z\d.-]+\.(?:amazonaws|googleapis)\.com$/.test(text);
}
