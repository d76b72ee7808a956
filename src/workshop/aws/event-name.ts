/**
 * Which events the services of AWS are known to log, by the names of operations in the SDK's models, of actions in
 * policies, and of events that have neither.
 *
 * What is not known here may exist all the same: services are older in CloudTrail than in a table. So a service that no
 * table has makes no claim, and neither do events that services write by themselves.
 */
import { actionsOf, serviceNames } from '../../policy/aws/managed/action.ts';
import { OPERATION_TABLE } from './data/operation-table.ts';
import { readTable } from './front-coded.ts';
import { UNMODELLED_EVENTS } from './unmodelled-event.ts';

/** Names of events by their lower case. */
type Names = ReadonlyMap<string, string>;

/** Actions in policies that no call is made of. */
const NEVER_EVENTS: ReadonlySet<string> = new Set(['iam:passrole']);

/** Behind the names of Lambda's and CloudFront's older operations CloudTrail writes the version of the API. */
const VERSION = /20\d\d_?\d\d_?\d\d(?:v\d{1,2})?$/u;

let known: { readonly bySource: ReadonlyMap<string, Names>; readonly all: Names } | undefined;

/** The known events of a source such as `iam.amazonaws.com`; undefined where the source is not known. */
export function eventNamesOf(eventSource: string): Names | undefined {
  return tables().bySource.get(sourceName(eventSource));
}

/** The known events of all services. */
export function allEventNames(): Names {
  return tables().all;
}

/** The name with which an event is known, whatever version stands behind it; undefined for names that are not known. */
export function knownEventName(name: string, names: Names): string | undefined {
  const folded = name.toLowerCase();
  return names.get(folded) ?? names.get(folded.replace(VERSION, ''));
}

/** The sources that are known, as CloudTrail writes them. */
export function knownEventSources(): readonly string[] {
  return [...tables().bySource.keys()].map((source) => `${source}.amazonaws.com`);
}

/**
 * How CloudTrail writes an operation whose name alone is no event: `CreateFunction20150331` for Lambda's
 * `CreateFunction`; undefined for every other name.
 */
export function versionedName(eventSource: string, name: string): string | undefined {
  if (sourceName(eventSource) !== 'lambda') return undefined;
  const folded = name.toLowerCase();
  return [...(eventNamesOf(eventSource)?.values() ?? [])].find(
    (one) => VERSION.test(one) && one.replace(VERSION, '').toLowerCase() === folded,
  );
}

function sourceName(eventSource: string): string {
  return eventSource.toLowerCase().replace(/\.amazonaws\.com(?:\.cn)?$/u, '');
}

function tables(): NonNullable<typeof known> {
  known ??= readTables();
  return known;
}

function readTables(): NonNullable<typeof known> {
  const bySource = new Map<string, Map<string, string>>();
  function add(source: string, names: Iterable<string>): void {
    const held = bySource.get(source) ?? new Map<string, string>();
    for (const name of names) {
      held.set(name.toLowerCase(), name);
      held.set(name.toLowerCase().replace(VERSION, ''), name);
    }
    bySource.set(source, held);
  }
  for (const { sources, names } of readTable(OPERATION_TABLE)) for (const source of sources) add(source, names);
  for (const service of serviceNames()) {
    const actions = [...actionsOf(service)].filter(({ name }) => !NEVER_EVENTS.has(`${service}:${name.toLowerCase()}`));
    add(
      service,
      actions.map(({ name }) => name),
    );
  }
  for (const [source, names] of UNMODELLED_EVENTS) add(source, names);
  const all = new Map<string, string>();
  for (const names of bySource.values()) for (const [folded, name] of names) all.set(folded, name);
  return { bySource, all };
}
