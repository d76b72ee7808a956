/** Takes the documents of rules and filters through pipelines, before anything else reads them. */
import { Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { childOf, keyNodeOf, keyText, type YamlDocument } from '../../document/yaml-documents.ts';
import { readLogsource } from '../logsource.ts';
import { process, type Processing } from './apply.ts';
import { readIdentifiers, writeIdentifiers, writeSearch } from './read-draft.ts';
import { asksNothing, type AddedCondition, type BodyDraft, type RuleDraft } from './rule-draft.ts';

/** A rule as the pipelines left it. */
export interface ProcessedRule {
  readonly document: YamlDocument;
  readonly added: readonly AddedCondition[];
}

/** Keys of a detection that are no search identifiers. */
const detectionKeys = ['condition', 'timeframe'];
const filterKeys = ['condition', 'rules'];

/** The document of a rule after the pipelines: the very same where they change nothing. */
export function processRule(document: YamlDocument, processing: Processing): ProcessedRule {
  const before = draftOf(document, []);
  const after = process(before, processing);
  const [own] = after.bodies;
  if (own === undefined || isSame(before, after)) return { document, added: [] };
  // Whoever reads the document sees by the errors that the rule is refused.
  const isEmptied = [own, ...after.added.map(({ body }) => body)].map(reportEmptied).includes(true);
  if (isEmptied) return { document, added: [] };
  return { document: written(document, { ...after, bodies: [own] }, before), added: after.added };
}

/**
 * The body of a filter after the pipelines, in the place that it takes beside a rule: what the pipelines ask about a rule
 * is asked about that rule with the filter. Problems of the rule itself were told before, so they are not told again.
 * Undefined after problems have been reported.
 */
export function processFilter(rule: YamlDocument, filter: YamlDocument, processing: Processing): unknown {
  const node = childOf(filter.root, 'filter');
  const body: BodyDraft = { identifiers: readIdentifiers(node, filterKeys), reporter: filter.reporter };
  const silent: YamlDocument = {
    ...rule,
    reporter: { ...rule.reporter, error: () => undefined, warn: () => undefined },
  };
  const after = process(draftOf(silent, [body]), processing).bodies[1];
  if (after === undefined || after === body) return node;
  return reportEmptied(after) ? undefined : writeIdentifiers(node, after);
}

/**
 * What the pipelines make of the name of a field of a rule's events, where something beside its detection names it. A field that
 * becomes several is the first of them: what it keeps apart or counts has one name.
 */
export function processField(document: YamlDocument, name: string, processing: Processing): string {
  const silent: YamlDocument = {
    ...document,
    reporter: { ...document.reporter, error: () => undefined, warn: () => undefined },
  };
  return process({ ...draftOf(silent, []), fields: [name] }, processing).fields[0] ?? name;
}

/** The search that a pipeline added, as the parser wants it. */
export function addedNode({ body }: AddedCondition): unknown {
  const [identifier] = body.identifiers;
  return identifier === undefined ? undefined : writeSearch(identifier.search);
}

function draftOf({ root, value, reporter }: YamlDocument, more: readonly BodyDraft[]): RuleDraft {
  const none: ReadonlySet<string> = new Set();
  const identifiers = readIdentifiers(childOf(root, 'detection'), detectionKeys);
  return {
    logsource: readLogsource(value.logsource),
    attributes: value,
    fields: Array.isArray(value.fields) ? value.fields.map(String) : [],
    custom: new Map(),
    bodies: [{ identifiers, reporter }, ...more],
    added: [],
    reporter,
    node: childOf(root, 'title') ?? root.items[0]?.key,
    applied: none,
    fieldApplied: new Map(),
    mapped: none,
    state: new Map(),
  };
}

function isSame(before: RuleDraft, after: RuleDraft): boolean {
  return (
    before.bodies[0] === after.bodies[0] &&
    before.logsource === after.logsource &&
    isSameList(before.fields, after.fields) &&
    after.custom.size === 0 &&
    after.added.length === 0
  );
}

function isSameList(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && before.every((name, index) => name === after[index]);
}

/** A search that asks for nothing would hold for every event: the rule is refused instead. */
function reportEmptied({ identifiers, reporter }: BodyDraft): boolean {
  const emptied = identifiers.filter(({ search }) => asksNothing(search));
  for (const { name, key } of emptied) {
    reporter.error('pipeline-emptied', key, `pipelines drop everything that "${name}" asks for`, {
      help: 'a search without any item would hold for every event',
    });
  }
  return emptied.length > 0;
}

function written(document: YamlDocument, after: RuleDraft, before: RuleDraft): YamlDocument {
  const { root, value } = document;
  const changes = new Map<string, { readonly node: unknown; readonly value: unknown }>();
  const [body] = after.bodies;
  if (body !== undefined && body !== before.bodies[0])
    changes.set('detection', { node: writeIdentifiers(childOf(root, 'detection'), body), value: value.detection });
  if (after.logsource !== before.logsource) {
    const parts = Object.entries(after.logsource).filter(([, part]) => part !== undefined);
    const map = new YAMLMap<unknown>();
    map.items = parts.map(([key, part]) => new Pair(new Scalar(key), new Scalar(part)));
    changes.set('logsource', { node: placedAs(map, childOf(root, 'logsource')), value: Object.fromEntries(parts) });
  }
  if (!isSameList(before.fields, after.fields)) {
    const list = new YAMLSeq<unknown>();
    list.items = after.fields.map((field) => new Scalar(field));
    changes.set('fields', { node: placedAs(list, childOf(root, 'fields')), value: after.fields });
  }
  for (const [key, custom] of after.custom) changes.set(key, { node: new Scalar(custom), value: custom });
  const map = new YAMLMap();
  const kept = root.items.filter(({ key }) => !changes.has(keyText(key)));
  map.items = [
    ...kept,
    ...[...changes].map(([key, { node }]) => new Pair(keyNodeOf(root, key) ?? new Scalar(key), node)),
  ];
  if (root.range) map.range = root.range;
  const values = Object.fromEntries([...changes].map(([key, change]) => [key, change.value]));
  return { ...document, root: map, value: { ...value, ...values } };
}

function placedAs<T extends YAMLMap | YAMLSeq>(node: T, place: ReturnType<typeof childOf>): T {
  if (place?.range) node.range = place.range;
  return node;
}
