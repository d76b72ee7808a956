/** Transformations that add and take away what a rule asks for. */
import { isMap, Scalar } from 'yaml';
import { z } from 'zod';
import { childOf } from '../../../document/yaml-documents.ts';
import { textsOf } from '../item-text.ts';
import { actsOn, marked, type Transformation } from '../pipeline.ts';
import { readSearch, scalarLike } from '../read-draft.ts';
import { mapItems, mapRule, type ItemDraft, type RuleDraft, type SearchDraft } from '../rule-draft.ts';
import { plainScalar, type OptionSource } from '../options.ts';
import { type TransformationKind, transformationKind } from './transformation.ts';

/** All transformations that add and take away searches. */
export const searchTransformations: readonly TransformationKind[] = [
  transformationKind(
    { type: 'drop_detection_item', summary: 'takes items away', options: {} },
    () => (rule, scope) => mapRule(rule, (item) => (actsOn(rule, scope, item) ? undefined : item)),
  ),
  transformationKind(
    {
      type: 'add_condition',
      summary: 'adds items that must hold as well, or with `negated` must not',
      options: {
        conditions: z.record(z.string(), z.union([plainScalar, z.null(), z.array(plainScalar)])),
        name: z.string().optional(),
        template: z.boolean().default(false),
        negated: z.boolean().default(false),
      },
    },
    ({ name, template, negated }, source) => addCondition({ name, template, negated }, source),
  ),
  transformationKind(
    {
      type: 'hashes_fields',
      summary: 'turns `algorithm=hash` values of one field into a field for each algorithm',
      options: {
        valid_hash_algos: z.array(z.string()),
        field_prefix: z.string().default(''),
        drop_algo_prefix: z.boolean().default(false),
      },
    },
    ({ valid_hash_algos: algorithms, field_prefix: prefix, drop_algo_prefix: isBare }) =>
      (rule, scope) =>
        mapRule(rule, (item, reporter) => {
          const texts = textsOf(item);
          if (item.field === '' || texts.length === 0 || !actsOn(rule, scope, item)) return item;
          if (texts.some((text) => text === undefined)) return item;
          const byField = hashesByField(
            texts.map(String),
            algorithms,
            (algorithm) => prefix + (isBare ? '' : algorithm),
          );
          if (byField.size > 0) return hashItems(marked(item, scope), byField);
          reporter.error('pipeline-refuses', item.key, 'none of these values is a hash that the pipeline knows', {
            help: `algorithms of the pipeline: ${algorithms.join(', ')}`,
          });
          return item;
        }),
  ),
];

interface Added {
  readonly name: string | undefined;
  readonly template: boolean;
  readonly negated: boolean;
}

/** The condition stands in the pipeline's file, so what is wrong with it is reported there. */
function addCondition(
  { name, template, negated }: Added,
  { node, document }: OptionSource,
): Transformation | undefined {
  const conditions = childOf(node, 'conditions');
  if (!isMap(conditions) || conditions.items.length === 0) {
    document.reporter.error('invalid-value', conditions ?? node, '"conditions" must be a map of fields to values');
    return undefined;
  }
  return (rule, { item }) => {
    const key = `added-${rule.added.length + 1}`;
    const id = item.id === undefined ? [] : [item.id];
    const written = mapItems(readSearch(conditions, false), (one) => ({ ...one, applied: new Set(id) }));
    const search = template && written !== undefined ? filledIn(written, rule) : written;
    if (search === undefined) return rule;
    const body = { identifiers: [{ name: key, key: conditions, search }], reporter: document.reporter };
    return { ...rule, added: [...rule.added, { name: name ?? key, isNegated: negated, body }] };
  };
}

function filledIn(search: SearchDraft, { logsource }: RuleDraft): SearchDraft {
  const parts = new Map<string, string | undefined>(Object.entries(logsource));
  return (
    mapItems(search, (item) => ({
      ...item,
      values: item.values.map((value) => {
        if (typeof value.value !== 'string') return value;
        const text = value.value.replace(
          /\$(?:\{(category|product|service)\}|(category|product|service)\b)/gu,
          (whole, braced?: string, bare?: string) => parts.get(braced ?? bare ?? '') ?? whole,
        );
        return scalarLike(value, text);
      }),
    })) ?? search
  );
}

const algorithmByLength: ReadonlyMap<number, string> = new Map([
  [32, 'MD5'],
  [40, 'SHA1'],
  [64, 'SHA256'],
  [128, 'SHA512'],
]);

function hashesByField(
  texts: readonly string[],
  algorithms: readonly string[],
  fieldOf: (algorithm: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const text of texts) {
    const [first = '', second] = text.replace(/^\*+|\*+$/gu, '').split(text.includes('|') ? '|' : '=');
    const hash = second ?? first;
    const algorithm = second === undefined ? algorithmByLength.get(hash.length) : first.toUpperCase();
    if (algorithm === undefined || !algorithms.includes(algorithm)) continue;
    const field = fieldOf(algorithm);
    found.set(field, [...(found.get(field) ?? []), hash]);
  }
  return found;
}

function hashItems(item: ItemDraft, byField: ReadonlyMap<string, readonly string[]>): SearchDraft {
  const parts = [...byField].map(([field, hashes]): ItemDraft => ({
    ...item,
    field,
    words: [],
    values: hashes.map((hash) => (item.values[0] === undefined ? new Scalar(hash) : scalarLike(item.values[0], hash))),
  }));
  return { kind: 'any-of', node: item.key, parts };
}
