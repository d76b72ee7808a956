/** A memory in words. */
import type { Bound, Measure } from '../detectors/measure.ts';
import { durationText } from '../std/time.ts';
import type { FieldPath } from './detection.ts';
import type { Memory, Threshold } from './memory.ts';
import type { SeverityModifier } from './rule.ts';

/** What a memory asks for, in one sentence without an end: `at least 3 different eventName within 10 minutes for each a, b`. */
export function memoryText(memory: Memory): string {
  if (memory.kind === 'new-terms') {
    const { terms, historyMs, readinessMs } = memory;
    const ready = `; not ready before ${durationText(readinessMs)} of log`;
    return `${namesText(terms)} not seen together in the last ${durationText(historyMs)}${ready}`;
  }
  const { by, elseBy, windowMs } = memory;
  const each = by.length === 0 ? '' : ` for each ${namesText(by)}`;
  const other = elseBy === undefined ? '' : `, else for each ${namesText(elseBy)}`;
  return `${askedText(memory)} within ${durationText(windowMs)}${each}${other}`;
}

/** A modifier in words: `+1 "first time" where a, b not seen together in the last 14 days; not ready before 14 days of log`. */
export function modifierText({ name, raise, memory }: SeverityModifier): string {
  return `+${raise} "${name}" where ${memoryText(memory)}`;
}

/** What is measured and which number it must have: `at least 3 different eventName`. */
export function askedText({ bounds, measure, fields }: Pick<Threshold, 'bounds' | 'measure' | 'fields'>): string {
  const numbers = bounds.map(boundText).join(' and ');
  switch (measure.kind) {
    case 'actions':
      return `${numbers} actions`;
    case 'distinct':
      return `${numbers} different ${namesText(fields)}`;
    case 'sum':
    case 'average':
    case 'median':
    case 'percentile':
      return `${measureText(measure)} of ${namesText(fields)} ${numbers}`;
  }
}

/** The numbers that a threshold asks for: `8`, or `2 and 5` of a range. */
export function limitText({ bounds }: Pick<Threshold, 'bounds'>): string {
  return bounds.map(({ value }) => String(value)).join(' and ');
}

function measureText(measure: Exclude<Measure, { readonly kind: 'actions' | 'distinct' }>): string {
  return measure.kind === 'percentile' ? `percentile ${measure.percentile}` : measure.kind;
}

const BOUND_WORDS: Readonly<Record<Bound['operator'], string>> = {
  gt: 'more than',
  gte: 'at least',
  lt: 'less than',
  lte: 'at most',
  eq: 'exactly',
  neq: 'anything but',
};

function boundText({ operator, value }: Bound): string {
  return `${BOUND_WORDS[operator]} ${value}`;
}

/** Names of fields, one after the other. */
export function namesText(fields: readonly FieldPath[]): string {
  return fields.map(({ text }) => text).join(', ');
}
