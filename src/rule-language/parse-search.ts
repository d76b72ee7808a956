/** Reads what stands under a search identifier: maps (all must hold), lists (any), keywords. */
import { isMap, isScalar, isSeq, Pair, type Scalar } from 'yaml';
import type { Condition, FieldPath, FieldSearch, FieldTest, Search, ValueTest } from './detection.ts';
import { elementFieldProblem, parseFieldPath } from './field-path.ts';
import { ANY_ELEMENT, checkModifiers, type ItemModifiers, readValue } from './item.ts';
import { isProblem, type Modifier, type Placeholders, type RuleValue } from './modifiers/modifier.ts';
import { didYouMean, type Place, type Reporter, type Span, spanOf } from '../document/reporter.ts';
import { keyText } from '../document/yaml-documents.ts';

/** What reading a search needs to know. */
export interface SearchContext {
  readonly reporter: Reporter;
  readonly modifiers: ReadonlyMap<string, Modifier>;
  readonly placeholders: Placeholders;
  /** Filled with the place of every search and every value that is read. */
  readonly places: PlaceTable;
  /** The list of the normalised event in whose elements the search looks, without its prefix. */
  readonly elementsOf?: string | undefined;
}

/** Where the parts of a detection stand: searches and tests by themselves, search identifiers by their names. */
export type PlaceTable = Map<Search | FieldTest | Condition | string, Place>;

/** Modifiers that keywords may carry, which have no field. */
export const KEYWORD_MODIFIERS: ReadonlySet<string> = new Set(
  ['all', 'cased', 'contains', 'startswith', 'endswith', 'windash', 'expand', 're', 'i', 'm', 's'].concat([
    'utf16le',
    'utf16be',
    'utf16',
    'base64',
    'base64offset',
  ]),
);

/** Reads one search; undefined after a problem has been reported. */
export function parseSearch(node: unknown, context: SearchContext): Search | undefined {
  const search = parseNode(node, context);
  // A map of one item is that item, which has its place already.
  if (search !== undefined && !context.places.has(search)) context.places.set(search, context.reporter.placeOf(node));
  return search;
}

function parseNode(node: unknown, context: SearchContext): Search | undefined {
  if (isMap(node)) return parseMap(node.items, node, context);
  if (isSeq(node)) return parseList(node.items, node, context);
  if (isScalar(node) && node.value !== null) return parseKeywords([node], node, noModifiers, context);
  context.reporter.error('empty-search', node, 'a search needs a map, a list or a keyword');
  return undefined;
}

const noModifiers: ItemModifiers = { modifiers: [], names: new Set() };

function parseMap(items: readonly Pair[], node: unknown, context: SearchContext): Search | undefined {
  if (items.length === 0) {
    context.reporter.error('empty-search', node, 'this map holds no field');
    return undefined;
  }
  const searches = items.map((pair) => parseItem(pair, context));
  return bundle('all-of', searches);
}

function parseList(items: readonly unknown[], node: unknown, context: SearchContext): Search | undefined {
  if (items.length === 0) {
    context.reporter.error('empty-list', node, 'this list is empty');
    return undefined;
  }
  const keywords = items.filter((item) => isScalar(item));
  const groups = items.filter((item) => !isScalar(item)).map((item) => parseSearch(item, context));
  const search = keywords.length === 0 ? [] : [parseKeywords(keywords, node, noModifiers, context)];
  return bundle('any-of', [...groups, ...search]);
}

/** Undefined as soon as one part is; every part has been read by then, so all problems are known. */
function bundle(kind: 'all-of' | 'any-of', parts: readonly (Search | undefined)[]): Search | undefined {
  const searches = parts.filter((part) => part !== undefined);
  if (searches.length < parts.length) return undefined;
  return searches.length === 1 ? searches[0] : { kind, searches };
}

/**
 * A search in the place of an item of a map. No file can say so: it is what a pipeline makes of an item whose field has
 * several names.
 */
export class ItemGroup extends Pair {
  constructor(search: unknown) {
    super(undefined, search);
  }
}

function parseItem(pair: Pair, context: SearchContext): Search | undefined {
  if (pair instanceof ItemGroup) return parseSearch(pair.value, context);
  const search = parseKeyAndValues(pair, context);
  if (search !== undefined) context.places.set(search, context.reporter.placeOf(pair.key));
  return search;
}

function parseKeyAndValues(pair: Pair, context: SearchContext): Search | undefined {
  const { reporter } = context;
  const [fieldText = '', ...words] = keyText(pair.key).split('|');
  if (words.includes(ANY_ELEMENT)) return parseElement(fieldText, words, pair, context);
  const modifiers = checkModifiers(words, context.modifiers);
  if ('problem' in modifiers) {
    const advice = { suggestion: didYouMean(modifiers.nearest), help: modifiers.help };
    reporter.error(modifiers.code, wordSpan(pair.key, modifiers.word), modifiers.problem, advice);
    return undefined;
  }
  const values = scalarsOf(pair.value, pair.key, context);
  if (values === undefined) return undefined;
  if (values.length === 1 && modifiers.names.has('all')) {
    reporter.error('all-on-single-value', wordSpan(pair.key, 'all'), '"all" needs a list of at least two values');
    return undefined;
  }
  if (fieldText === '') return parseKeywords(values, pair.key, modifiers, context);
  return parseField(fieldText, pair, values, modifiers, context);
}

function parseElement(
  fieldText: string,
  words: readonly string[],
  pair: Pair,
  context: SearchContext,
): Search | undefined {
  const { reporter } = context;
  if (words.length > 1) {
    reporter.error('modifiers-cannot-combine', pair.key, `"${ANY_ELEMENT}" stands alone`, {
      help: 'put modifiers on the fields inside the element',
    });
    return undefined;
  }
  const field = readField(fieldText, pair, context);
  if (!isMap(pair.value) && !(isSeq(pair.value) && pair.value.items.every((item) => isMap(item)))) {
    reporter.error('element-needs-map', pair.value ?? pair.key, `"${ANY_ELEMENT}" needs a map of fields`, {
      help: 'all of them must hold for one element of the list; a list of maps stands for any of these',
    });
    return undefined;
  }
  const elementsOf = field?.origin === 'audit' ? field.segments.join('.') : undefined;
  const search = parseSearch(pair.value, { ...context, elementsOf });
  return field === undefined || search === undefined ? undefined : { kind: 'element', field, search };
}

function readField(fieldText: string, pair: Pair, { reporter, elementsOf }: SearchContext): FieldPath | undefined {
  const field = parseFieldPath(fieldText);
  if (!('problem' in field)) {
    const unknown = elementsOf === undefined ? undefined : elementFieldProblem(fieldText, elementsOf);
    if (unknown !== undefined) {
      const advice = { suggestion: didYouMean(unknown.nearest), help: unknown.help };
      reporter.warn('unknown-element-field', wordSpan(pair.key, fieldText), unknown.problem, advice);
    }
    return field;
  }
  const advice = { suggestion: didYouMean(field.nearest), help: field.help };
  reporter.error(field.code, wordSpan(pair.key, fieldText), field.problem, advice);
  return undefined;
}

function parseField(
  fieldText: string,
  pair: Pair,
  values: readonly Scalar[],
  modifiers: ItemModifiers,
  context: SearchContext,
): FieldSearch | undefined {
  const field = readField(fieldText, pair, context);
  if (field === undefined) return undefined;
  const tests = readValues(values, modifiers, context, false);
  if (tests === undefined) return undefined;
  const [quantifier, negated] = [modifiers.names.has('all') ? 'all' : 'any', modifiers.names.has('neq')] as const;
  return { kind: 'field', field, quantifier, negated, tests };
}

function parseKeywords(
  values: readonly Scalar[],
  at: unknown,
  modifiers: ItemModifiers,
  context: SearchContext,
): Search | undefined {
  const stranger = [...modifiers.names].find((name) => !KEYWORD_MODIFIERS.has(name));
  if (stranger !== undefined) {
    const help = `allowed for keywords: ${[...KEYWORD_MODIFIERS].sort().join(', ')}`;
    context.reporter.error('modifier-needs-field', at, `"${stranger}" needs a field; keywords have none`, { help });
    return undefined;
  }
  const empty = values.find((value) => value.value === '' || value.value === null);
  if (empty !== undefined) {
    context.reporter.error('empty-keyword', empty, 'a keyword must be a text that is not empty');
    return undefined;
  }
  const tests = readValues(values, modifiers, context, true);
  if (tests === undefined) return undefined;
  return { kind: 'keyword', quantifier: modifiers.names.has('all') ? 'all' : 'any', tests: tests.filter(isValueTest) };
}

function readValues(
  values: readonly Scalar[],
  modifiers: ItemModifiers,
  context: SearchContext,
  isKeyword: boolean,
): readonly FieldTest[] | undefined {
  const tests: FieldTest[] = [];
  for (const node of values) {
    const test = readValue(ruleValue(node), modifiers, context.placeholders, isKeyword);
    if (isProblem(test)) {
      context.reporter.error(test.code, node, test.problem, { help: test.help });
      continue;
    }
    context.places.set(test, context.reporter.placeOf(node));
    tests.push(test);
  }
  return tests.length === values.length ? tests : undefined;
}

function scalarsOf(node: unknown, key: unknown, { reporter }: SearchContext): readonly Scalar[] | undefined {
  if (isScalar(node)) return [node];
  if (isMap(node)) {
    reporter.error('value-is-map', node, 'a value must be a text, a number, a boolean, null or a list of them', {
      help: `write nested fields with dots: "userIdentity.type"; "${ANY_ELEMENT}" matches inside one element of a list`,
    });
    return undefined;
  }
  const items = isSeq(node) ? node.items : [];
  if (items.length === 0) reporter.error('empty-list', isSeq(node) ? node : key, 'this list of values is empty');
  const wrong = items.find((item) => !isScalar(item) || item.value === null);
  if (wrong !== undefined) {
    const isNull = isScalar(wrong);
    reporter.error(
      isNull ? 'null-in-list' : 'value-is-nested',
      wrong,
      isNull ? 'null cannot stand in a list of values' : 'a list of values holds texts, numbers and booleans only',
      isNull ? { help: 'give null its own search identifier and join them with "or"' } : {},
    );
  }
  return items.length === 0 || wrong !== undefined ? undefined : items.filter((item) => isScalar(item));
}

/** A YAML scalar as a value. Numbers that JSON would write otherwise (`012345678901`) are taken as the text they are. */
export function ruleValue({ value, source }: Scalar): RuleValue {
  if (value === null || value === undefined) return { kind: 'null' };
  if (typeof value === 'boolean') return { kind: 'boolean', value, text: String(value) };
  if (typeof value !== 'number') return { kind: 'text', text: typeof value === 'string' ? value : String(source) };
  const isExact = !Number.isInteger(value) || (Number.isSafeInteger(value) && !/^[+-]?0\d/u.test(source ?? ''));
  return { kind: 'number', value, text: isExact ? String(value) : (source ?? String(value)) };
}

function isValueTest(test: FieldTest): test is ValueTest {
  return test.kind !== 'null' && test.kind !== 'exists' && test.kind !== 'fieldref' && test.kind !== 'predicate';
}

/** Where a word stands in a key such as `field|contains|all`. */
function wordSpan(key: unknown, word: string): Span {
  const span = spanOf(key);
  const written = isScalar(key) && key.source !== undefined ? key.source : keyText(key);
  const parts = written.split('|');
  const index = parts.indexOf(word);
  if (index < 0) return span;
  const quote = isScalar(key) && (key.type === 'QUOTE_SINGLE' || key.type === 'QUOTE_DOUBLE') ? 1 : 0;
  const start = span.start + quote + parts.slice(0, index).reduce((sum, part) => sum + part.length + 1, 0);
  return { start, end: start + word.length };
}
