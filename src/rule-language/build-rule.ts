/** Turns one rule document into a checked rule: shape first, then detection, variations and sentences. */
import { isMap } from 'yaml';
import type { Json } from '../std/json.ts';
import type { Condition } from './detection.ts';
import { namesIn, parseDetection } from './parse-detection.ts';
import { readLogsource } from './logsource.ts';
import type { SearchContext } from './parse-search.ts';
import type { Reporter } from '../document/reporter.ts';
import { checkMemoryHoles, readMemory } from './memory-document.ts';
import { readModifiers } from './modifier-document.ts';
import type { RuleDocument } from './rule-document.ts';
import { checkRuleDocument, ruleKeys } from './rule-schema.ts';
import {
  readEquivalentMutants,
  readExtensions,
  readSentence,
  readTests,
  readVariations,
  reportTexts,
} from './rule-extension.ts';
import type { ShapeProblem } from '../document/shape.ts';
import { reportRuleShape, reportTypos } from './rule-shape.ts';
import type { Rule } from './rule.ts';
import { childOf, keyNodeOf, keyText, type YamlDocument } from '../document/yaml-documents.ts';

/** Reads a rule document; undefined after problems have been reported. The name may still be refined by the loader. */
export function buildRule(document: YamlDocument, context: SearchContext, fallbackName: string): Rule | undefined {
  const { root, reporter } = document;
  const shape = checkRuleDocument(document.value);
  const detection = parseDetectionOf(document, context);
  reportTypos(document, ruleKeys);
  if (isProblems(shape)) reportRuleShape(shape, document);
  if (isProblems(shape) || detection === undefined) {
    reportTexts(document, identifierNames(document));
    return undefined;
  }
  const identifiers = [...detection.identifiers.keys()];
  const variations = readVariations(shape, document, identifiers, context.places);
  const memory = readMemory(shape, document, context.places);
  const extensions = readExtensions(shape);
  const modifiers = readModifiers(shape, document, { places: context.places, dedup: extensions.dedup });
  const sentence = readSentence(shape.sentence, childOf(root, 'sentence'), reporter);
  checkMemoryHoles(sentence, memory, { node: childOf(root, 'sentence'), reporter });
  for (const [index, variation] of variations.entries()) {
    const node = childOf(childOf(childOf(root, 'variations'), index), 'sentence');
    checkMemoryHoles(variation.sentence, memory, { node, reporter });
  }
  reportUnused(detection.keys, [detection.condition, ...variations.map(({ condition }) => condition)], reporter);
  const rule: Rule = {
    kind: 'match',
    ...readMeta(shape),
    name: shape.name ?? fallbackName,
    detection: { identifiers: detection.identifiers, condition: detection.condition },
    memory,
    modifiers,
    filters: [],
    custom: customKeys(document),
    file: reporter.file,
    source: document.source,
    places: context.places,
    ...extensions,
    sentence,
    variations,
    tests: (shape.tests ?? []).flatMap((test, index) =>
      readTests(test, childOf(childOf(root, 'tests'), index), { reporter, memory, modifiers }),
    ),
    equivalentMutants: readEquivalentMutants(shape, document),
  };
  return reporter.errorCount() === 0 ? rule : undefined;
}

/** A date in ISO form; `2022/2/8` is the old one, and `02/08/2022` stands in early rules. */
export function isoDate(date: string | null | undefined): string | undefined {
  const parts = date?.split(/[-/]/u) ?? [];
  const [year = '', month = '', day = ''] = parts[2]?.length === 4 ? [parts[2], parts[0], parts[1]] : parts;
  return date === undefined || date === null ? undefined : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The search identifiers that a document names, whether or not they can be read. */
function identifierNames({ root }: YamlDocument): readonly string[] {
  const detection = childOf(root, 'detection');
  const names = isMap(detection) ? detection.items.map((pair) => keyText(pair.key)) : [];
  return names.filter((name) => name !== 'condition' && name !== 'timeframe');
}

type DetectionWithKeys = NonNullable<ReturnType<typeof parseDetection>>['detection'] & {
  readonly keys: ReadonlyMap<string, unknown>;
};

function parseDetectionOf({ root, reporter }: YamlDocument, context: SearchContext): DetectionWithKeys | undefined {
  const node = childOf(root, 'detection');
  const timeframe = keyNodeOf(node, 'timeframe');
  if (timeframe !== undefined) {
    reporter.warn('timeframe-ignored', timeframe, 'a timeframe means nothing without an aggregation', {
      help: 'Sigma replaced aggregations by correlation rules with a "timespan"',
    });
  }
  const parsed = parseDetection(node, ['timeframe'], context);
  return parsed === undefined ? undefined : { ...parsed.detection, keys: parsed.keys };
}

function isProblems(shape: RuleDocument | readonly ShapeProblem[]): shape is readonly ShapeProblem[] {
  return Array.isArray(shape);
}

/** What every rule of Sigma says of itself. */
export type Meta = Pick<
  Rule,
  | 'id'
  | 'title'
  | 'status'
  | 'description'
  | 'author'
  | 'references'
  | 'date'
  | 'modified'
  | 'tags'
  | 'logsource'
  | 'fields'
  | 'falsepositives'
  | 'level'
  | 'scope'
  | 'related'
  | 'taxonomy'
  | 'license'
>;

/** Reads what every rule of Sigma says of itself. */
export function readMeta(shape: RuleDocument): Meta {
  return {
    id: shape.id?.toLowerCase(),
    title: shape.title,
    status: shape.status,
    description: shape.description ?? undefined,
    author: shape.author?.join(', '),
    references: shape.references ?? [],
    date: isoDate(shape.date),
    modified: isoDate(shape.modified),
    tags: shape.tags ?? [],
    logsource: readLogsource(shape.logsource),
    fields: shape.fields ?? [],
    falsepositives: shape.falsepositives ?? [],
    level: shape.level ?? 'medium',
    scope: shape.scope ?? [],
    related: (shape.related ?? []).map(({ id, type }) => ({ id: id.toLowerCase(), type })),
    taxonomy: shape.taxonomy ?? 'sigma',
    license: shape.license ?? undefined,
  };
}

function reportUnused(keys: ReadonlyMap<string, unknown>, conditions: readonly Condition[], reporter: Reporter): void {
  const used = new Set(conditions.flatMap(namesIn));
  for (const [name, key] of keys) {
    if (!used.has(name)) reporter.warn('unused-identifier', key, `no condition names the search identifier "${name}"`);
  }
}

/** Keys that mean nothing to us, as written. */
export function customKeys({ value }: YamlDocument): ReadonlyMap<string, Json> {
  return new Map(
    Object.entries(value)
      .filter(([key]) => !ruleKeys.includes(key))
      // YAML's core schema yields nothing but JSON values.
      .map(([key, entry]) => [key, entry as Json]),
  );
}
