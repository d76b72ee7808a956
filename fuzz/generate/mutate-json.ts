/** JSON values that were sound once: seeds in which nodes are replaced, taken away, wrapped, written as text, repeated. */
import fc from 'fast-check';
import { isArray, isObject, type Json } from '../../src/std/json.ts';
import { jsonAround, keyAmong } from './odd.ts';

/** One change of the node that `at` counts to. */
type Change =
  | { readonly kind: 'replace'; readonly at: number; readonly value: Json }
  | { readonly kind: 'remove' | 'wrap' | 'stringify' | 'repeat' | 'empty'; readonly at: number }
  | { readonly kind: 'rename' | 'wrap-under' | 'add'; readonly at: number; readonly key: string; readonly value: Json }
  | { readonly kind: 'move'; readonly at: number; readonly from: number };

/** Nodes that a change can reach; further ones of a large seed stay as they are. */
const NODES_MAX = 400;

/** Seeds with a few changes; `words` are the names that the parser knows. */
export function mutatedJson(seeds: readonly Json[], words: readonly string[]): fc.Arbitrary<Json> {
  const at = fc.nat(NODES_MAX);
  const value = jsonAround(words);
  const key = keyAmong(words);
  const change: fc.Arbitrary<Change> = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('replace' as const), at, value }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constantFrom('remove', 'wrap', 'stringify', 'repeat', 'empty'), at }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('rename', 'wrap-under', 'add'), at, key, value }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), at, from: at }) },
  );
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(change, { maxLength: 6 }))
    .map(([seed, changes]) => changes.reduce(applied, seed));
}

function applied(root: Json, change: Change): Json {
  const nodes = Math.min(NODES_MAX, countNodes(root, NODES_MAX));
  const moved = change.kind === 'move' ? nodeAt(root, change.from % nodes) : null;
  const counter = { left: change.at % nodes };
  return edit(root, counter, (node) => changed(node, change, moved)) ?? null;
}

/** The node after the change; undefined takes it away. */
function changed(node: Json, change: Change, moved: Json): Json | undefined {
  switch (change.kind) {
    case 'replace':
      return change.value;
    case 'remove':
      return undefined;
    case 'wrap':
      return [node];
    case 'stringify':
      return JSON.stringify(node);
    case 'repeat':
      return [node, node];
    case 'empty':
      return isArray(node) ? [] : isObject(node) ? {} : '';
    case 'wrap-under':
      return Object.fromEntries([[change.key, node]]);
    case 'rename': {
      if (!isObject(node)) return node;
      const [first, ...rest] = Object.entries(node);
      return first === undefined ? node : Object.fromEntries([[change.key, first[1]], ...rest]);
    }
    case 'add':
      if (isArray(node)) return [...node, change.value];
      return isObject(node) ? Object.fromEntries([...Object.entries(node), [change.key, change.value]]) : node;
    case 'move':
      return moved;
  }
}

/** Counts down through the tree and changes the node at which the count ends. */
function edit(node: Json, counter: { left: number }, change: (node: Json) => Json | undefined): Json | undefined {
  if (counter.left-- === 0) return change(node);
  if (counter.left < 0 || typeof node !== 'object' || node === null) return node;
  if (isArray(node)) return node.map((child) => edit(child, counter, change)).filter((child) => child !== undefined);
  const pairs = Object.entries(node).map(([key, child]) => [key, edit(child, counter, change)] as const);
  return Object.fromEntries(pairs.filter((pair): pair is [string, Json] => pair[1] !== undefined));
}

function countNodes(root: Json, most: number): number {
  let count = 0;
  const open: Json[] = [root];
  for (let node = open.pop(); node !== undefined && count < most; node = open.pop()) {
    count += 1;
    if (typeof node === 'object' && node !== null)
      open.push(...(Object.values(node) as readonly Json[]).slice(0, most));
  }
  return count;
}

function nodeAt(root: Json, index: number): Json {
  let found: Json = null;
  edit(root, { left: index }, (node) => (found = node));
  return found;
}
