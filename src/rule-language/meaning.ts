/**
 * What the operators mean, spelled out for the reference interpreter. Slow on purpose, and different on purpose
 * from `operator.ts`: sets instead of searches, arithmetic instead of libraries. A table, so that a test can plant
 * a bug and see it found.
 */
import { RE2JS } from 're2js';
import type { Json } from '../std/json.ts';
import type { Comparison, Pattern, PatternToken, RegexTest, TextRelation, TimePart } from './detection.ts';
import { addressBits } from './address-bits.ts';

/** A value that a field holds: anything but null; an array only where it is empty. */
export type Value = Exclude<Json, null>;

/** The operators of the interpreter. */
export interface Meanings {
  /** All values at a path: every way of splitting it, every element of every array. */
  values(root: Json, path: readonly string[]): readonly Value[];
  /** All strings anywhere below a value. */
  strings(root: Json): readonly string[];
  present(values: readonly Value[]): boolean;
  fits(value: Value, pattern: Pattern, cased: boolean): boolean;
  finds(value: Value, test: RegexTest): boolean;
  compare(value: Value, comparison: Comparison, bound: number): boolean;
  time(value: Value, part: TimePart, comparison: Comparison, bound: number): boolean;
  within(value: Value, network: string): boolean;
  relate(left: Value, relation: TextRelation, right: Value, cased: boolean): boolean;
}

/** The operators as they are meant. */
export const meanings: Meanings = { values, strings, present, fits, finds, compare, time, within, relate };

function values(root: Json, path: readonly string[]): readonly Value[] {
  if (root === null) return [];
  if (Array.isArray(root)) {
    const elements = (root as readonly Json[]).flatMap((element) => values(element, path));
    return root.length === 0 && path.length === 0 ? [root] : elements;
  }
  if (path.length === 0) return [root];
  if (typeof root !== 'object') return [];
  return Object.entries(root).flatMap(([key, child]: [string, Json]) => {
    const lengths = path.map((_, index) => index + 1).filter((length) => path.slice(0, length).join('.') === key);
    return lengths.flatMap((length) => values(child, path.slice(length)));
  });
}

function strings(root: Json): readonly string[] {
  if (typeof root === 'string') return [root];
  return typeof root === 'object' && root !== null ? Object.values(root).flatMap(strings) : [];
}

function present(found: readonly Value[]): boolean {
  return found.length !== 0;
}

function textOf(value: Value): string | undefined {
  if (Array.isArray(value)) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Follows every way through the pattern at once: the set of places where it may stand after each token. */
function fits(value: Value, pattern: Pattern, cased: boolean): boolean {
  const text = textOf(value);
  if (text === undefined) return false;
  const characters = Array.from(text, (character) => (cased ? character : folded(character)));
  let places = new Set([0]);
  for (const token of pattern) {
    const next = new Set<number>();
    for (const place of places) for (const end of ends(characters, place, token, cased)) next.add(end);
    places = next;
  }
  return places.has(characters.length);
}

function ends(characters: readonly string[], place: number, token: PatternToken, cased: boolean): readonly number[] {
  const character = characters[place];
  switch (token.kind) {
    case 'any-run':
      return Array.from({ length: characters.length - place + 1 }, (_, taken) => place + taken);
    case 'any-one':
      return character === undefined ? [] : [place + 1];
    case 'one-of':
      return character !== undefined && token.characters.includes(character) ? [place + 1] : [];
    case 'literal': {
      const wanted = Array.from(token.text, (one) => (cased ? one : folded(one)));
      return wanted.every((one, index) => characters[place + index] === one) ? [place + wanted.length] : [];
    }
  }
}

/** Lower case, where that is one character again. */
function folded(character: string): string {
  const lower = character.toLowerCase();
  return Array.from(lower).length === 1 && lower.length === character.length ? lower : character;
}

function finds(value: Value, { source, ignoreCase, multiline, dotAll }: RegexTest): boolean {
  const text = textOf(value);
  const switched = [ignoreCase ? 'i' : '', multiline ? 'm' : '', dotAll ? 's' : ''].join('');
  return (
    text !== undefined &&
    RE2JS.compile(switched === '' ? source : `(?${switched})${source}`)
      .matcher(text)
      .find()
  );
}

function compare(value: Value, comparison: Comparison, bound: number): boolean {
  if (typeof value !== 'number' && (typeof value !== 'string' || !isJsonNumber(value))) return false;
  return ordered(Number(value), comparison, bound);
}

/** Digits with an optional sign, fraction and exponent; leading zeros are let pass. */
function isJsonNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/iu.test(text);
}

function ordered(number: number, comparison: Comparison, bound: number): boolean {
  const sign = Math.sign(number - bound);
  return { eq: [0], lt: [-1], lte: [-1, 0], gt: [1], gte: [0, 1] }[comparison].some((wanted) => wanted === sign);
}

function time(value: Value, part: TimePart, comparison: Comparison, bound: number): boolean {
  if (typeof value !== 'string') return false;
  const shape = /^(\d{4}-\d{2}-\d{2})(?:[t ](\d{2}):(\d{2})(?::\d{2}(?:[.,]\d{1,9})?)?(?:z|[-+]\d{2}:?\d{2})?)?$/iu;
  const [, day = '', hour, minute] = shape.exec(value) ?? [];
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return false;
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return false;
  const read: Record<TimePart, string | number | undefined> = {
    year: day.slice(0, 4),
    month: day.slice(5, 7),
    day: day.slice(8, 10),
    hour,
    minute,
    week: weekOf(midnight),
  };
  const found = read[part];
  return found !== undefined && ordered(Number(found), comparison, bound);
}

/** Counts the Thursdays of the ISO year up to the one in the same week. */
function weekOf(midnight: Date): number {
  const thursday = new Date(midnight);
  while (thursday.getUTCDay() !== 4) thursday.setUTCDate(thursday.getUTCDate() + (isBeforeThursday(midnight) ? 1 : -1));
  const year = thursday.getUTCFullYear();
  let week = 0;
  for (; thursday.getUTCFullYear() === year; thursday.setUTCDate(thursday.getUTCDate() - 7)) week += 1;
  return week;
}

function isBeforeThursday(day: Date): boolean {
  return day.getUTCDay() >= 1 && day.getUTCDay() < 4;
}

function within(value: Value, network: string): boolean {
  const [base = '', length] = network.trim().split('/');
  const [networkBits, bits] = [addressBits(base), typeof value === 'string' ? addressBits(value) : undefined];
  if (networkBits === undefined || bits?.length !== networkBits.length) return false;
  const prefix = length === undefined ? networkBits.length : Number(length);
  return bits.slice(0, prefix) === networkBits.slice(0, prefix);
}

function relate(left: Value, relation: TextRelation, right: Value, cased: boolean): boolean {
  const text = textOf(right);
  if (text === undefined) return false;
  const token: PatternToken = { kind: 'literal', text };
  const run: PatternToken = { kind: 'any-run' };
  const patterns: Record<TextRelation, Pattern> = {
    equals: [token],
    startswith: [token, run],
    endswith: [run, token],
    contains: [run, token, run],
  };
  return fits(left, patterns[relation], cased);
}
