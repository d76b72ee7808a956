/** What iamwatch would have to know to be more certain: shown on the alert instead of being guessed. */
import type { AuditEvent } from '../events/audit-event.ts';
import type { Rule, Variation } from '../rule-language/rule.ts';

/** The rule's own list, and what this very event leaves open. */
export function missingContext(rule: Rule, variation: Variation | undefined, event: AuditEvent): string[] {
  const missing = [...rule.missingContext, ...(variation?.missingContext ?? [])];
  if (event.parametersStripped)
    missing.push('the request parameters were too large and are not in the log: what they held is unknown');
  if (event.timeMs === undefined) missing.push('the event time is missing or cannot be read');
  if (event.actor.instance?.evidence === 'claimed') {
    missing.push('only the session name says that the caller is an instance; whoever assumes a role chooses that name');
  }
  return [...new Set(missing)];
}
