/**
 * Which events the services of AWS are known to log, by the names of operations in the SDK's models, of actions in
 * policies, and of events that have neither.
 *
 * What is not known here may exist all the same: services are older in CloudTrail than in a table. So a service that no
 * table has makes no claim, and neither do events that services write by themselves.
 */
import { actionsOf, serviceNames } from '../../policy/aws/managed/action.ts';
import { OPERATION_TABLE } from './data/operation-table.ts';
import { namesOf, readLines } from '../record/front-coded.ts';
import { UNMODELLED_EVENTS } from './unmodelled-event.ts';

/** Names of events, by their lower case and without the version that may stand behind them. */
export type EventNames = ReadonlyMap<string, string>;

/** Actions in policies that no call is made of. */
const NEVER_EVENTS: ReadonlySet<string> = new Set(['passrole']);

/** Behind the names of Lambda's and CloudFront's operations CloudTrail writes the version of the API. */
const VERSION = /20\d\d_?\d\d_?\d\d(?:v\d{1,2})?$/u;

/** Services that log events under the names of others. */
const ALSO: ReadonlyMap<string, readonly string[]> = new Map([
  ['amazonmq', ['mq']],
  ['mediapackage', ['mediapackage-vod']],
  ['s3express', ['s3']],
]);

/** Of these the console's own events are the most, and no list of them is complete. */
const INCOMPLETE: ReadonlySet<string> = new Set(['signin', 'sso', 'sso-directory', 'health', 'support']);

const bySource = new Map<string, EventNames>();
let lines: ReadonlyMap<string, readonly string[]> | undefined;
let everyName: EventNames | undefined;

/** The known events of a source such as `iam.amazonaws.com`; undefined where the source is not known. */
export function eventNamesOf(eventSource: string): EventNames | undefined {
  const source = serviceIn(eventSource);
  if (!isService(source)) return undefined;
  const known = bySource.get(source) ?? readService(source);
  bySource.set(source, known);
  return known;
}

/** The known events of all services. */
export function allEventNames(): EventNames {
  everyName ??= new Map(knownEventSources().flatMap((source) => [...(eventNamesOf(source) ?? [])]));
  return everyName;
}

/** The sources that are known, as CloudTrail writes them. */
export function knownEventSources(): readonly string[] {
  const services = new Set([...tableLines().keys(), ...serviceNames(), ...UNMODELLED_EVENTS.keys(), ...ALSO.keys()]);
  return [...services].map((service) => `${service}.amazonaws.com`);
}

/** Whether the list of a source is as good as complete: the SDK has its model, and the console adds little of its own. */
export function isComplete(eventSource: string): boolean {
  const source = serviceIn(eventSource);
  return tableLines().has(source) && !INCOMPLETE.has(source);
}

/** The name with which an event is known, whatever version stands behind it; undefined for names that are not known. */
export function knownEventName(name: string, names: EventNames): string | undefined {
  return names.get(name.toLowerCase().replace(VERSION, ''));
}

/** How CloudTrail may spell a known name: with the versions that stand behind it. */
export function spellings(name: string): readonly string[] {
  return VERSION.test(name) ? [name, name.replace(VERSION, ''), `${name}v2`] : [name];
}

/**
 * How CloudTrail writes an operation whose name alone is no event: `CreateFunction20150331` for Lambda's
 * `CreateFunction`; undefined for every other name.
 */
export function versionedName(eventSource: string, name: string): string | undefined {
  const known = eventNamesOf(eventSource)?.get(name.toLowerCase());
  return known !== undefined && VERSION.test(known) ? known : undefined;
}

function serviceIn(eventSource: string): string {
  return eventSource.toLowerCase().replace(/\.amazonaws\.com(?:\.cn)?$/u, '');
}

function isService(source: string): boolean {
  return tableLines().has(source) || UNMODELLED_EVENTS.has(source) || ALSO.has(source) || !isNone(actionsOf(source));
}

function isNone(things: Iterable<unknown>): boolean {
  for (const _ of things) return false;
  return true;
}

function readService(source: string): EventNames {
  const operations = (tableLines().get(source) ?? []).flatMap(namesOf);
  const actions = [...actionsOf(source)]
    .map(({ name }) => name)
    .filter((name) => !NEVER_EVENTS.has(name.toLowerCase()));
  const own = [...actions, ...operations, ...(UNMODELLED_EVENTS.get(source) ?? [])];
  const others = (ALSO.get(source) ?? []).flatMap((other) => [...(eventNamesOf(other)?.values() ?? [])]);
  return new Map([...others, ...own].map((name) => [name.toLowerCase().replace(VERSION, ''), name]));
}

function tableLines(): ReadonlyMap<string, readonly string[]> {
  lines ??= readLines(OPERATION_TABLE);
  return lines;
}
