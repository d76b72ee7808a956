/** What a rule remembers: which fold one of its events belongs to, and what that fold is told of it. */
import type { Bound, Measure } from '../detectors/measure.ts';
import type { Detector } from '../detectors/detector.ts';
import { modifiedRepeats, type Rise } from '../detectors/modified-repeats.ts';
import { newTerms } from '../detectors/new-terms.ts';
import { repeats } from '../detectors/repeats.ts';
import { threshold } from '../detectors/threshold.ts';
import type { EventView } from '../events/audit-event.ts';
import type { FieldPath } from './detection.ts';
import { parseFieldPath } from './field-path.ts';
import { fieldReader, type FieldReaders, type Leaf } from './field-reader.ts';

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
  /** An event that lacks one of them does not count. */
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

/** Reads entries; undefined where an event does not count. */
export type MemoryReader = (event: EventView) => MemoryEntry | undefined;

/** Makes the reader of a memory. */
export function memoryReader(memory: Memory, readers: FieldReaders = fieldReader): MemoryReader {
  if (memory.kind === 'new-terms') {
    const key = textsReader(memory.terms, readers);
    return (event) => {
      const texts = key(event);
      return texts === undefined ? undefined : { key: texts, value: '' };
    };
  }
  const by = textsReader(memory.by, readers);
  const elseBy = memory.elseBy === undefined ? undefined : textsReader(memory.elseBy, readers);
  const value = textsReader(memory.fields, readers);
  return (event) => {
    const key = by(event) ?? elseBy?.(event);
    const values = value(event);
    if (key === undefined || values === undefined) return undefined;
    // One value stands as it is, so that it can be a number; several are told apart by where each ends.
    return { key, value: values.length === 1 ? (values[0] ?? '') : values.length === 0 ? '' : JSON.stringify(values) };
  };
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
      texts.push(values.length === 1 ? textOf(values[0] ?? '') : values.map(textOf).sort().join(', '));
    }
    return texts;
  };
}

function textOf(leaf: Leaf): string {
  return typeof leaf === 'string' ? leaf : JSON.stringify(leaf);
}
