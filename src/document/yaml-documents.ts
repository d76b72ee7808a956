/**
 * Reads the YAML documents of a rule file: duplicate keys and alias bombs are diagnostics, legacy collections
 * (`action: global | reset | repeat`) are folded into complete documents.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, Pair, parseAllDocuments, YAMLMap } from 'yaml';
import type { Alias, Document, Node } from 'yaml';
import { nearestName } from '../std/did-you-mean.ts';
import type { Diagnostic } from './diagnostic.ts';
import { didYouMean, reporterFor, type Reporter } from './reporter.ts';

/** One complete document of a file: its root map, free of aliases. */
export interface YamlDocument {
  readonly root: YAMLMap;
  /** The document's own text. */
  readonly source: string;
  /** The document as plain values. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly reporter: Reporter;
}

/** Nodes that one document may hold once its aliases are written out. */
const nodesMax = 50_000;
const depthMax = 64;
const textLengthMax = 2_000_000;
const actions: readonly string[] = ['global', 'reset', 'repeat'];

/** All documents of a file; what cannot be read is reported and left out, the rest goes on. */
export function readDocuments(file: string, text: string, sink: Diagnostic[]): readonly YamlDocument[] {
  const lineCounter = countedLines(text);
  const reporter = reporterFor(file, lineCounter, sink);
  if (text.length > textLengthMax) {
    reporter.error('file-too-large', undefined, `the file is longer than ${textLengthMax} characters`);
    return [];
  }
  const parsed = parseAllDocuments(text, { uniqueKeys: true, prettyErrors: false, version: '1.2' });
  const documents = Array.isArray(parsed) ? parsed : [];
  const roots = documents.flatMap((document) => {
    const root = checkedRoot(document, reporter);
    return root === undefined ? [] : [root];
  });
  if (documents.every((document) => isEmpty(document) && document.errors.length === 0)) {
    reporter.error('empty-file', undefined, 'the file holds no document');
  }
  return foldCollections(roots, reporter).map(({ root, own }) => ({
    root,
    source: text.slice(own.range?.[0] ?? 0, own.range?.[2] ?? text.length),
    value: plainValue(root) as Readonly<Record<string, unknown>>,
    reporter: reporterFor(file, lineCounter, sink),
  }));
}

/** Lines by our own count: the parser's misses some where the syntax is broken, and every place behind them is wrong. */
function countedLines(text: string): LineCounter {
  const lineCounter = new LineCounter();
  lineCounter.addNewLine(0);
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) lineCounter.addNewLine(end + 1);
  return lineCounter;
}

/** A YAML node as plain values. Maps have no prototype, so that no key of a file means anything to the language. */
export function plainValue(node: unknown): unknown {
  if (isMap(node)) {
    const value = Object.create(null) as Record<string, unknown>;
    for (const pair of node.items) value[keyText(pair.key)] = plainValue(pair.value);
    return value;
  }
  if (isSeq(node)) return node.items.map(plainValue);
  if (!isScalar(node)) return null;
  return typeof node.value === 'bigint' ? Number(node.value) : (node.value ?? null);
}

/** A map key as text. */
export function keyText(key: unknown): string {
  if (!isScalar(key)) return typeof key === 'string' ? key : '';
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** The value node under a key of a map. */
export function childOf(node: unknown, key: string | number): Node | undefined {
  if (isMap(node)) return node.items.find((pair) => keyText(pair.key) === String(key))?.value as Node | undefined;
  return isSeq(node) && typeof key === 'number' ? (node.items[key] as Node | undefined) : undefined;
}

/** The key node of a map, to point at. */
export function keyNodeOf(node: unknown, key: string): unknown {
  return isMap(node) ? node.items.find((pair) => keyText(pair.key) === key)?.key : undefined;
}

function checkedRoot(document: Document.Parsed, reporter: Reporter): YAMLMap | undefined {
  for (const error of document.errors) {
    const span = { start: error.pos[0], end: error.pos[1] };
    const code = error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'yaml-syntax';
    reporter.error(code, span, code === 'duplicate-key' ? 'this key stands here twice' : error.message);
  }
  if (document.errors.length > 0 || isEmpty(document)) return undefined;
  if (!isMap(document.contents)) {
    reporter.error(
      'not-a-map',
      document.contents,
      'a document must be a map with keys such as "title" and "detection"',
    );
    return undefined;
  }
  const budget: Budget = { nodes: 0, lost: undefined, merging: [] };
  if (writeOutAliases(document.contents, document, budget, 0)) {
    // Only now: a later alias may name what stands below a merge key.
    for (const map of budget.merging) takeOverMerged(map);
    return document.contents;
  }
  if (budget.lost !== undefined) {
    reporter.error('unknown-alias', budget.lost, `nothing is anchored as "&${budget.lost.source}"`, {
      suggestion: `write '*${budget.lost.source}' if the text is meant`,
      help: 'in YAML a bare * is an alias of what an anchor names',
    });
    return undefined;
  }
  reporter.error(
    'document-too-large',
    document.contents,
    `with its aliases written out the document has more than ${nodesMax} nodes or ${depthMax} levels`,
  );
  return undefined;
}

/** Nothing but comments, as behind a `---` at the end of a file. */
function isEmpty({ contents }: Document.Parsed): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && contents.source === '');
}

/** What writing out may cost, the first alias that leads nowhere, and the maps with a merge key, inner ones first. */
interface Budget {
  nodes: number;
  lost: Alias | undefined;
  readonly merging: YAMLMap[];
}

/** Replaces aliases by what they stand for; false where that exceeds the limits (an alias bomb, a cycle). */
function writeOutAliases(node: unknown, document: Document.Parsed, budget: Budget, depth: number): boolean {
  budget.nodes += 1;
  if (budget.nodes > nodesMax || depth > depthMax) return false;
  if (isMap(node)) {
    const isWithin = node.items.every((pair) => {
      if (isAlias(pair.value)) pair.value = resolved(pair.value, document, budget);
      return pair.value !== undefined && !isAlias(pair.key) && writeOutAliases(pair.value, document, budget, depth + 1);
    });
    if (mergeOf(node) !== undefined) budget.merging.push(node);
    return isWithin;
  }
  if (isSeq(node)) {
    return node.items.every((item, index) => {
      if (isAlias(item)) node.items[index] = resolved(item, document, budget);
      return node.items[index] !== undefined && writeOutAliases(node.items[index], document, budget, depth + 1);
    });
  }
  return true;
}

function resolved(alias: Alias, document: Document.Parsed, budget: Budget): Node | undefined {
  const node = alias.resolve(document);
  if (node === undefined) budget.lost ??= alias;
  return node;
}

function mergeOf(map: YAMLMap): YAMLMap['items'][number] | undefined {
  return map.items.find(({ key }) => isScalar(key) && key.value === '<<' && key.type === 'PLAIN');
}

/** YAML's merge key `<<`: what a map says itself goes before what it takes over; of several maps the first goes first. */
function takeOverMerged(map: YAMLMap): void {
  const merge = mergeOf(map);
  const sources = isSeq(merge?.value) ? merge.value.items : [merge?.value];
  if (merge === undefined || !sources.every((source) => isMap(source))) return;
  const own = map.items.filter((pair) => pair !== merge);
  const names = new Set(own.map(({ key }) => keyText(key)));
  const taken: YAMLMap['items'] = [];
  for (const pair of sources.flatMap((source) => source.items)) {
    if (!names.has(keyText(pair.key))) taken.push(pair);
    names.add(keyText(pair.key));
  }
  map.items = [...taken, ...own];
}

interface Folded {
  readonly root: YAMLMap;
  /** The document as written, for its text. */
  readonly own: YAMLMap;
}

function foldCollections(roots: readonly YAMLMap[], reporter: Reporter): readonly Folded[] {
  const folded: Folded[] = [];
  let shared: YAMLMap | undefined;
  let previous: YAMLMap | undefined;
  for (const own of roots) {
    const action = childOf(own, 'action');
    const word = isScalar(action) ? String(action.value) : undefined;
    if (word !== undefined && !actions.includes(word)) {
      const suggestion = didYouMean(nearestName(word, actions));
      reporter.error('unknown-action', action, `unknown action "${word}"`, {
        suggestion,
        help: 'allowed here: global, reset, repeat',
      });
      continue;
    }
    const body = withoutAction(own);
    if (word === 'global') {
      shared = shared === undefined ? body : merged(shared, body);
      continue;
    }
    if (word === 'reset') shared = undefined;
    if (word === 'repeat' && previous === undefined) {
      reporter.error('nothing-to-repeat', action, 'there is no document before this one to repeat');
      continue;
    }
    const base = word === 'repeat' ? previous : shared;
    previous = base === undefined ? body : merged(base, body);
    if (previous.items.length > 0) folded.push({ root: previous, own });
  }
  return folded;
}

function withoutAction(map: YAMLMap): YAMLMap {
  if (childOf(map, 'action') === undefined) return map;
  return mapOf(
    map,
    map.items.filter((pair) => keyText(pair.key) !== 'action'),
  );
}

/** Both maps in one; where both have a key, maps are merged and everything else is the later one's. */
function merged(base: YAMLMap, over: YAMLMap): YAMLMap {
  const pairs = base.items.map((pair) => {
    const own = childOf(over, keyText(pair.key));
    if (own === undefined) return pair;
    return new Pair(pair.key, isMap(pair.value) && isMap(own) ? merged(pair.value, own) : own);
  });
  const added = over.items.filter((pair) => childOf(base, keyText(pair.key)) === undefined);
  return mapOf(over, [...pairs, ...added]);
}

function mapOf(place: YAMLMap, pairs: YAMLMap['items']): YAMLMap {
  const map = new YAMLMap();
  map.items = pairs;
  if (place.range) map.range = place.range;
  return map;
}
