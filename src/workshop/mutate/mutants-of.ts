/** All mutants of a rule: each differs from the rule, and from every other mutant. */
import type { Rule } from '../../rule-language/rule.ts';
import type { Mutant } from './mutation.ts';
import { mutations } from './mutations.ts';
import { normalForm } from './normal-form.ts';

/** The mutants of a rule, in the order of the mutations and of the file; the first `mutantsMax` of them. */
export function mutantsOf(rule: Rule, mutantsMax = Number.POSITIVE_INFINITY): readonly Mutant[] {
  const forms = new Set([normalForm(rule)]);
  const ids = new Map<string, number>();
  const mutants: Mutant[] = [];
  for (const mutation of mutations) {
    for (const change of mutation.changes(rule)) {
      // Counted before twins are left out, so that an id does not change where a twin comes or goes.
      const name = `${mutation.name} ${change.at}`;
      const count = (ids.get(name) ?? 0) + 1;
      ids.set(name, count);
      const form = normalForm(change.rule);
      if (forms.has(form)) continue;
      forms.add(form);
      mutants.push({ ...change, id: count === 1 ? name : `${name} (${count})`, mutation });
      if (mutants.length >= mutantsMax) return mutants;
    }
  }
  return mutants;
}
