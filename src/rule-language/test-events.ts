/**
 * Makes the events of a test: every entry as often as it happens, at its time, and each with an id of its own. Two events of
 * a test are two records unless the test itself gives them one id: copies of a record would count once.
 */
import { property, type JsonObject } from '../std/json.ts';
import { formatInstant, parseInstant } from '../std/time.ts';
import { applyPatch } from './event-patch.ts';
import type { TestEvent } from './rule.ts';

/** The raw records of a test, in its order. A base that is missing is taken for an empty record. */
export function testEvents(
  events: readonly TestEvent[],
  bases: ReadonlyMap<string, JsonObject>,
): readonly JsonObject[] {
  const records: JsonObject[] = [];
  let lastMs: number | undefined;
  for (const event of events) {
    const previousMs = lastMs;
    for (const [number, repetition] of event.repetitions.entries()) {
      const patch = { ...event.patch, ...repetition };
      const record = applyPatch(bases.get(event.base) ?? {}, { patch, without: event.without });
      const marks = marksOf(record);
      const ownMs = timeOf(record, marks);
      const startMs = event.shift.from === 'previous' ? (previousMs ?? ownMs) : ownMs;
      const timeMs = startMs === undefined ? undefined : startMs + event.shift.ms + number * event.everyMs;
      const isNamed =
        event.without.includes(marks.id) ||
        marks.id in repetition ||
        (marks.id in event.patch && event.repetitions.length === 1);
      const timed =
        timeMs === undefined || timeMs === ownMs ? record : withText(record, marks.time, formatInstant(timeMs));
      records.push(isNamed || records.length === 0 ? timed : renamed(timed, marks.id, records.length + 1));
      lastMs = timeMs ?? lastMs;
    }
  }
  return records;
}

/** Where a record says when it happened and which one it is. */
interface Marks {
  readonly time: string;
  readonly id: string;
}

const CLOUDTRAIL: Marks = { time: 'eventTime', id: 'eventID' };
const GCP_AUDIT: Marks = { time: 'timestamp', id: 'insertId' };

function marksOf(record: JsonObject): Marks {
  return property(record, 'protoPayload') === undefined ? CLOUDTRAIL : GCP_AUDIT;
}

function timeOf(record: JsonObject, { time }: Marks): number | undefined {
  const text = property(record, time);
  return typeof text === 'string' ? parseInstant(text) : undefined;
}

/** An id stays the one of its base for the first event; the ones behind it count on. */
function renamed(record: JsonObject, key: string, number: number): JsonObject {
  const id = property(record, key);
  return withText(record, key, `${typeof id === 'string' ? id : 'event'}-${number}`);
}

function withText(record: JsonObject, key: string, text: string): JsonObject {
  return applyPatch(record, { patch: { [key]: text }, without: [] });
}
