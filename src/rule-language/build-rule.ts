/** Turns one rule document into a checked rule: shape first, then detection, variations and sentences. */
import type { Json } from '../std/json.ts';
import { nearestName } from '../std/did-you-mean.ts';
import type { Condition } from './detection.ts';
import { namesIn, parseDetection, readCondition } from './parse-detection.ts';
import type { SearchContext } from './parse-search.ts';
import { didYouMean, type Reporter } from './reporter.ts';
import { checkRuleDocument, type RuleDocument, ruleKeys, type ShapeProblem } from './rule-document.ts';
import type { AttackMapping, Dedup, EventPatch, Rule, RuleTest, Variation } from './rule.ts';
import { parseTemplate, type Template } from './template.ts';
import { childOf, keyNodeOf, type YamlDocument } from './yaml-documents.ts';

/** Reads a rule document; undefined after problems have been reported. The name may still be refined by the loader. */
export function buildRule(document: YamlDocument, context: SearchContext, fallbackName: string): Rule | undefined {
  const { root, reporter } = document;
  const shape = checkRuleDocument(document.value);
  const detection = parseDetectionOf(document, context);
  if (isProblems(shape)) {
    reportShape(shape, document);
    return undefined;
  }
  reportTypos(document, ruleKeys);
  if (detection === undefined) return undefined;
  const identifiers = [...detection.identifiers.keys()];
  const variations = readVariations(shape, document, identifiers);
  reportUnused(detection.keys, [detection.condition, ...variations.map(({ condition }) => condition)], reporter);
  const rule: Rule = {
    kind: 'match',
    ...readMeta(shape),
    name: shape.name ?? fallbackName,
    detection: { identifiers: detection.identifiers, condition: detection.condition },
    filters: [],
    custom: customKeys(document),
    file: reporter.file,
    source: document.source,
    ...readExtensions(shape),
    sentence: readSentence(shape.sentence, childOf(root, 'sentence'), reporter),
    variations,
    tests: (shape.tests ?? []).map((test, index) => readTest(test, childOf(childOf(root, 'tests'), index), reporter)),
  };
  return reporter.errorCount() === 0 ? rule : undefined;
}

/** Reports what the schema found wrong, at the node it names. */
export function reportShape(problems: readonly ShapeProblem[], { root, reporter }: YamlDocument): void {
  for (const { path, message } of problems) {
    let node: unknown = root;
    for (const key of path) node = childOf(node, key) ?? node;
    const key = path.join('.');
    if (key === 'detection' || (key === 'title' && childOf(root, 'title') === undefined)) continue;
    reporter.error('invalid-value', node, key === '' ? message : `"${key}": ${message}`);
  }
  if (childOf(root, 'title') === undefined)
    reporter.error('missing-title', root.items[0]?.key, 'the document has no title');
}

/** Warns of unknown keys that look like a typo of a known one. Other unknown keys are the author's own. */
export function reportTypos({ root, value, reporter }: YamlDocument, known: readonly string[]): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const nearest =
      key.length < 4
        ? undefined
        : nearestName(
            key,
            known.filter((name) => Math.abs(name.length - key.length) <= 2),
          );
    if (nearest === undefined) continue;
    reporter.warn('unknown-key', keyNodeOf(root, key), `unknown key "${key}" is kept as a custom one`, {
      suggestion: didYouMean(nearest),
    });
  }
}

/** A date in ISO form; `2022/2/8` is the old one. */
export function isoDate(date: string | undefined): string | undefined {
  const [year = '', month = '', day = ''] = date?.split(/[-/]/u) ?? [];
  return date === undefined ? undefined : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
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

type Meta = Pick<
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

function readMeta(shape: RuleDocument): Meta {
  const { category, product, service, definition } = shape.logsource;
  return {
    id: shape.id?.toLowerCase(),
    title: shape.title,
    status: shape.status,
    description: shape.description,
    author: shape.author?.join(', '),
    references: shape.references ?? [],
    date: isoDate(shape.date),
    modified: isoDate(shape.modified),
    tags: shape.tags ?? [],
    logsource: { category, product, service, definition },
    fields: shape.fields ?? [],
    falsepositives: shape.falsepositives ?? [],
    level: shape.level ?? 'medium',
    scope: shape.scope ?? [],
    related: (shape.related ?? []).map(({ id, type }) => ({ id: id.toLowerCase(), type })),
    taxonomy: shape.taxonomy ?? 'sigma',
    license: shape.license,
  };
}

type Extensions = Pick<
  Rule,
  | 'version'
  | 'category'
  | 'confidence'
  | 'catalogue'
  | 'attackersGoal'
  | 'business'
  | 'investigate'
  | 'respond'
  | 'blindSpots'
  | 'data'
  | 'attack'
  | 'missingContext'
  | 'dedup'
>;

function readExtensions(shape: RuleDocument): Extensions {
  return {
    version: shape.version ?? 1,
    category: shape.category,
    confidence: shape.confidence,
    catalogue: shape.catalogue ?? [],
    attackersGoal: shape.attackers_goal,
    business: shape.business,
    investigate: shape.investigate ?? [],
    respond: shape.respond ?? [],
    blindSpots: shape.blind_spots ?? [],
    data: shape.data ?? [],
    attack: readAttack(shape.attack),
    missingContext: shape.missing_context ?? [],
    dedup: readDedup(shape.dedup),
  };
}

function readAttack(attack: RuleDocument['attack']): AttackMapping | undefined {
  if (attack === undefined) return undefined;
  const { release, tactics = [], techniques = [], analytics = [] } = attack;
  return { release, tactics, techniques, analytics };
}

const unitMs: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

function readDedup(dedup: RuleDocument['dedup']): Dedup | undefined {
  if (dedup === undefined) return undefined;
  if (dedup === 'none') return { kind: 'none' };
  return { kind: 'period', periodMs: Number(dedup.period.slice(0, -1)) * (unitMs.get(dedup.period.slice(-1)) ?? 0) };
}

function readVariations(
  shape: RuleDocument,
  { root, reporter }: YamlDocument,
  identifiers: readonly string[],
): readonly Variation[] {
  const seen = new Set<string>();
  const variations: Variation[] = [];
  for (const [index, item] of (shape.variations ?? []).entries()) {
    const node = childOf(childOf(root, 'variations'), index);
    if (seen.has(item.name))
      reporter.error('duplicate-variation', childOf(node, 'name'), `variation "${item.name}" stands here twice`);
    seen.add(item.name);
    const condition = readCondition(childOf(node, 'condition'), identifiers, reporter);
    const sentence = readSentence(item.sentence, childOf(node, 'sentence'), reporter);
    if (condition === undefined) continue;
    const { name, level, title, description, confidence, missing_context: missingContext = [] } = item;
    variations.push({ name, level, condition, title, description, confidence, sentence, missingContext });
  }
  return variations;
}

function readSentence(text: string | undefined, node: unknown, reporter: Reporter): Template | undefined {
  if (text === undefined) return undefined;
  const template = parseTemplate(text);
  if (!('problem' in template)) return template;
  reporter.error('invalid-sentence', node, template.problem, {
    help: 'allowed here: {actor}, {target}, {account}, {raw.field.path}',
  });
  return undefined;
}

function readTest(test: NonNullable<RuleDocument['tests']>[number], node: unknown, reporter: Reporter): RuleTest {
  const own = test.event === undefined ? [] : [{ event: test.event, patch: test.patch, without: test.without }];
  const events = [...own, ...(test.events ?? [])].map((event): EventPatch => ({
    base: event.event,
    patch: event.patch ?? {},
    without: event.without ?? [],
  }));
  if (events.length === 0 || (own.length > 0 && test.events !== undefined)) {
    reporter.error('test-without-event', node, 'a test needs either "event" or "events"');
  }
  const { name, kind, expect } = test;
  if (expect === 'none') return { name, kind, events, expect: { kind: 'none' } };
  const wanted = expect === 'alert' ? {} : expect;
  return { name, kind, events, expect: { kind: 'alert', level: wanted.level, variation: wanted.variation } };
}

function reportUnused(keys: ReadonlyMap<string, unknown>, conditions: readonly Condition[], reporter: Reporter): void {
  const used = new Set(conditions.flatMap(namesIn));
  for (const [name, key] of keys) {
    if (!used.has(name)) reporter.warn('unused-identifier', key, `no condition names the search identifier "${name}"`);
  }
}

function customKeys({ value }: YamlDocument): ReadonlyMap<string, Json> {
  return new Map(
    Object.entries(value)
      .filter(([key]) => !ruleKeys.includes(key))
      // YAML's core schema yields nothing but JSON values.
      .map(([key, entry]) => [key, entry as Json]),
  );
}
