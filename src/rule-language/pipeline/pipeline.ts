/** What a pipeline is once its file has been read: items in their order, each with its conditions. */
import type { ItemDraft, RuleDraft } from './rule-draft.ts';

/** A field-mapping pipeline, as Sigma's tools know them. */
export interface Pipeline {
  readonly name: string;
  /** Lower ones go first. */
  readonly priority: number;
  readonly vars: PipelineVars;
  readonly items: readonly PipelineItem[];
  readonly file: string;
}

/** Values for placeholders, by name. */
export type PipelineVars = ReadonlyMap<string, readonly (string | number)[]>;

/** A transformation, and when it acts. */
export interface PipelineItem {
  /** By which later items ask whether this one acted. */
  readonly id: string | undefined;
  readonly holdsForRule: (rule: RuleDraft) => boolean;
  readonly holdsForItem: (rule: RuleDraft, item: ItemDraft) => boolean;
  readonly holdsForField: (rule: RuleDraft, field: string) => boolean;
  readonly transformation: Transformation;
}

/** Changes a rule. What cannot be done is reported, and the rule is left out. */
export type Transformation = (rule: RuleDraft, scope: Scope) => RuleDraft;

/** What a transformation may ask while it acts. */
export interface Scope {
  readonly item: PipelineItem;
  readonly vars: PipelineVars;
}

/** Whether a transformation acts on an item: its own conditions, and those on field names it or its references have. */
export function actsOn(rule: RuleDraft, { item: pipelineItem }: Scope, item: ItemDraft): boolean {
  return (
    pipelineItem.holdsForItem(rule, item) && fieldsNamed(item).some((field) => pipelineItem.holdsForField(rule, field))
  );
}

/** The item, marked as changed by this pipeline item. */
export function marked(item: ItemDraft, { item: { id } }: Scope): ItemDraft {
  return id === undefined || item.applied.has(id) ? item : { ...item, applied: new Set([...item.applied, id]) };
}

/** The field of an item and those that its values refer to. */
function fieldsNamed(item: ItemDraft): readonly string[] {
  if (!item.words.includes('fieldref')) return [item.field];
  return [item.field, ...item.values.map(({ value }) => String(value))];
}
