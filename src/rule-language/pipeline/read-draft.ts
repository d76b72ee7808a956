/** Takes searches apart into items, and puts them together again for the parser of searches. */
import { isMap, isScalar, isSeq, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { keyText } from '../../document/yaml-documents.ts';
import { spanOf } from '../../document/reporter.ts';
import { ANY_ELEMENT } from '../item.ts';
import { ItemGroup } from '../parse-search.ts';
import type { BodyDraft, IdentifierDraft, ItemDraft, SearchDraft } from './rule-draft.ts';

const nothing: ReadonlySet<string> = new Set();

/** The search identifiers of a detection or a filter. `reserved` are keys that are none. */
export function readIdentifiers(node: unknown, reserved: readonly string[]): readonly IdentifierDraft[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) => {
    const name = keyText(key);
    return reserved.includes(name) ? [] : [{ name, key, search: readSearch(value, false) }];
  });
}

/** A search as items. Names inside a list element are relative to it. */
export function readSearch(node: unknown, isRelative: boolean): SearchDraft {
  if (isMap(node) && node.items.length > 0)
    return { kind: 'all-of', node, parts: node.items.map((pair) => readItem(pair, isRelative)) };
  if (isSeq(node) && node.items.length > 0) {
    const keywords = node.items.filter((item) => isScalar(item));
    const groups = node.items.filter((item) => !isScalar(item)).map((item) => readSearch(item, isRelative));
    return { kind: 'any-of', node, parts: keywords.length === 0 ? groups : [...groups, keywordItem(keywords)] };
  }
  if (isScalar(node) && node.value !== null) return { kind: 'any-of', node, parts: [keywordItem([node])] };
  return { kind: 'as-written', node };
}

/** The detection with its searches as the pipelines left them; everything else in it is kept. */
export function writeIdentifiers(node: unknown, { identifiers }: BodyDraft): unknown {
  if (!isMap(node)) return node;
  const searches = new Map(identifiers.map(({ name, search }) => [name, search]));
  const pairs = node.items.map((pair) => {
    const search = searches.get(keyText(pair.key));
    return search === undefined ? pair : new Pair(pair.key, writeSearch(search));
  });
  return placed(mapOf(pairs), node);
}

/** A search as a YAML node that points into the file in which it began. */
export function writeSearch(search: SearchDraft): unknown {
  if (search.kind === 'as-written') return search.node;
  if (search.kind === 'item') return placed(mapOf([writeItem(search)]), search.key);
  if (search.kind === 'any-of') {
    const list = new YAMLSeq<unknown>();
    list.items = search.parts.flatMap((part): readonly unknown[] =>
      isKeywordItem(part) ? part.values : [writeSearch(part)],
    );
    return placed(list, search.node);
  }
  return placed(mapOf(search.parts.map((part) => (part.kind === 'item' ? writeItem(part) : group(part)))), search.node);
}

/** A scalar with another value in the place of the first. A number is written the way JSON writes it. */
export function scalarLike(original: Scalar, value: string | number | boolean | null): Scalar {
  const scalar = placed(new Scalar<unknown>(value), original);
  if (typeof value !== 'string') scalar.source = String(value);
  return scalar;
}

function readItem(pair: Pair, isRelative: boolean): SearchDraft {
  const [field = '', ...words] = keyText(pair.key).split('|');
  const item = { kind: 'item', field, words, isRelative, key: pair.key, applied: nothing } as const;
  if (words.length === 1 && words[0] === ANY_ELEMENT)
    return { ...item, values: [], inside: readSearch(pair.value, true) };
  const values = isSeq(pair.value) ? pair.value.items : [pair.value];
  const scalars = values.filter((value) => isScalar(value));
  const isComplete = scalars.length === values.length && scalars.length > 0;
  if (!isComplete || (isSeq(pair.value) && scalars.some(({ value }) => value === null)))
    return { kind: 'as-written', node: placed(mapOf([pair]), pair.key) };
  return { ...item, values: scalars, inside: undefined };
}

function keywordItem(values: readonly Scalar[]): ItemDraft {
  return {
    kind: 'item',
    field: '',
    words: [],
    values,
    inside: undefined,
    isRelative: false,
    key: undefined,
    applied: nothing,
  };
}

/** Keywords of a list have no key of their own. */
function isKeywordItem(part: SearchDraft): part is ItemDraft {
  return part.kind === 'item' && part.key === undefined;
}

function writeItem({ field, words, values, inside, key }: ItemDraft): Pair {
  const name = new Scalar([field, ...words].join('|'));
  // What the file writes there stays the source: a modifier is found in it, and pointed at.
  if (isScalar(key) && key.source !== undefined) name.source = key.source;
  if (isScalar(key) && key.type !== undefined) name.type = key.type;
  placed(name, key);
  if (inside !== undefined) return new Pair(name, writeSearch(inside));
  if (values.length === 1) return new Pair(name, values[0]);
  const list = new YAMLSeq<unknown>();
  list.items = [...values];
  return new Pair(name, placed(list, key));
}

function group(part: SearchDraft): Pair {
  return new ItemGroup(writeSearch(part));
}

function mapOf(pairs: readonly Pair[]): YAMLMap {
  const map = new YAMLMap();
  map.items = [...pairs];
  return map;
}

function placed<T extends Scalar | YAMLMap | YAMLSeq>(node: T, place: unknown): T {
  const { start, end } = spanOf(place);
  node.range = [start, end, end];
  return node;
}
