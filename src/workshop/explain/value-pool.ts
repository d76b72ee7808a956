/**
 * Values worth trying in a field: those that fit the rule's own tests of it, those that stand there in the events of the
 * rule's tests, and a few that fit nothing in particular.
 */
import type { FieldSearch, Search } from '../../rule-language/detection.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { isObject, type Json, type JsonObject } from '../../std/json.ts';
import { locatedValues } from './located-value.ts';
import { witnessesOf } from './witness-value.ts';

/** Proposes values for a field. */
export interface ValuePool {
  /** Best first; `there` is the value that stands there now. */
  valuesFor(search: FieldSearch, there: Json | undefined): readonly Json[];
}

/** Values proposed for one field. */
const POOL_MAX = 48;

/** Values of one field that are taken over from the events of the rule's tests. */
const BORROWED_MAX = 16;

/** They stand for anything that is there and is not what a test looks for. */
const NEUTRAL: readonly Json[] = ['example', 'other', 0, true];

/** The same for addresses: documentation networks. */
const NEUTRAL_ADDRESSES: readonly Json[] = ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1'];

/** Reads what a rule and the events of its tests say about every field. */
export function valuePool(rule: Rule, samples: readonly JsonObject[]): ValuePool {
  const searches = new Map<string, FieldSearch[]>();
  const borrowed = new Map<string, Json[]>();
  for (const { identifiers } of [rule.detection, ...rule.filters.map(({ detection }) => detection)]) {
    for (const search of identifiers.values()) {
      collectSearches(search, searches);
      for (const sample of samples) collectValues(search, sample, borrowed);
    }
  }
  return {
    valuesFor(search, there) {
      const others = (searches.get(search.field.text) ?? []).filter((one) => one !== search);
      const fitting = [search, ...others].flatMap((one) => witnessesOf(one, there));
      const varied = fitting.flatMap((value) => (typeof value === 'string' ? [value.toUpperCase(), `${value}x`] : []));
      const isAddress = search.tests.some(({ kind }) => kind === 'cidr');
      const neutral = isAddress ? [...NEUTRAL_ADDRESSES, ...NEUTRAL] : NEUTRAL;
      return distinct([...fitting, ...(borrowed.get(search.field.text) ?? []), ...neutral, ...varied]);
    },
  };
}

function distinct(values: readonly Json[]): readonly Json[] {
  const seen = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...seen.values()].slice(0, POOL_MAX);
}

function collectSearches(search: Search, into: Map<string, FieldSearch[]>): void {
  if (search.kind === 'field') into.set(search.field.text, [...(into.get(search.field.text) ?? []), search]);
  else if (search.kind === 'element') collectSearches(search.search, into);
  else if (search.kind !== 'keyword') for (const inner of search.searches) collectSearches(inner, into);
}

function collectValues(search: Search, root: JsonObject, into: Map<string, Json[]>): void {
  if (search.kind === 'all-of' || search.kind === 'any-of') {
    for (const inner of search.searches) collectValues(inner, root, into);
    return;
  }
  if (search.kind === 'keyword' || search.field.origin === 'audit') return;
  for (const { value } of locatedValues(root, search.field.segments)) {
    if (search.kind === 'element') {
      if (typeof value === 'object' && isObject(value)) collectValues(search.search, value, into);
      continue;
    }
    const known = into.get(search.field.text) ?? [];
    if (known.length < BORROWED_MAX) into.set(search.field.text, [...known, value]);
  }
}
