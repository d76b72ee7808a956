/** Which event a command is asked about: one of a file of logs, or one of a rule's own tests. */
import type { EventView } from '../events/audit-event.ts';
import { headOf } from '../events/event-view.ts';
import type { PreparedTest } from '../rule-language/rule-test.ts';
import type { Rule } from '../rule-language/rule.ts';
import { nearestName } from '../std/did-you-mean.ts';
import { printable } from '../std/printable.ts';
import { CommandError, NOTHING_READABLE, USAGE } from './exit-code.ts';
import { readEvents } from './read-events.ts';
import type { Streams } from './streams.ts';

/** The test of a rule that has this name. */
export function testCalled(wanted: string, { name }: Rule, tests: readonly PreparedTest[]): PreparedTest {
  const found = tests.find(({ test }) => test.name === wanted);
  if (found?.problem !== undefined) {
    throw new CommandError(`The event of the test "${wanted}" cannot be made: ${found.problem}.`, USAGE);
  }
  if (found !== undefined) return found;
  if (tests.length === 0) throw new CommandError(`The rule ${name} has no tests.`, USAGE);
  const names = tests.map(({ test }) => test.name);
  const near = nearestName(wanted, names);
  const list = `Its tests are:\n${names.map((one) => `  ${one}`).join('\n')}`;
  const hint = near === undefined ? list : `Did you mean "${near}"?`;
  throw new CommandError(`The rule ${name} has no test "${wanted}". ${hint}`, USAGE);
}

/** An event of a test, by its number. */
export function eventOfTest({ test, events }: PreparedTest, number = '1'): EventView {
  const event = events[Number(number) - 1];
  if (event !== undefined) return event;
  const count = `${events.length} event${events.length === 1 ? '' : 's'}`;
  throw new CommandError(`The test "${test.name}" has ${count}; --event takes its number, from 1.`, USAGE);
}

/** Events that are named where it is not clear which one is meant. */
const NAMED_MAX = 5;

/** Ids that are remembered for the nearest name. */
const IDS_MAX = 10_000;

/** The one event of a file, or the one with an id. Copies of a record have one id: the first is taken. */
export async function eventOfFile(file: string, wanted: string | undefined, streams: Streams): Promise<EventView> {
  const first: EventView[] = [];
  const ids = new Set<string>();
  let count = 0;
  await eventsOfFile(file, streams, (event) => {
    const { id } = headOf(event);
    if (ids.size < IDS_MAX) ids.add(id);
    if (wanted === undefined || id === wanted) count += 1;
    if ((wanted === undefined || id === wanted) && first.length < NAMED_MAX) first.push(event);
    return '';
  });
  const [event] = first;
  if (event !== undefined && (wanted !== undefined || count === 1)) return event;
  if (event === undefined) {
    const near = nearestName(wanted ?? '', ids);
    const hint = near === undefined ? '' : ` Did you mean ${printable(near)}?`;
    throw new CommandError(`No event in ${file} has the id ${wanted ?? ''}.${hint}`, USAGE);
  }
  const lines = first.map((one) => `  ${printable(`${headOf(one).id}  ${one.audit().action ?? 'unnamed action'}`)}`);
  const more = count > lines.length ? [`  and ${count - lines.length} more`] : [];
  throw new CommandError(
    [`${file} holds ${count} events; choose one with --event ID:`, ...lines, ...more].join('\n'),
    USAGE,
  );
}

/** Prints what `answer` says of every event of a file or folder; without any, there is nothing to say. */
export async function eventsOfFile(
  file: string,
  streams: Streams,
  answer: (event: EventView) => string,
): Promise<void> {
  const { events } = await readEvents([file], streams, answer);
  if (events === 0) throw new CommandError(`No event could be read from ${file}.`, NOTHING_READABLE);
}
