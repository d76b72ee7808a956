/** Transformations of text values. They see `contains`, `startswith` and `endswith` written out as wildcards. */
import type { RE2JS } from 're2js';
import { z } from 'zod';
import { RE2JS as engine } from 're2js';
import { parsePattern } from '../../pattern.ts';
import type { PatternToken } from '../../detection.ts';
import { textsOf, withAlternatives, withTexts } from '../item-text.ts';
import { oneOrMore, optionNode, type OptionSource, readRegex } from '../options.ts';
import { actsOn, marked, type Transformation } from '../pipeline.ts';
import { scalarLike } from '../read-draft.ts';
import { type ItemDraft, mapRule, type SearchDraft } from '../rule-draft.ts';
import { snakeCase } from './field-names.ts';
import { type TransformationKind, transformationKind } from './transformation.ts';

/** All transformations of text values. */
export const stringTransformations: readonly TransformationKind[] = [
  transformationKind(
    {
      type: 'replace_string',
      summary: 'replaces what a regular expression finds in text values; `\\1` and `\\g<name>` are its groups',
      options: {
        regex: z.string(),
        replacement: z.string(),
        skip_special: z.boolean().default(false),
        interpret_special: z.boolean().default(false),
      },
    },
    ({ regex, replacement, skip_special: skips, interpret_special: interprets }, source) => {
      const compiled = readRegex(regex, optionNode(source, 'regex'), source);
      if (compiled === undefined || !hasGroups(compiled, replacement, source)) return undefined;
      if (!skips) return onTexts((text) => ifChanged(text, replaceAll(text, compiled, replacement)));
      return onTexts((text) => ifChanged(text, betweenWildcards(text, compiled, replacement, interprets)));
    },
  ),
  transformationKind(
    {
      type: 'map_string',
      summary: 'gives exact text values other forms; one with several is any of them',
      options: { mapping: z.record(z.string(), oneOrMore) },
    },
    ({ mapping }) => {
      const forms = new Map(Object.entries(mapping));
      return onTexts((text) => forms.get(text));
    },
  ),
  transformationKind(
    {
      type: 'case',
      summary: 'spells text values in `lower` case, `upper` case or `snake_case`; it matters under `cased`',
      options: { method: z.enum(['lower', 'upper', 'snake_case']).default('lower') },
    },
    ({ method }) => onTexts((text) => ifChanged(text, outsidePlaceholders(text, cases[method]))),
  ),
  transformationKind(
    {
      type: 'regex',
      summary: 'writes text values as regular expressions that mean the same',
      options: {
        method: z.enum(['plain', 'ignore_case_flag', 'ignore_case_brackets']).default('ignore_case_brackets'),
      },
    },
    ({ method }) =>
      (rule, scope) =>
        mapRule(rule, (item) => {
          if (!actsOn(rule, scope, item) || !isPlain(item)) return item;
          return asRegex(marked(item, scope), method);
        }),
  ),
];

const cases = {
  lower: (text: string) => text.toLowerCase(),
  upper: (text: string) => text.toUpperCase(),
  snake_case: snakeCase,
};

function onTexts(change: (text: string) => readonly string[] | undefined): Transformation {
  return (rule, scope) =>
    mapRule(rule, (item) => {
      if (!actsOn(rule, scope, item)) return item;
      const changed = withTexts(item, change);
      return changed === item ? item : withTexts(marked(item, scope), change);
    });
}

function ifChanged(text: string, changed: string): readonly string[] | undefined {
  return changed === text ? undefined : [changed];
}

/** Wildcards are left alone; what is put in is literal, unless it is to be interpreted. */
function betweenWildcards(text: string, regex: RE2JS, replacement: string, interprets: boolean): string {
  return parsePattern(text)
    .map((token) => {
      if (token.kind !== 'literal') return token.kind === 'any-one' ? '?' : '*';
      const replaced = replaceAll(token.text, regex, replacement);
      return interprets ? replaced : literally(replaced);
    })
    .join('');
}

function literally(text: string): string {
  return text.replace(/[*?\\]/gu, '\\$&');
}

const GROUP = /\\(?:(\d)|g<(\w+)>|([\\nt]))/gu;

/** Whether the expression has every group of the replacement; without, a part of the text would be gone without a word. */
function hasGroups(regex: RE2JS, replacement: string, source: OptionSource): boolean {
  const wanted = [...replacement.matchAll(GROUP)].flatMap(([, digit, name]) => digit ?? name ?? []);
  const missing = wanted.find((group) =>
    /^\d+$/u.test(group) ? Number(group) > regex.groupCount() : regex.namedGroups()[group] === undefined,
  );
  if (missing === undefined) return true;
  const at = optionNode(source, 'replacement');
  source.document.reporter.error('invalid-value', at, `the regular expression has no group "${missing}"`);
  return false;
}

/** Groups are written the way Python does: `\1`, `\g<1>`, `\g<name>`. */
function replaceAll(text: string, regex: RE2JS, replacement: string): string {
  const matcher = regex.matcher(text);
  const groups = regex.namedGroups();
  let replaced = '';
  let from = 0;
  while (matcher.find()) {
    const filled = replacement.replace(GROUP, (_, digit?: string, name?: string, escape?: string) => {
      if (escape !== undefined) return escape === 'n' ? '\n' : escape === 't' ? '\t' : '\\';
      const number = digit ?? name ?? '';
      return matcher.group(/^\d+$/u.test(number) ? Number(number) : (groups[number] ?? 0)) ?? '';
    });
    replaced += text.slice(from, matcher.start()) + filled;
    from = matcher.end();
  }
  return replaced + text.slice(from);
}

function outsidePlaceholders(text: string, change: (text: string) => string): string {
  return text
    .split(/(%[\w.:-]+%)/u)
    .map((piece, index) => (index % 2 === 1 ? piece : change(piece)))
    .join('');
}

const plainWords: ReadonlySet<string> = new Set(['contains', 'startswith', 'endswith', 'all', 'cased', 'neq']);

function isPlain(item: ItemDraft): boolean {
  return item.field !== '' && item.words.every((word) => plainWords.has(word));
}

/** Anchored at both ends, where the text was the whole of the value. */
function asRegex(item: ItemDraft, method: 'plain' | 'ignore_case_flag' | 'ignore_case_brackets'): SearchDraft {
  const texts = textsOf(item);
  if (texts.some((text) => text === undefined)) return item;
  const isCased = item.words.includes('cased') || method === 'plain';
  const byBrackets = !isCased && method === 'ignore_case_brackets';
  const words = [
    ...item.words.filter((word) => word === 'all' || word === 'neq'),
    ...['re', 's'],
    ...(isCased || byBrackets ? [] : ['i']),
  ];
  const values = item.values.map((value, index) => {
    const pieces = parsePattern(texts[index] ?? '').map((token) => regexPiece(token, byBrackets));
    return [scalarLike(value, `^${pieces.join('')}$`)];
  });
  return withAlternatives({ ...item, words }, values);
}

function regexPiece(token: PatternToken, byBrackets: boolean): string {
  if (token.kind !== 'literal') return token.kind === 'any-one' ? '.' : '.*';
  if (!byBrackets) return engine.quote(token.text);
  return token.text.replace(/./gsu, bothCases);
}

function bothCases(character: string): string {
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  return lower === upper || lower.length > 2 || upper.length > 2 ? engine.quote(character) : `[${lower}${upper}]`;
}
