/** Says which of the user's rules can never fire. What that takes is loaded when there are such rules, and not before. */
import { printable } from '../std/printable.ts';
import type { Rule } from '../rule-language/rule.ts';

/** One line for each of the rules that no real record can fulfil. The shipped ones are held to it by a test. */
export async function reportDeadRules(rules: readonly Rule[], warn: (text: string) => void): Promise<void> {
  if (rules.length === 0) return;
  const { cannotFire } = await import('../workshop/record/cannot-fire.ts');
  for (const rule of rules) {
    const dead = cannotFire(rule);
    if (dead !== undefined) warn(`${rule.file}: the rule "${rule.name}" can never fire: ${printable(dead.reason)}\n`);
  }
}
