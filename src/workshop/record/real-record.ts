/**
 * What is known of records that really occur: which fields they have, and which events their services log. Rules that
 * demand anything else load, and never fire.
 */
import { compileValueTest } from '../../rule-language/compile.ts';
import type { ValueTest } from '../../rule-language/detection.ts';
import { operators } from '../../rule-language/operator.ts';
import type { Logsource } from '../../rule-language/rule.ts';
import {
  allEventNames,
  eventNamesOf,
  type EventNames,
  isComplete,
  knownEventName,
  spellings,
} from '../aws/event-name.ts';
import type { FieldFacts } from '../reach/conflict.ts';
import { fieldFacts } from '../reach/field-facts.ts';
import type { Literal } from '../reach/formula.ts';
import { describeLiteral } from '../reach/literal-text.ts';
import { exactTexts } from '../reach/value-relation.ts';
import { exactText } from '../reach/pattern-relation.ts';
import { unknownField } from './unknown-field.ts';

/** The facts of `fieldFacts`, and what real records add. */
export function realRecords(logsource: Logsource): FieldFacts {
  return {
    ...fieldFacts(logsource),
    neverHolds(literal, beside) {
      if (!isSome(literal) && literal.kind !== 'present') return undefined;
      if (literal.at.list !== undefined || literal.at.field.segments.length === 0) return undefined;
      const unknown = unknownField(literal.at.field, logsource);
      if (unknown !== undefined) {
        const meant = unknown.nearest === undefined ? '' : ` (is "${unknown.nearest}" meant?)`;
        return `it needs "${describeLiteral(literal)}", and no record of ${unknown.looked} has a field "${unknown.path}"${meant}`;
      }
      return isSome(literal) ? aboutEvent(literal, beside) : undefined;
    },
  };
}

type Some = Extract<Literal, { readonly kind: 'some' | 'none' }>;

function isSome(literal: Literal): literal is Some {
  return literal.kind === 'some';
}

/** Whether no service logs such an event, or not with the source that is demanded beside it. */
function aboutEvent(literal: Some, beside: readonly Literal[]): string | undefined {
  const { text } = literal.at.field;
  if (text !== 'eventName' && text !== 'eventSource') return undefined;
  const claims = [literal, ...beside].filter(isSome);
  if (claims.some(({ at, tests }) => at.field.text === 'eventType' && !anyFits(tests, ['AwsApiCall'])))
    return undefined;
  const names = claims.find(({ at }) => at.field.text === 'eventName');
  if (names === undefined) return undefined;
  const sources = claims.find(({ at }) => at.field.text === 'eventSource');
  const needed = `it needs "${describeLiteral(names)}", and`;
  if (sources === undefined) {
    return anyIsKnown(names.tests, allEventNames())
      ? undefined
      : `${needed} no service of AWS is known to log such an event`;
  }
  const listed = textsOf(sources.tests);
  const known = listed?.map((source) => (isComplete(source) ? eventNamesOf(source) : undefined)) ?? [undefined];
  if (known.some((one) => one === undefined || anyIsKnown(names.tests, one))) return undefined;
  if (!anyIsKnown(names.tests, allEventNames())) return `${needed} no service of AWS is known to log such an event`;
  return `${needed} ${listed?.join(', ') ?? ''} ${known.length === 1 ? 'is' : 'are'} not known to log such an event`;
}

function anyIsKnown(tests: readonly ValueTest[], names: EventNames): boolean {
  const texts = textsOf(tests);
  if (texts !== undefined) return texts.some((text) => knownEventName(text, names) !== undefined);
  return anyFits(tests, names.values());
}

function anyFits(tests: readonly ValueTest[], names: Iterable<string>): boolean {
  const passes = compileValueTest({ kind: 'either', tests }, operators);
  for (const name of names) if (spellings(name).some((one) => passes(one))) return true;
  return false;
}

function textsOf(tests: readonly ValueTest[]): readonly string[] | undefined {
  return exactTexts({ kind: 'either', tests })?.map(({ pattern }) => exactText(pattern) ?? '');
}
