/**
 * A rule as its file writes it. A checked rule has forgotten where its keys stand, which of them it has, and how its
 * values were spelled; a check that speaks about those looks here.
 */
import { isCollection, isMap, isScalar, isSeq, type Pair } from 'yaml';
import type { Place } from '../../document/reporter.ts';
import { childOf, keyNodeOf, keyText, readDocuments, type YamlDocument } from '../../document/yaml-documents.ts';
import { ANY_ELEMENT } from '../../rule-language/item.ts';
import type { RuleFile } from '../../rule-language/load.ts';
import type { Rule } from '../../rule-language/rule.ts';

/** A text as the file writes it. */
export interface WrittenText {
  readonly text: string;
  readonly place: Place;
}

/** One item of a detection: `field|modifier: values`. */
export interface WrittenItem {
  readonly field: string;
  readonly modifiers: readonly string[];
  readonly place: Place;
  readonly values: readonly WrittenText[];
}

/** Keys and places of one rule. */
export interface WrittenRule {
  /** Whether the file says something under a key. */
  has(...path: readonly (string | number)[]): boolean;
  /** Where a value stands; the key of a map or list; the nearest thing above where there is none. */
  placeOf(...path: readonly (string | number)[]): Place;
  /** Where a key stands that a map has. */
  placeOfKey(...path: readonly [...(string | number)[], string]): Place;
  /** The text at a path, or those of the list there; `*` stands for every element of a list on the way. */
  texts(...path: readonly string[]): readonly WrittenText[];
  /** The items of the detection, in the order of the file. */
  items(): readonly WrittenItem[];
}

/** Reads the files again, each once and only when it is asked for. */
export function writtenRules(files: readonly RuleFile[]): (rule: Rule) => WrittenRule {
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  const documents = new Map<string, readonly YamlDocument[]>();
  return (rule) => {
    const known = documents.get(rule.file) ?? readDocuments(rule.file, texts.get(rule.file) ?? '', []);
    documents.set(rule.file, known);
    const document = known.find(({ source }) => source === rule.source);
    if (document === undefined) throw new Error(`Cannot find the rule ${rule.name} in ${rule.file} again`);
    return writtenRule(document);
  };
}

function writtenRule({ root, reporter }: YamlDocument): WrittenRule {
  return {
    has: (...path) => {
      let node: unknown = root;
      for (const step of path) node = childOf(node, step);
      return isScalar(node) ? node.value !== null : isCollection(node) && node.items.length > 0;
    },
    placeOf: (...path) => {
      let node: unknown = root;
      let at: unknown = root.items[0]?.key;
      for (const step of path) {
        const child = childOf(node, step);
        if (child === undefined) break;
        at = isCollection(child) && typeof step === 'string' ? keyNodeOf(node, step) : child;
        node = child;
      }
      return reporter.placeOf(at);
    },
    placeOfKey: (...path) => {
      let node: unknown = root;
      for (const step of path.slice(0, -1)) node = childOf(node, step);
      return reporter.placeOf(keyNodeOf(node, String(path.at(-1))));
    },
    texts: (...path) => nodesAt(root, path).flatMap((node) => textsOf(node, (one) => reporter.placeOf(one))),
    items: () => {
      const detection = childOf(root, 'detection');
      const searches = isMap(detection) ? detection.items.filter(({ key }) => !NO_SEARCH.has(keyText(key))) : [];
      return searches.flatMap(({ value }) => itemsBelow(value, (node) => reporter.placeOf(node)));
    },
  };
}

function nodesAt(node: unknown, [step, ...rest]: readonly string[]): readonly unknown[] {
  if (step === undefined) return [node];
  if (step !== '*') return nodesAt(childOf(node, step), rest);
  return isSeq(node) ? node.items.flatMap((item) => nodesAt(item, rest)) : [];
}

const NO_SEARCH: ReadonlySet<string> = new Set(['condition', 'timeframe']);

type PlaceOf = (node: unknown) => Place;

function itemsBelow(node: unknown, placeOf: PlaceOf): readonly WrittenItem[] {
  if (isSeq(node)) return node.items.flatMap((item) => itemsBelow(item, placeOf));
  return isMap(node) ? node.items.flatMap((pair) => itemsOf(pair, placeOf)) : [];
}

function itemsOf({ key, value }: Pair, placeOf: PlaceOf): readonly WrittenItem[] {
  const [field = '', ...modifiers] = keyText(key).split('|');
  if (modifiers.includes(ANY_ELEMENT)) return itemsBelow(value, placeOf);
  return [{ field, modifiers, place: placeOf(key), values: textsOf(value, placeOf) }];
}

/** A scalar that is a text, or those of a list. */
function textsOf(node: unknown, placeOf: PlaceOf): readonly WrittenText[] {
  const scalars = isSeq(node) ? node.items : [node];
  return scalars.flatMap((one) =>
    isScalar(one) && typeof one.value === 'string' ? [{ text: one.value, place: placeOf(one) }] : [],
  );
}
