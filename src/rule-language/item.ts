/** Turns one item of a search, `field|modifier|…: values`, into tests: names, pairs and order first, then the values. */
import { nearestName } from '../std/did-you-mean.ts';
import type { FieldTest, TextRelation } from './detection.ts';
import {
  isProblem,
  type ItemContext,
  type Modifier,
  type Placeholders,
  type Problem,
  type RuleValue,
  type TextDraft,
} from './modifiers/modifier.ts';
import { contains } from './modifiers/position.ts';
import { mayCombine } from './modifiers/registry.ts';
import { literalPattern, parsePattern } from './pattern.ts';

/** The one modifier whose value is a search, put to one element of a list: no {@link Modifier}, it asks nothing of a value. */
export const ANY_ELEMENT = 'any_element';

/** The modifiers of one item, checked against each other. */
export interface ItemModifiers {
  readonly modifiers: readonly Modifier[];
  readonly names: ReadonlySet<string>;
}

/** A problem in the list of modifiers; `word` is the one to point at. */
export interface ModifierProblem extends Problem {
  readonly word: string;
  readonly nearest?: string | undefined;
}

/** Looks the names up and checks that they may stand together, in this order. */
export function checkModifiers(
  words: readonly string[],
  table: ReadonlyMap<string, Modifier>,
): ItemModifiers | ModifierProblem {
  const modifiers: Modifier[] = [];
  for (const word of words) {
    const modifier = table.get(word);
    if (modifier === undefined) return unknownModifier(word, table);
    const clash = modifiers
      .map((earlier) => pairProblem(earlier, modifier, word))
      .find((problem) => problem !== undefined);
    if (clash !== undefined) return clash;
    modifiers.push(modifier);
  }
  const names = new Set(modifiers.map(({ name }) => name));
  const lonely = modifiers.find(({ needs }) => needs.length > 0 && !needs.some((name) => names.has(name)));
  if (lonely === undefined) return { modifiers, names };
  return {
    code: 'modifier-alone',
    problem: `"${lonely.name}" needs "${lonely.needs.join('" or "')}" beside it`,
    word: words[modifiers.indexOf(lonely)] ?? lonely.name,
  };
}

/** The test that one value asks for. */
export function readValue(
  value: RuleValue,
  { modifiers, names }: ItemModifiers,
  placeholders: Placeholders,
  isKeyword: boolean,
): FieldTest | Problem {
  const context: ItemContext = { names, placeholders };
  const operator =
    modifiers.find(({ name }) => timeNames.has(name)) ?? modifiers.find(({ role }) => role === 'operator');
  if (operator?.role === 'operator') return operator.read(value, context);
  if (value.kind === 'null') return readNull(modifiers);
  const options = { keepsBackslashes: names.has('expand') };
  let draft: TextDraft = {
    alternatives: [value.kind === 'text' ? parsePattern(value.text, options) : literalPattern(value.text)],
    isBytes: false,
  };
  for (const modifier of withKeywordPosition(modifiers, isKeyword)) {
    if (modifier.role !== 'transform') continue;
    const transformed = modifier.transform(draft, context);
    if (isProblem(transformed)) return transformed;
    draft = transformed;
  }
  const tests = draft.alternatives.map((pattern): FieldTest & { kind: 'text' } => ({
    kind: 'text',
    pattern,
    cased: names.has('cased'),
  }));
  const [first, ...more] = tests;
  return first !== undefined && more.length === 0 ? first : { kind: 'either', tests };
}

const timeNames: ReadonlySet<string> = new Set(['minute', 'hour', 'day', 'week', 'month', 'year']);
const positions: readonly TextRelation[] = ['contains', 'startswith', 'endswith'];

/** A keyword without a position may stand anywhere in a text. */
function withKeywordPosition(modifiers: readonly Modifier[], isKeyword: boolean): readonly Modifier[] {
  if (!isKeyword || modifiers.some(({ name }) => positions.some((position) => position === name))) return modifiers;
  return [...modifiers, contains];
}

function readNull(modifiers: readonly Modifier[]): FieldTest | Problem {
  const [first] = modifiers;
  if (first === undefined) return { kind: 'null' };
  return {
    code: 'null-with-modifier',
    problem: `null cannot be combined with "${first.name}"`,
    help: 'null alone means absent or null; "exists" asks for the opposite',
  };
}

function unknownModifier(word: string, table: ReadonlyMap<string, Modifier>): ModifierProblem {
  const names = [...new Set([ANY_ELEMENT, ...[...table.values()].map(({ name }) => name)])].sort();
  return {
    code: 'unknown-modifier',
    problem: `unknown modifier "${word}"`,
    word,
    nearest: nearestName(word, names),
    help: `allowed here: ${names.join(', ')}`,
  };
}

function pairProblem(earlier: Modifier, later: Modifier, word: string): ModifierProblem | undefined {
  if (earlier.name === later.name)
    return { code: 'duplicate-modifier', problem: `"${later.name}" stands here twice`, word };
  if (!mayCombine(earlier, later)) {
    const allowed = earlier.combinesWith.length === 0 ? 'nothing' : [...earlier.combinesWith].sort().join(', ');
    return {
      code: 'modifiers-cannot-combine',
      problem: `"${earlier.name}" and "${later.name}" cannot be combined`,
      word,
      help: `"${earlier.name}" combines with: ${allowed}`,
    };
  }
  if (!later.standsBefore.includes(earlier.name)) return undefined;
  return {
    code: 'modifier-order',
    problem: `"${later.name}" must stand before "${earlier.name}"`,
    word,
    help: `modifiers are applied from left to right: write "${later.name}|${earlier.name}"`,
  };
}
