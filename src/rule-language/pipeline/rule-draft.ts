/**
 * A rule on its way through pipelines: what stands under its search identifiers, item by item, before modifiers and
 * values are read. The YAML nodes go along, so that what is found wrong later still points into the file it stands in.
 */
import type { Scalar } from 'yaml';
import type { Reporter } from '../../document/reporter.ts';
import type { Logsource } from '../rule.ts';

/** One item of a search: `field|modifier|…: values`, keywords (no field), or a search inside list elements. */
export interface ItemDraft {
  readonly kind: 'item';
  /** Empty for keywords. */
  readonly field: string;
  /** Modifiers in their order. */
  readonly words: readonly string[];
  readonly values: readonly Scalar[];
  /** What one element of the list must pass, under `any_element`. */
  readonly inside: SearchDraft | undefined;
  /** The item's field name starts at a list element, so nobody outside knows it. */
  readonly isRelative: boolean;
  /** The key node, to point at; undefined for keywords that stand in a list. */
  readonly key: unknown;
  /** Ids of the pipeline items that changed it. */
  readonly applied: ReadonlySet<string>;
}

/** What stands under a search identifier. */
export type SearchDraft =
  | ItemDraft
  | { readonly kind: 'all-of' | 'any-of'; readonly parts: readonly SearchDraft[]; readonly node: unknown }
  /** Something that the parser of searches will refuse; nothing acts on it. */
  | { readonly kind: 'as-written'; readonly node: unknown };

/** A search identifier. */
export interface IdentifierDraft {
  readonly name: string;
  readonly key: unknown;
  readonly search: SearchDraft;
}

/** Search identifiers of one file: those of the rule, of a filter, or of a condition that a pipeline added. */
export interface BodyDraft {
  readonly identifiers: readonly IdentifierDraft[];
  readonly reporter: Reporter;
}

/** A condition that a pipeline adds to a rule: a search that must hold as well, or must not. */
export interface AddedCondition {
  readonly name: string;
  readonly isNegated: boolean;
  readonly body: BodyDraft;
}

/** A rule, and what the pipelines remember about it. */
export interface RuleDraft {
  readonly logsource: Logsource;
  /** The keys of the document, for conditions that ask for one. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Sigma's `fields`: those worth showing. */
  readonly fields: readonly string[];
  /** Keys that pipelines set on the rule. */
  readonly custom: ReadonlyMap<string, unknown>;
  /** The rule's own search identifiers, and those of a filter that is applied to it. */
  readonly bodies: readonly BodyDraft[];
  readonly added: readonly AddedCondition[];
  readonly reporter: Reporter;
  /** The title, to point at where the rule as a whole is meant. */
  readonly node: unknown;
  /** Ids of the pipeline items whose conditions the rule met. */
  readonly applied: ReadonlySet<string>;
  /** Field name → ids of the pipeline items that it came from. */
  readonly fieldApplied: ReadonlyMap<string, ReadonlySet<string>>;
  /** Field names that a mapping knows, before it or after it. */
  readonly mapped: ReadonlySet<string>;
  readonly state: ReadonlyMap<string, unknown>;
}

/** Changes every item of a search; an item that is dropped leaves its map, which may be empty then. */
export function mapItems(
  search: SearchDraft,
  change: (item: ItemDraft) => SearchDraft | undefined,
): SearchDraft | undefined {
  if (search.kind === 'as-written') return search;
  if (search.kind !== 'item') {
    const parts = search.parts.flatMap((part) => mapItems(part, change) ?? []);
    const isSame = parts.length === search.parts.length && parts.every((part, index) => part === search.parts[index]);
    return isSame ? search : { ...search, parts };
  }
  const inside = search.inside === undefined ? undefined : (mapItems(search.inside, change) ?? emptied(search.key));
  return change(inside === search.inside ? search : { ...search, inside });
}

/** All items of a search, those inside list elements too. */
export function itemsOf(search: SearchDraft): readonly ItemDraft[] {
  if (search.kind === 'as-written') return [];
  if (search.kind !== 'item') return search.parts.flatMap(itemsOf);
  return search.inside === undefined ? [search] : [search, ...itemsOf(search.inside)];
}

/** All items of a rule, those of added conditions too. */
export function itemsOfRule({ bodies, added }: RuleDraft): readonly ItemDraft[] {
  const all = [...bodies, ...added.map(({ body }) => body)];
  return all.flatMap(({ identifiers }) => identifiers.flatMap(({ search }) => itemsOf(search)));
}

/** Changes every item of a rule. `change` learns where to report what is wrong with the item. */
export function mapRule(
  rule: RuleDraft,
  change: (item: ItemDraft, reporter: Reporter) => SearchDraft | undefined,
): RuleDraft {
  function changed(body: BodyDraft): BodyDraft {
    const identifiers = body.identifiers.map((identifier) => {
      const search = mapItems(identifier.search, (item) => change(item, body.reporter)) ?? emptied(identifier.key);
      return search === identifier.search ? identifier : { ...identifier, search };
    });
    const isSame = identifiers.every((identifier, index) => identifier === body.identifiers[index]);
    return isSame ? body : { ...body, identifiers };
  }
  return {
    ...rule,
    bodies: rule.bodies.map(changed),
    added: rule.added.map((one) => ({ ...one, body: changed(one.body) })),
  };
}

/** Whether a search asks for nothing in one of its parts, which would hold for every event. */
export function asksNothing(search: SearchDraft): boolean {
  if (search.kind === 'as-written') return false;
  if (search.kind !== 'item') return search.parts.length === 0 || search.parts.some(asksNothing);
  return search.inside !== undefined && asksNothing(search.inside);
}

function emptied(node: unknown): SearchDraft {
  return { kind: 'all-of', parts: [], node };
}
