/** Transformations of field names: in items, in references to fields, and in the list of fields worth showing. */
import { z } from 'zod';
import { isScalar, type Scalar } from 'yaml';
import { didYouMean } from '../../../document/reporter.ts';
import { childOf } from '../../../document/yaml-documents.ts';
import { parseFieldPath } from '../../field-path.ts';
import { oneOrMore, optionNode, type OptionSource } from '../options.ts';
import { actsOn, marked, type Scope, type Transformation } from '../pipeline.ts';
import { scalarLike } from '../read-draft.ts';
import { type ItemDraft, mapRule, type RuleDraft, type SearchDraft } from '../rule-draft.ts';
import { type TransformationKind, transformationKind } from './transformation.ts';

/** The names that a name becomes; undefined where it stays. */
type Renaming = (field: string) => readonly string[] | undefined;

/** Told here, once and where it is to be mended: the rules say nothing wrong. */
function hasKnownTargets(mapping: Readonly<Record<string, readonly string[]>>, source: OptionSource): boolean {
  const unknown = Object.entries(mapping).flatMap(([from, targets]) =>
    targets.map(parseFieldPath).flatMap((found) => ('problem' in found ? [{ from, found }] : [])),
  );
  for (const { from, found } of unknown) {
    const at = childOf(optionNode(source, 'mapping'), from);
    const { reporter } = source.document;
    reporter.error(found.code, at, found.problem, { suggestion: didYouMean(found.nearest), help: found.help });
  }
  return unknown.length === 0;
}

/** All transformations of field names. */
export const fieldNameTransformations: readonly TransformationKind[] = [
  transformationKind(
    {
      type: 'field_name_mapping',
      summary: 'gives fields other names; a field with several is looked for under any of them',
      options: { mapping: z.record(z.string(), oneOrMore) },
    },
    ({ mapping }, source) => {
      if (!hasKnownTargets(mapping, source)) return undefined;
      const names = new Map(Object.entries(mapping));
      return renaming((field) => names.get(field));
    },
  ),
  transformationKind(
    {
      type: 'field_name_prefix_mapping',
      summary: 'gives the beginning of field names another form; the first beginning that fits counts',
      options: { mapping: z.record(z.string(), oneOrMore) },
    },
    ({ mapping }) =>
      renaming((field) => {
        const found = Object.entries(mapping).find(([prefix]) => field.startsWith(prefix));
        return found?.[1].map((prefix) => prefix + field.slice(found[0].length));
      }),
  ),
  transformationKind(
    { type: 'field_name_prefix', summary: 'puts a text before field names', options: { prefix: z.string() } },
    ({ prefix }) => renaming((field) => [prefix + field]),
  ),
  transformationKind(
    { type: 'field_name_suffix', summary: 'puts a text behind field names', options: { suffix: z.string() } },
    ({ suffix }) => renaming((field) => [field + suffix]),
  ),
  transformationKind(
    {
      type: 'field_name_transform',
      summary: 'spells field names another way: `lower`, `upper`, `snake_case` or `camel_case`; `mapping` goes before',
      options: {
        transform_func: z.enum(['lower', 'upper', 'snake_case', 'camel_case']),
        mapping: z.record(z.string(), oneOrMore).default({}),
      },
    },
    ({ transform_func: spelling, mapping }) => {
      const names = new Map(Object.entries(mapping));
      return renaming((field) => names.get(field) ?? [spellings[spelling](field)]);
    },
  ),
];

/** Ways of spelling a name. */
const spellings = {
  lower: (name: string) => name.toLowerCase(),
  upper: (name: string) => name.toUpperCase(),
  snake_case: snakeCase,
  camel_case: (name: string) => name.replace(/_([a-z\d])/gu, (_, letter: string) => letter.toUpperCase()),
};

/** `sourceIPAddress` as `source_ip_address`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/gu, '$1_$2')
    .replace(/([a-z\d])([A-Z])/gu, '$1_$2')
    .toLowerCase();
}

function renaming(rename: Renaming): Transformation {
  return (rule, scope) => {
    /** Undefined where the name stays. */
    function renamed(field: string): readonly string[] | undefined {
      if (field === '' || field.startsWith('iamwatch.')) return undefined;
      return scope.item.holdsForField(rule, field) ? rename(field) : undefined;
    }
    const known = new KnownNames(rule, scope);
    const changed = mapRule(rule, (item) => {
      // A name inside a list element is the rest of a path, which no mapping knows.
      if (item.isRelative || !actsOn(rule, scope, item)) return item;
      const referring = withReferences(item, (field) => known.after(field, renamed(field)));
      const names = known.after(item.field, renamed(item.field));
      if (names === undefined) return referring === item ? item : marked(referring, scope);
      return named(marked(referring, scope), names);
    });
    const fields = rule.fields.flatMap((field) => known.after(field, renamed(field)) ?? [field]);
    return { ...changed, fields, mapped: known.mapped, fieldApplied: known.applied };
  };
}

/** The item under its new names. Under several it asks for any of them; for something absent, under each. */
function named(item: ItemDraft, names: readonly string[]): SearchDraft {
  const parts = names.map((field): ItemDraft => ({ ...item, field }));
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return { kind: asksForAbsence(item) ? 'all-of' : 'any-of', node: item.key, parts };
}

function asksForAbsence({ words, values }: ItemDraft): boolean {
  const [value] = values;
  if (values.length !== 1 || value === undefined) return false;
  return value.value === null || (words.includes('exists') && value.value === false);
}

function withReferences(item: ItemDraft, rename: Renaming): ItemDraft {
  if (!item.words.includes('fieldref')) return item;
  const values = item.values.flatMap((value): readonly Scalar[] => {
    const names = typeof value.value === 'string' && isScalar(value) ? rename(value.value) : undefined;
    return names?.map((name) => scalarLike(value, name)) ?? [value];
  });
  return values.every((value, index) => value === item.values[index]) ? item : { ...item, values };
}

/** Keeps book of which names came from where, for later conditions and for `strict_field_mapping_failure`. */
class KnownNames {
  readonly mapped: Set<string>;
  readonly applied: Map<string, ReadonlySet<string>>;
  readonly #id: string | undefined;

  constructor(rule: RuleDraft, { item: { id } }: Scope) {
    this.mapped = new Set(rule.mapped);
    this.applied = new Map(rule.fieldApplied);
    this.#id = id;
  }

  /** Notes the names that a field has become, and hands them on. */
  after(field: string, names: readonly string[] | undefined): readonly string[] | undefined {
    if (names === undefined) return undefined;
    for (const name of [field, ...names]) this.mapped.add(name);
    const earlier = this.applied.get(field) ?? [];
    const ids = new Set([...earlier, ...(this.#id === undefined ? [] : [this.#id])]);
    for (const name of names) this.applied.set(name, ids);
    return names;
  }
}
