/** Names of events and of sources that CloudTrail is not known to write, held against `workshop/aws/event-name.ts`. */
import { compileValueTest } from '../../../rule-language/compile.ts';
import type { FieldSearch, FieldTest } from '../../../rule-language/detection.ts';
import { operators } from '../../../rule-language/operator.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import { editDistance, nearestName } from '../../../std/did-you-mean.ts';
import { didYouMean } from '../../../document/reporter.ts';
import {
  allEventNames,
  eventNamesOf,
  isComplete,
  knownEventName,
  knownEventSources,
  spellings,
  versionedName,
  type EventNames,
} from '../../aws/event-name.ts';
import { isValueTest } from '../../reach/formula.ts';
import { exactText } from '../../reach/pattern-relation.ts';
import { CLOUDTRAIL_LOG, logsOf } from '../../record/unknown-field.ts';
import { accompaniedSearches, type AccompaniedSearch } from '../company.ts';
import type { LintCheck, LintFinding } from '../lint-check.ts';
import { placeOf } from '../place-of.ts';

/** Looks up every name of an event and of a source. */
export const eventName: LintCheck = {
  codes: [
    {
      code: 'unknown-event-name',
      severity: 'warning',
      summary: 'No service of AWS is known to log an event of that name.',
    },
    {
      code: 'event-name-of-another-service',
      severity: 'warning',
      summary: 'The event exists, but not at the eventSource that the rule demands beside it.',
    },
    {
      code: 'event-name-without-version',
      severity: 'warning',
      summary: 'CloudTrail writes the version of the API behind this name, which a plain text does not fit.',
    },
    {
      code: 'unknown-event-source',
      severity: 'warning',
      summary: 'An eventSource is nearly, but not quite, that of a service.',
    },
  ],
  find: (rule) => {
    // Other logs have fields of these names, too: in the reports of Google Workspace.
    if (!logsOf(rule.logsource).includes(CLOUDTRAIL_LOG)) return [];
    return accompaniedSearches(rule).flatMap((accompanied) => {
      const { field, tests } = accompanied.search;
      if (field.text === 'eventSource') return tests.flatMap((test) => aboutSource(test, rule));
      if (field.text !== 'eventName' || isWrittenByTheService(accompanied)) return [];
      const sources = sourcesOf(accompanied.company);
      if (sources === 'unknown') return [];
      return tests.flatMap((test) => aboutName(test, sources, rule));
    });
  },
};

/** Events that services write by themselves are in no list. */
function isWrittenByTheService({ company }: AccompaniedSearch): boolean {
  return company.some(
    ({ field, tests }) => field.text === 'eventType' && !tests.some((test) => fits(test, 'AwsApiCall')),
  );
}

/** The known sources that a rule may mean; undefined where it does not say, or only what fits none of them. */
function sourcesOf(company: readonly FieldSearch[]): readonly string[] | 'unknown' | undefined {
  // Whether the source is there, or equals another field, says nothing about which it is.
  const searches = company.filter(({ field, tests }) => field.text === 'eventSource' && tests.every(isValueTest));
  if (searches.length === 0) return undefined;
  const named = searches.flatMap(({ tests }) => tests.map(textOf));
  if (named.some((text) => text !== undefined && eventNamesOf(text) === undefined)) return 'unknown';
  const candidates = named.every((text) => text !== undefined) ? named : knownEventSources();
  const meant = [...new Set(candidates)].filter((source) =>
    searches.every(({ tests }) => tests.some((test) => fits(test, source))),
  );
  return meant.length === 0 ? undefined : meant;
}

function aboutName(test: FieldTest, sources: readonly string[] | undefined, rule: Rule): readonly LintFinding[] {
  const at = placeOf(rule, test);
  const text = textOf(test);
  if (text === undefined) return aboutPattern(test, sources, rule);
  const names = sources === undefined ? allEventNames() : namesOf(sources);
  if (knownEventName(text, names) === undefined) {
    return sources === undefined ? [unknown(text, at, names)] : aboutUnknownAt(text, sources, names, at);
  }
  const [source, ...others] = sources ?? [];
  const versioned = source === undefined || others.length > 0 ? undefined : versionedName(source, text);
  if (versioned === undefined || versioned.toLowerCase() === text.toLowerCase() || /\dv?\d*$/u.test(text)) return [];
  const message = `CloudTrail writes "${text}" of ${source ?? ''} with the version of the API, "${versioned}"`;
  const suggestion = `write "eventName|startswith: ${text}"`;
  return [{ code: 'event-name-without-version', ...at, message, suggestion }];
}

function aboutUnknownAt(
  text: string,
  sources: readonly string[],
  names: EventNames,
  at: ReturnType<typeof placeOf>,
): readonly LintFinding[] {
  const [source = '', ...others] = sources;
  const elsewhere = knownEventName(text, allEventNames()) !== undefined;
  const isSure = sources.every(isComplete);
  if (!elsewhere) {
    const near = [...names.values()].some((name) => editDistance(name.toLowerCase(), text.toLowerCase()) <= 2);
    return isSure || near ? [unknown(text, at, names)] : [];
  }
  if (!isSure) return [];
  const where = others.length === 0 ? source : 'none of the sources beside it';
  const message = others.length === 0 ? `${where} logs no "${text}"` : `${where} logs "${text}"`;
  const owners = knownEventSources().filter(
    (one) => knownEventName(text, eventNamesOf(one) ?? new Map()) !== undefined,
  );
  const help = owners.length > 4 ? undefined : `it is logged by: ${owners.sort().join(', ')}`;
  return [{ code: 'event-name-of-another-service', ...at, message, help }];
}

function aboutPattern(test: FieldTest, sources: readonly string[] | undefined, rule: Rule): readonly LintFinding[] {
  if (!isValueTest(test) || (sources !== undefined && !sources.every(isComplete))) return [];
  const names = sources === undefined ? allEventNames() : namesOf(sources);
  const passes = compileValueTest(test, operators);
  for (const name of names.values()) if (spellings(name).some((one) => passes(one))) return [];
  const where = sources === undefined ? 'of AWS' : `of ${sources.join(', ')}`;
  return [{ code: 'unknown-event-name', ...placeOf(rule, test), message: `no known event ${where} fits this` }];
}

function unknown(text: string, at: ReturnType<typeof placeOf>, names: EventNames): LintFinding {
  const message = `no service of AWS is known to log an event "${text}"`;
  if (text.toLowerCase() === 'passrole') {
    const help = 'iam:PassRole is asked when a role is handed to a service; only the call that hands it over is logged';
    return { code: 'unknown-event-name', ...at, message, help };
  }
  return { code: 'unknown-event-name', ...at, message, suggestion: didYouMean(nearest(text, names)) };
}

/** A name that goes on where the text ends, or the one with the fewest letters to change. */
function nearest(text: string, names: EventNames): string | undefined {
  const folded = text.toLowerCase();
  const longer = [...names].filter(([name]) => folded.length > 7 && name.startsWith(folded)).map(([, name]) => name);
  return longer.sort((left, right) => left.length - right.length)[0] ?? nearestName(text, names.values());
}

function aboutSource(test: FieldTest, rule: Rule): readonly LintFinding[] {
  const text = textOf(test)?.toLowerCase();
  if (text === undefined || eventNamesOf(text) !== undefined)
    return text === undefined ? [] : aboutForm(text, test, rule);
  const near = knownEventSources().find((source) => source !== text && editDistance(source, text) <= 2);
  if (near === undefined) return [];
  const message = `no service of AWS is known to log with the source "${text}"`;
  return [{ code: 'unknown-event-source', ...placeOf(rule, test), message, suggestion: didYouMean(near) }];
}

/** The name of the service alone is no source. */
function aboutForm(text: string, test: FieldTest, rule: Rule): readonly LintFinding[] {
  if (text.includes('.amazonaws.com')) return [];
  const message = `the eventSource of the service is not "${text}" alone`;
  const suggestion = didYouMean(`${text}.amazonaws.com`);
  return [{ code: 'unknown-event-source', ...placeOf(rule, test), message, suggestion }];
}

function namesOf(sources: readonly string[]): EventNames {
  return new Map(sources.flatMap((source) => [...(eventNamesOf(source) ?? [])]));
}

function fits(test: FieldTest, text: string): boolean {
  return isValueTest(test) && compileValueTest(test, operators)(text);
}

/** The one text that a test asks for. */
function textOf(test: FieldTest): string | undefined {
  return test.kind === 'text' ? exactText(test.pattern) : undefined;
}
