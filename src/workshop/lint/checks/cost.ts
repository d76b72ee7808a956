/** What a rule costs every event: rules that no index can spare, and rules for which no record can be passed over. */
import { operators } from '../../../rule-language/operator.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import { readsLogsOf } from '../../../rule-language/rule-set.ts';
import { witnessesOf } from '../../../rule-language/witness.ts';
import type { LintCheck } from '../lint-check.ts';

/** The logs whose records are passed over unparsed where no rule wants them. */
const SKIMMED = { cloud: 'aws', service: 'cloudtrail' } as const;

/** Asks the index of the engine. */
export const cost: LintCheck = {
  codes: [
    {
      code: 'evaluated-on-every-event',
      severity: 'warning',
      summary: 'Nothing tells beforehand which events can match, so the rule is evaluated on every one.',
    },
    {
      code: 'parses-every-record',
      severity: 'warning',
      summary: 'Only the normalised event tells which events can match, so every record has to be parsed.',
    },
  ],
  find(rule, _rules, context) {
    const place = rule.places.get(rule.detection.condition) ?? context.written(rule).placeOf('detection');
    const witness = witnessesOf(rule, { operators })[0];
    if (witness === undefined) {
      const message = 'the rule is evaluated on every event of its log source';
      return [{ code: 'evaluated-on-every-event', place, message, help: helpFor(rule) }];
    }
    // The columns of `rule-set.ts` are those of the raw record.
    const isSpared = witness.field.origin === 'raw';
    if (!readsLogsOf(rule.logsource, SKIMMED) || isSpared) return [];
    const message = 'while this rule is loaded, every CloudTrail record is parsed';
    return [{ code: 'parses-every-record', place, message, help: helpFor(rule) }];
  },
};

function helpFor({ logsource }: Rule): string {
  const field = logsource.product === 'gcp' ? 'protoPayload.methodName' : 'eventName';
  return `every way to match should want one field of the record, such as ${field}, to have a value that the rule names`;
}
