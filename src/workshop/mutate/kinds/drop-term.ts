/** Leaves a field out of what new terms are made of. */
import { changesOfNewTerms, withoutEach } from '../memory-site.ts';
import type { Mutation } from '../mutation.ts';

/** The mutation `drop-term`. */
export const dropTerm: Mutation = {
  name: 'drop-term',
  about: 'A field is left out of what must be new.',
  example: {
    before: `
detection:
  attached: { eventName: AttachRolePolicy }
  condition: attached
new_terms: { terms: [iamwatch.actor.principal, requestParameters.roleName] }`,
    after: `
detection:
  attached: { eventName: AttachRolePolicy }
  condition: attached
new_terms: { terms: [iamwatch.actor.principal] }`,
  },
  changes: (rule) =>
    changesOfNewTerms(rule, (memory) =>
      withoutEach(memory.terms).map(({ dropped, others }) => ({
        at: `terms.${dropped.text}`,
        key: 'new_terms.terms',
        words: `"${dropped.text}" need not be new`,
        hint: `two events that differ in "${dropped.text}" alone, in a test that expects two alerts`,
        memory: { ...memory, terms: others },
      })),
    ),
};
