/** Values that are names of fields: a text is compared with what is written, and only `fieldref` reads another field. */
import { parts } from '../search-part.ts';
import type { LintCheck } from '../lint-check.ts';

/** How names of fields of records begin; no value in a log looks like this. */
const FIELD =
  /^(?:requestParameters|responseElements|userIdentity|additionalEventData|serviceEventDetails|protoPayload|resource\.labels|iamwatch)\.[\w.-]+$/u;

/** Looks for texts that no event holds, but a rule's author may want to read. */
export const fieldNameAsValue: LintCheck = {
  codes: [
    {
      code: 'field-name-as-value',
      severity: 'warning',
      summary: 'A value is the name of a field, and is compared as the text that it is.',
    },
  ],
  find: (rule) =>
    parts(rule).flatMap(({ search, places, file }) => {
      if (search.kind !== 'field') return [];
      const { text: field } = search.field;
      return search.tests.flatMap((test) => {
        const place = places.get(test);
        if (place === undefined || test.kind !== 'text') return [];
        const literals = test.pattern.filter((token) => token.kind === 'literal');
        const name = literals.length === 1 ? literals[0]?.text : undefined;
        if (name === undefined || !FIELD.test(name)) return [];
        const message = `the text "${name}" is looked for, not what that field holds`;
        const suggestion = `write "${field}|fieldref…" if that is meant`;
        return [{ code: 'field-name-as-value', place, file, message, suggestion }];
      });
    }),
};

/** Whether a text is the name of a field. */
export function isFieldName(text: string): boolean {
  return FIELD.test(text);
}
