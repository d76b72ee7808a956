/**
 * Rules that load and can never fire on real logs, with the reason: they read a log that iamwatch does not read, demand a
 * field that no record has, or an event that no service logs. Rules that contradict themselves are found on the way.
 */
import type { Rule } from '../../rule-language/rule.ts';
import type { RulePart } from '../reach/formula.ts';
import { describeLiteral } from '../reach/literal-text.ts';
import { impossibility } from '../reach/possible.ts';
import { ruleMatches } from '../reach/rule-formula.ts';
import { realRecords } from './real-record.ts';
import { logsOf } from './unknown-field.ts';

/** Why a rule cannot fire. */
export interface CannotFire {
  /** One sentence, without a full stop. */
  readonly reason: string;
  /** The clause at fault; undefined where it is the log source. */
  readonly part: RulePart | undefined;
}

/** Why a rule cannot fire on any record that really occurs; undefined where it may. */
export function cannotFire(rule: Rule): CannotFire | undefined {
  const { logsource } = rule;
  if (logsOf(logsource).length === 0) {
    const { product, service } = logsource;
    const named = [product, service].filter((one) => one !== undefined).join('/');
    const reason = `iamwatch reads no log "${named}", only aws/cloudtrail and gcp/gcp.audit`;
    return { reason, part: undefined };
  }
  const never = impossibility(ruleMatches(rule), realRecords(logsource));
  if (never === undefined) return undefined;
  const known = never.conflicts.find(({ reason }) => reason !== undefined);
  const literals = known?.literals ?? never.conflicts[0]?.literals ?? [];
  const part = literals.at(-1)?.part;
  if (known?.reason !== undefined) return { reason: known.reason, part };
  const [first, second] = literals.map(describeLiteral);
  const pair =
    second === undefined
      ? `${first ?? 'the condition'} is never so`
      : `${first ?? ''} and ${second} exclude each other`;
  return { reason: pair, part };
}
