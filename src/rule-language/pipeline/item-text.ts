/**
 * The text values of an item, as transformations see them: `contains`, `startswith` and `endswith` are written out
 * as wildcards, because pipelines are made for values that have been through their modifiers.
 */
import type { Scalar } from 'yaml';
import { ruleValue } from '../parse-search.ts';
import { scalarLike } from './read-draft.ts';
import type { ItemDraft, SearchDraft } from './rule-draft.ts';

const positions: readonly string[] = ['contains', 'startswith', 'endswith'];
/** Modifiers beside which a position may be written out. */
const foldable: ReadonlySet<string> = new Set([...positions, 'all', 'cased', 'neq', 'expand']);
/** Modifiers under which a value is a text; it is encoded, or its dashes are varied, after the pipelines. */
const textual: ReadonlySet<string> = new Set([
  ...foldable,
  ...['windash', 'utf16le', 'wide', 'utf16be', 'utf16', 'base64', 'base64offset'],
]);

/** The values of an item; undefined in the place of one that is no text to its modifiers, such as null. */
export function textsOf(item: ItemDraft): readonly (string | undefined)[] {
  if (item.words.some((word) => !textual.has(word))) return item.values.map(() => undefined);
  return item.values.map((value) => textOfValue(item, value));
}

/**
 * The item with other texts; `change` answers with the texts that a text stands for, or undefined to keep it. Where
 * all values must hold, one that has become several is any of these.
 */
export function withTexts(item: ItemDraft, change: (text: string) => readonly string[] | undefined): SearchDraft {
  const texts = textsOf(item);
  const changed = texts.map((text) => (text === undefined ? undefined : change(text)));
  if (changed.every((result) => result === undefined)) return item;
  const alternatives = item.values.map((value, index): readonly Scalar[] => {
    const text = texts[index];
    return text === undefined ? [value] : (changed[index] ?? [text]).map((one) => scalarLike(value, one));
  });
  const words = foldsPosition(item) ? item.words.filter((word) => !positions.includes(word)) : item.words;
  return withAlternatives({ ...item, words }, alternatives);
}

/** The item with other values, several in the place of each. */
export function withAlternatives(item: ItemDraft, alternatives: readonly (readonly Scalar[])[]): SearchDraft {
  const isAll = item.words.includes('all');
  if (isAll && alternatives.some((values) => values.length > 1)) {
    const words = item.words.filter((word) => word !== 'all');
    return { kind: 'all-of', node: item.key, parts: alternatives.map((values) => ({ ...item, words, values })) };
  }
  const values = alternatives.flat();
  return { ...item, values, words: values.length === 1 ? item.words.filter((word) => word !== 'all') : item.words };
}

/** A keyword's position cannot be written out: one without stands anywhere. */
function foldsPosition({ field, words }: ItemDraft): boolean {
  return (
    field !== '' &&
    words.every((word) => foldable.has(word)) &&
    words.filter((word) => positions.includes(word)).length === 1
  );
}

function textOfValue(item: ItemDraft, value: Scalar): string | undefined {
  const read = ruleValue(value);
  if (read.kind === 'null') return undefined;
  const { text } = read;
  if (!foldsPosition(item)) return text;
  const hasStart = item.words.includes('startswith');
  const hasEnd = item.words.includes('endswith');
  return `${hasStart ? '' : '*'}${hasEnd ? text : `${beforeWildcard(text)}*`}`;
}

/** A backslash at the end would take the wildcard's meaning away. */
function beforeWildcard(text: string): string {
  const backslashes = /\\*$/u.exec(text)?.[0].length ?? 0;
  return backslashes % 2 === 1 ? `${text}\\` : text;
}
