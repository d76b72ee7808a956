/** Reads logs event by event, for commands that answer about each. Memory is bounded by one block of the input. */
import type { EventView } from '../events/audit-event.ts';
import { eventViewOf } from '../events/event-view.ts';
import { recognise } from '../events/recognise.ts';
import { listInput } from '../ingest/input-file.ts';
import { InputReport } from './input-report.ts';
import { readingCode, readInput } from './read-input.ts';
import type { Streams } from './streams.ts';

/** What came of it. */
export interface EventsRead {
  readonly events: number;
  /** The exit code that tells how much could be read. */
  readonly code: number;
}

/** Prints what `answer` says of every event, in the order of the input. What cannot be read is told at the end. */
export async function readEvents(
  paths: readonly string[],
  streams: Streams,
  answer: (event: EventView) => string,
): Promise<EventsRead> {
  const listing = await listInput(paths);
  const report = new InputReport();
  let events = 0;
  let texts: string[] = [];
  async function flush(): Promise<void> {
    const text = texts.join('');
    texts = [];
    if (text !== '') await streams.out(text);
  }
  await readInput(listing, report, {
    record: (value) => {
      const recognition = recognise(value);
      if (recognition.kind !== 'record') return recognition;
      events += 1;
      texts.push(answer(eventViewOf(recognition)));
      return recognition;
    },
    ready: flush,
    fileDone: flush,
  });
  const problems = report.lines();
  if (problems.length > 0) streams.err(`${problems.join('\n')}\n`);
  return { events, code: readingCode(report, listing) };
}
