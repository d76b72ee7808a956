/**
 * The tables of docs/rule-language.md, from what reads the rules. In the manual each stands between
 * `<!-- table: NAME -->` and `<!-- end of table -->`.
 */
import { rawEventView } from '../src/events/event-view.ts';
import { auditFields } from '../src/rule-language/audit-fields.ts';
import { loadBases } from '../src/rule-language/base-event.ts';
import { ANY_ELEMENT } from '../src/rule-language/item.ts';
import { sigmaModifiers } from '../src/rule-language/modifiers/registry.ts';
import { policyPredicateList } from '../src/rule-language/policy-predicates.ts';
import { sharedKeys } from '../src/rule-language/rule-schema.ts';
import { ruleJsonSchema } from '../src/rule-language/schema.ts';
import { SENTENCE_HOLE_MEANINGS } from '../src/rule-language/template.ts';
import { at, isArray, isObject, type Json, type JsonObject } from '../src/std/json.ts';
import { baseFiles } from './shipped-rules.fixture.ts';
import { code, table } from '../src/workshop/page/markdown.ts';

const rule = at(ruleJsonSchema(), '$defs', 'rule');

/** Name → Markdown. */
export const manualTables: ReadonlyMap<string, string> = new Map([
  ['keys of Sigma', keyTable(rule, (key) => [...sharedKeys, 'logsource', 'detection'].includes(key))],
  ['keys of iamwatch', keyTable(rule, (key) => ![...sharedKeys, 'logsource', 'detection'].includes(key))],
  ['logsource', keyTable(at(rule, 'properties', 'logsource'))],
  ['variation', keyTable(at(rule, 'properties', 'variations', 'items'))],
  ['attack', keyTable(at(rule, 'properties', 'attack'))],
  ['threshold', keyTable(at(rule, 'properties', 'threshold'))],
  ['new terms', keyTable(at(rule, 'properties', 'new_terms'))],
  ['modifier', keyTable(at(rule, 'properties', 'modifiers', 'items'))],
  [
    'correlation types',
    wordTable(at(ruleJsonSchema(), '$defs', 'correlation', 'properties', 'correlation', 'properties', 'type')),
  ],
  ['test', keyTable(at(rule, 'properties', 'tests', 'items'))],
  ['levels', wordTable(at(rule, 'properties', 'level'))],
  ['test kinds', wordTable(at(rule, 'properties', 'tests', 'items', 'properties', 'kind'))],
  ['base events', baseEventTable()],
  [
    'holes',
    table(
      ['Hole', 'Filled with'],
      [...SENTENCE_HOLE_MEANINGS].map(([hole, about]) => [code(hole), about]),
    ),
  ],
  ['modifiers', modifierTable()],
  [
    'predicates',
    table(
      ['Predicate', '`true` where', 'List of the profile'],
      policyPredicateList.map(({ name, about, needs }) => [code(name), about, needs ?? '']),
    ),
  ],
  [
    'fields',
    table(
      ['Field', 'Holds'],
      [...auditFields].map(([name, about]) => [code(`iamwatch.${name}`), about]),
    ),
  ],
]);

/** The base events that come with iamwatch, told by what they are once they are read. */
function baseEventTable(): string {
  const rows = [...loadBases(baseFiles).bases].map(([name, event]) => {
    const { cloud, actor, source, action, outcome } = rawEventView(event).audit();
    return [code(name), cloud, `${actor.kind}, by ${source.accessMethod}`, `${code(action ?? '')}: ${outcome}`];
  });
  return table(['Base event', 'Cloud', 'Who acts, and how', 'What'], rows);
}

function keyTable(schema: Json | undefined, isWanted: (key: string) => boolean = () => true): string {
  const required = at(schema, 'required');
  const rows = Object.entries(objectOf(at(schema, 'properties')))
    .filter(([key]) => isWanted(key))
    .map(([key, property]) => [
      `${code(key)}${isArray(required) && required.includes(key) ? ' (required)' : ''}`,
      `${plain(at(property, 'description'))}${wordsOf(property)}`,
      exampleOf(property),
    ]);
  return table(['Key', 'Meaning', 'Example'], rows);
}

/** The words of which a key takes one, where they are not explained by a table of their own. */
function wordsOf(property: Json): string {
  const words = at(property, 'enum');
  return isArray(words) ? `: ${words.map((word) => code(plain(word))).join(', ')}` : '';
}

function exampleOf(property: Json): string {
  const examples = at(property, 'examples');
  const byDefault = at(property, 'default');
  const example = isArray(examples) ? examples[0] : undefined;
  if (example === undefined) return byDefault === undefined ? '' : `${code(plain(byDefault))} is the default`;
  return code(flow(example));
}

/** A value as YAML's flow style, which is easier to read than JSON. */
function flow(value: Json): string {
  if (isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (!isObject(value))
    return typeof value === 'string' && /^[\d.]+$|^\{|: |, /u.test(value) ? `'${value}'` : String(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${flow(inner)}`)
    .join(', ')} }`;
}

function wordTable(schema: Json | undefined): string {
  const [words, meanings] = [at(schema, 'enum'), at(schema, 'enumDescriptions')];
  if (!isArray(words) || !isArray(meanings)) throw new Error('no words');
  return table(
    ['Word', 'Meaning'],
    words.map((word, index) => [code(plain(word)), plain(meanings[index])]),
  );
}

function modifierTable(): string {
  const rows = sigmaModifiers.map(({ name, aliases, summary, needs, standsBefore }) => [
    [name, ...aliases].map(code).join(', '),
    summary.replace(/[|*]/gu, '\\$&'),
    [
      ...(needs.length === 0 ? [] : [`beside ${needs.map(code).join(' or ')}`]),
      ...(standsBefore.length === 0 ? [] : [`before ${standsBefore.map(code).join(', ')}`]),
    ].join('; '),
  ]);
  const element = [code(ANY_ELEMENT), 'a map of fields that one element of the list must pass', 'alone'];
  return table(['Modifier', 'Meaning', 'Stands'], [...rows, element]);
}

function plain(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
