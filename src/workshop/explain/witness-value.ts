/** Finds values that pass a test. They are proposals: whoever uses one asks the engine whether it does. */
import { datePart } from '../../rule-language/date-part.ts';
import type { FieldSearch, FieldTest, Pattern, TimePart, ValueTest } from '../../rule-language/detection.ts';
import type { Json } from '../../std/json.ts';
import { regexWitnesses } from './regex-witness.ts';

/** Values for which the tests of a field may hold; `there` is a value that could be changed a little. */
export function witnessesOf({ tests, quantifier }: FieldSearch, there?: Json): readonly Json[] {
  const single = tests.map((test) => witnesses(test, there));
  if (quantifier === 'any' || tests.length < 2) return single.flat();
  const firsts = single.map(([first]) => first).filter((first) => first !== undefined);
  const texts = firsts.filter((first) => typeof first === 'string');
  // One text that has all of them, else a list: every test may hold for another of its elements.
  return [...single.flat(), texts.join(''), texts.join(' '), firsts];
}

/** Values for a question about one value. */
export function witnesses(test: FieldTest, there?: Json): readonly Json[] {
  switch (test.kind) {
    case 'text':
      return textWitnesses(test.pattern);
    case 'regex':
      return regexWitnesses(test.source);
    case 'compare':
      return [test.value + beyond(test.comparison)];
    case 'time':
      return timeWitnesses(test.part, test.value + beyond(test.comparison), there);
    case 'cidr':
      return [test.network.trim().split('/')[0] ?? ''];
    case 'either':
      return test.tests.flatMap((one: ValueTest) => witnesses(one, there)).slice(0, EITHER_MAX);
    case 'null':
    case 'exists':
    case 'fieldref':
    case 'predicate':
      return [];
  }
}

/** Ways to write one value, such as an option with each of its dashes, that are worth a try. */
const EITHER_MAX = 6;

/** Wildcards are filled with nothing, or with as little as they take. */
function textWitnesses(pattern: Pattern): readonly Json[] {
  const text = pattern
    .map((token) => {
      switch (token.kind) {
        case 'literal':
          return token.text;
        case 'any-run':
          return '';
        case 'any-one':
          return 'x';
        case 'one-of':
          return token.characters[0] ?? '';
      }
    })
    .join('');
  // Rules write booleans as booleans; in records they are that too.
  return text === 'true' || text === 'false' ? [text === 'true', text] : [text];
}

function beyond(comparison: 'eq' | 'lt' | 'lte' | 'gt' | 'gte'): number {
  return comparison === 'lt' ? -1 : comparison === 'gt' ? 1 : 0;
}

/** Where the field holds no date. */
const SOME_DATE = '2026-03-02T09:00:00Z';

/** The date that is there, with the one part changed. */
function timeWitnesses(part: TimePart, value: number, there: Json | undefined): readonly string[] {
  const dates = [there, SOME_DATE].filter((date) => typeof date === 'string');
  return dates
    .map((date) => withPart(date.includes('T') ? date : `${date}T09:00:00Z`, part, value))
    .filter((date) => datePart(date, part) === value);
}

/** Where each part stands in an ISO 8601 date. */
const POSITIONS: Readonly<Record<Exclude<TimePart, 'week'>, readonly [number, number]>> = {
  year: [0, 4],
  month: [5, 7],
  day: [8, 10],
  hour: [11, 13],
  minute: [14, 16],
};

function withPart(date: string, part: TimePart, value: number): string {
  if (part === 'week') return inWeek(date, value);
  const [start, end] = POSITIONS[part];
  return date.slice(0, start) + String(value).padStart(end - start, '0') + date.slice(end);
}

/** The fourth of January is always in the first week. */
function inWeek(date: string, week: number): string {
  const day = new Date(`${date.slice(0, 4)}-01-04T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + (week - 1) * 7);
  return Number.isNaN(day.getTime()) ? date : day.toISOString().slice(0, 10) + date.slice(10);
}
