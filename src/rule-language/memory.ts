/** What a rule remembers: which fold one of its events belongs to, and what that fold is told of it. */
import type { Bound, Measure } from '../detectors/measure.ts';
import type { Detector } from '../detectors/detector.ts';
import { modifiedRepeats, type Rise } from '../detectors/modified-repeats.ts';
import { newTerms } from '../detectors/new-terms.ts';
import { repeats } from '../detectors/repeats.ts';
import { threshold } from '../detectors/threshold.ts';
import type { EventView } from '../events/audit-event.ts';
import type { JsonObject } from '../std/json.ts';
import type { FieldPath } from './detection.ts';
import { parseFieldPath } from './field-path.ts';
import { fieldReader, type FieldReader, type FieldReaders, type Leaf } from './field-reader.ts';

/** Events that the detection matches alert only together: when within a time many come, or many different values. */
export interface Threshold {
  readonly kind: 'threshold';
  /** Fields whose values keep events apart. An event that lacks one does not count. */
  readonly by: readonly FieldPath[];
  /** In place of `by` for events that lack one of its fields. */
  readonly elseBy: readonly FieldPath[] | undefined;
  readonly windowMs: number;
  readonly measure: Measure;
  /** Fields whose values are counted or computed; none where actions are counted. An event that lacks one does not count. */
  readonly fields: readonly FieldPath[];
  /** All must hold. */
  readonly bounds: readonly Bound[];
}

/** An event that the detection matches alerts where the values of these fields were not seen together in the time before. */
export interface NewTerms {
  readonly kind: 'new-terms';
  /** An event that lacks one of them does not count; one that holds several values of one brings a tuple for each. */
  readonly terms: readonly FieldPath[];
  readonly historyMs: number;
  /** Log time of its source that must lie before a finding: until then it is told as not ready. */
  readonly readinessMs: number;
}

/** What a rule remembers of the events that its detection matches. */
export type Memory = Threshold | NewTerms;

/** Repeats of a finding of new terms fold for a day, as those of single events do. */
export const DEFAULT_PERIOD_MS = 24 * 3_600_000;

/** Where one event belongs. */
export interface MemoryEntry {
  /** Values that the fold is kept for, as texts, in the order of the rule. */
  readonly key: readonly string[];
  /** What is counted or computed; '' where actions are. */
  readonly value: string;
}

/** Reads entries: none where an event does not count, several where it brings several tuples of new terms. */
export type MemoryReader = (event: EventView) => readonly MemoryEntry[];

/** The elements of one list that the detection found in an event. */
export interface FoundElements {
  readonly list: FieldPath;
  readonly in: (event: EventView) => readonly JsonObject[];
}

/** What reading may be told. */
export interface MemoryReading {
  /** Who reads fields; each memory for itself where nobody is given. */
  readonly readers?: FieldReaders;
  /** Terms below that list are read in these elements alone; where there are none, in the whole list. */
  readonly found?: FoundElements | undefined;
}

/** Makes the reader of a memory. */
export function memoryReader(memory: Memory, { readers = fieldReader, found }: MemoryReading = {}): MemoryReader {
  if (memory.kind === 'new-terms') {
    const tuples = tuplesReader(memory.terms, { readers, found });
    return (event) => tuples(event).map((key) => ({ key, value: '' }));
  }
  const by = textsReader(memory.by, readers);
  const elseBy = memory.elseBy === undefined ? undefined : textsReader(memory.elseBy, readers);
  const value = textsReader(memory.fields, readers);
  return (event) => {
    const key = by(event) ?? elseBy?.(event);
    const values = value(event);
    return key === undefined || values === undefined ? [] : [{ key, value: valueOf(values) }];
  };
}

/** One value stands as it is, so that it can be a number; several are told apart by where each ends. */
function valueOf(parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] ?? '') : parts.length === 0 ? '' : JSON.stringify(parts);
}

/** The values of the fields again of which a value was made. */
export function partsOfValue(memory: Memory, value: string): readonly string[] {
  const isTuple = memory.kind === 'threshold' && memory.fields.length > 1;
  return isTuple ? (JSON.parse(value) as readonly string[]) : [value]; // written by `valueOf`
}

/** A memory with other names for its fields; a name that leads nowhere leaves the field as it is. */
export function withFieldNames(memory: Memory, nameOf: (name: string) => string): Memory {
  function renamed(fields: readonly FieldPath[]): readonly FieldPath[] {
    return fields.map((field) => {
      const path = parseFieldPath(nameOf(field.text));
      return 'problem' in path ? field : path;
    });
  }
  if (memory.kind === 'new-terms') return { ...memory, terms: renamed(memory.terms) };
  const { by, elseBy, fields } = memory;
  return {
    ...memory,
    by: renamed(by),
    elseBy: elseBy === undefined ? undefined : renamed(elseBy),
    fields: renamed(fields),
  };
}

/** Nothing is worse than the last of the five levels. */
const RANK_MAX = 4;

/** The fold of a rule: of its memory, else of single events whose repeats fold, judged by modifiers where there are any. */
export function detectorOf<Payload>(
  memory: Memory | undefined,
  periodMs: number | null,
  rises: readonly Rise[] = [],
): Detector<unknown, Payload> {
  if (memory === undefined) {
    return rises.length === 0
      ? repeats<Payload>(periodMs)
      : modifiedRepeats<Payload>({ rises, periodMs, rankMax: RANK_MAX });
  }
  if (memory.kind === 'threshold') return threshold<Payload>(memory);
  const { historyMs } = memory;
  return newTerms<Payload>({ historyMs, periodMs: periodMs ?? DEFAULT_PERIOD_MS });
}

function textsReader(
  fields: readonly FieldPath[],
  readers: FieldReaders,
): (event: EventView) => readonly string[] | undefined {
  const read = fields.map((field) => readers(field));
  return (event) => {
    const texts: string[] = [];
    for (const leaves of read) {
      const values = leaves(event);
      if (values.length === 0) return undefined;
      texts.push(inOneText(values.map(textOf)));
    }
    return texts;
  };
}

/**
 * Tuples of terms that one event may bring. Where its lists would make more, each list is one text, as in the keys of
 * thresholds: whoever hides a stranger among so many makes a list that was not seen before.
 */
export const TUPLES_MAX = 64;

/** Of every field that holds several values each one makes a tuple, with each one of the others. */
function tuplesReader(
  terms: readonly FieldPath[],
  { readers, found }: { readonly readers: FieldReaders; readonly found: FoundElements | undefined },
): (event: EventView) => readonly (readonly string[])[] {
  const inEvent = terms.map((term) => textsOf(readers(term)));
  const inElement = terms.map((term) => (found === undefined ? undefined : belowList(term, found.list)));
  const list = inElement.every((read) => read === undefined) ? undefined : found;
  return (event) => {
    const elements = list?.in(event) ?? [];
    const rows =
      elements.length === 0
        ? [inEvent.map((read) => read(event))]
        : elements.map((raw) => {
            const element = { ...event, raw, audit: () => event.audit() };
            return inEvent.map((read, place) => inElement[place]?.(element) ?? read(event));
          });
    const [only, ...others] = rows;
    if (only !== undefined && others.length === 0 && combinationsOf(only) <= TUPLES_MAX) return combined(only);
    const tuples = new Map<string, readonly string[]>();
    for (const row of rows) {
      if (tuples.size + combinationsOf(row) > TUPLES_MAX) return inOneTuple(rows);
      for (const tuple of combined(row)) tuples.set(JSON.stringify(tuple), tuple);
    }
    return [...tuples.values()];
  };
}

/** Reads a field of the elements of a list; undefined for a field that is not below it. */
function belowList({ origin, segments }: FieldPath, list: FieldPath): TextsReader | undefined {
  const isBelow = origin === list.origin && list.segments.every((segment, place) => segments[place] === segment);
  const rest = segments.slice(list.segments.length);
  if (!isBelow || rest.length === 0) return undefined;
  return textsOf(fieldReader({ text: rest.join('.'), origin: 'raw', segments: rest }));
}

type TextsReader = (event: EventView) => readonly string[];

function textsOf(read: FieldReader): TextsReader {
  return (event) => {
    const leaves = read(event);
    return leaves.length < 2 ? leaves.map(textOf) : [...new Set(leaves.map(textOf))].sort();
  };
}

function combinationsOf(lists: readonly (readonly string[])[]): number {
  return lists.reduce((product, { length }) => product * length, 1);
}

function combined(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (lists.every(({ length }) => length === 1)) return [lists.flat()];
  return lists.reduce<readonly (readonly string[])[]>(
    (tuples, list) => tuples.flatMap((tuple) => list.map((text) => [...tuple, text])),
    [[]],
  );
}

/** All that the rows hold in one tuple; none where a field has no value in any of them. */
function inOneTuple(rows: readonly (readonly (readonly string[])[])[]): readonly (readonly string[])[] {
  const lists = (rows[0] ?? []).map((_, place) => [...new Set(rows.flatMap((row) => row[place] ?? []))]);
  return lists.some(({ length }) => length === 0) ? [] : [lists.map(inOneText)];
}

function inOneText(texts: readonly string[]): string {
  return texts.length === 1 ? (texts[0] ?? '') : [...texts].sort().join(', ');
}

function textOf(leaf: Leaf): string {
  return typeof leaf === 'string' ? leaf : JSON.stringify(leaf);
}
