/** Transformations that refuse a rule. It is left out, and the message says why. */
import { z } from 'zod';
import { actsOn } from '../pipeline.ts';
import { mapRule, type RuleDraft } from '../rule-draft.ts';
import { type TransformationKind, transformationKind } from './transformation.ts';

/** All transformations that refuse. */
export const failureTransformations: readonly TransformationKind[] = [
  transformationKind(
    { type: 'rule_failure', summary: 'refuses the rule with a message', options: { message: z.string() } },
    ({ message }, { document }) =>
      (rule) => {
        const help = `a pipeline refuses the rule: ${document.reporter.file}`;
        rule.reporter.error('pipeline-refuses', rule.node, message, { help });
        return rule;
      },
  ),
  transformationKind(
    {
      type: 'detection_item_failure',
      summary: 'refuses the rule at every item that its conditions fit',
      options: { message: z.string() },
    },
    ({ message }, { document }) =>
      (rule, scope) =>
        mapRule(rule, (item, reporter) => {
          const help = `a pipeline refuses the item: ${document.reporter.file}`;
          if (actsOn(rule, scope, item))
            reporter.error('pipeline-refuses', item.key ?? item.values[0], message, { help });
          return item;
        }),
  ),
  transformationKind(
    {
      type: 'strict_field_mapping_failure',
      summary: 'refuses the rule where it has a field that no mapping knows',
      options: {},
    },
    (_, { document }) =>
      (rule) =>
        // What a pipeline added itself is no field of the rule.
        withAdded(rule, (own) =>
          mapRule(own, (item, reporter) => {
            const isOwnName = item.field === '' || item.isRelative || item.field.startsWith('iamwatch.');
            if (!isOwnName && !rule.mapped.has(item.field)) {
              reporter.error('pipeline-refuses', item.key, `no mapping knows the field "${item.field}"`, {
                help: `a pipeline wants a mapping for every field: ${document.reporter.file}`,
              });
            }
            return item;
          }),
        ),
  ),
];

function withAdded(rule: RuleDraft, act: (own: RuleDraft) => RuleDraft): RuleDraft {
  return { ...act({ ...rule, added: [] }), added: rule.added };
}
