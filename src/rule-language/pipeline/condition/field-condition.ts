/** Conditions on a field name: of an item, of a reference, of the list of fields worth showing. */
import { z } from 'zod';
import { optionNode, readRegex, type OptionSource } from '../options.ts';
import { type ConditionKind, conditionKind, type FieldSubject } from './condition.ts';
import { processingItemApplied, processingState } from './state-condition.ts';

const options = { fields: z.array(z.string()), mode: z.enum(['plain', 're']).default('plain') };

const includeFields: ConditionKind<FieldSubject> = conditionKind(
  {
    type: 'include_fields',
    summary: 'the name is one of these, or begins as one of these regular expressions says (`mode: re`)',
    options,
  },
  ({ fields, mode }, source) => {
    const isListed = listed(fields, mode, source);
    return isListed && (({ field }) => isListed(field));
  },
);

const excludeFields: ConditionKind<FieldSubject> = conditionKind(
  { type: 'exclude_fields', summary: 'the name is none of these', options },
  ({ fields, mode }, source) => {
    const isListed = listed(fields, mode, source);
    return isListed && (({ field }) => !isListed(field));
  },
);

/** All kinds of conditions on field names. */
export const fieldConditions: readonly ConditionKind<FieldSubject>[] = [
  ...[includeFields, excludeFields],
  processingItemApplied(({ rule, field }) => rule.fieldApplied.get(field) ?? none),
  processingState(({ rule }) => rule),
];

const none: ReadonlySet<string> = new Set();

function listed(
  fields: readonly string[],
  mode: 'plain' | 're',
  source: OptionSource,
): ((field: string) => boolean) | undefined {
  if (mode === 'plain') return (field) => field !== '' && fields.includes(field);
  const regexes = fields.map((field) => readRegex(field, optionNode(source, 'fields'), source));
  const compiled = regexes.filter((regex) => regex !== undefined);
  if (compiled.length < regexes.length) return undefined;
  return (field) => field !== '' && compiled.some((regex) => regex.matcher(field).lookingAt());
}
