/** To which services a statement lets its holder pass roles. */
import type { ConditionTest } from '../document/condition.ts';
import { demandsText } from '../document/restriction.ts';
import { matches } from '../document/wildcard.ts';

/**
 * Whether conditions leave open that a role is passed to one of these services. Only `iam:PassedToService` is asked,
 * with fixed values or wildcards; a policy variable limits nothing. Several tests must all leave it open. Key: IAM User
 * Guide, "Available keys for AWS IAM"; in China services also end in `.amazonaws.com.cn`.
 */
export function mayPassTo(condition: readonly ConditionTest[], services: readonly string[]): boolean {
  const tests = condition.filter(({ key }) => key === 'iam:passedtoservice');
  if (tests.length === 0) return true;
  return services.some((service) => tests.every((test) => leavesOpen(test, service)));
}

function leavesOpen(test: ConditionTest, service: string): boolean {
  if (NEGATED.has(test.operator)) return !test.values.some((value) => names(value, service));
  // Not proven to demand anything: another operator, `…IfExists`, no values, a variable.
  if (!demandsText(test, (value) => !value.includes('${'))) return true;
  return test.values.some((value) => names(value, service));
}

/** Holds also where the key is absent; it is present whenever a role is passed, which is what is asked here. */
const NEGATED: ReadonlySet<string> = new Set(['stringnotequals', 'stringnotequalsignorecase', 'stringnotlike']);

function names(value: string, service: string): boolean {
  const pattern = value.toLowerCase();
  return matches(pattern, service) || matches(pattern, `${service}.cn`);
}
