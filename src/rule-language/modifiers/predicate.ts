/** Policy predicates: modifiers that ask what a policy document grants. The questions are injected by name. */
import type { Verdict } from '../detection.ts';
import { described, type Modifier } from './modifier.ts';

/** The modifier that asks the predicate of this name; its value is `true`, `false` or `unknown`. */
export function predicateModifier(name: string): Modifier {
  return {
    ...described(name, `what the policy document in the field answers to "${name}": true, false or unknown`, {
      combinesWith: [],
    }),
    role: 'operator',
    read(value) {
      const verdict = verdicts.get(value.kind === 'null' ? '' : value.text.toLowerCase());
      if (verdict !== undefined) return { kind: 'predicate', name, verdicts: [verdict] };
      return { code: 'value-not-a-verdict', problem: `"${name}" takes true, false or unknown` };
    },
  };
}

const verdicts: ReadonlyMap<string, Verdict> = new Map([
  ['true', 'yes'],
  ['false', 'no'],
  ['unknown', 'unknown'],
]);
