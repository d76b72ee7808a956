/** What a kind of pipeline condition is: a name, options, and a question about a rule, an item or a field name. */
import type { OptionShape, OptionSource, OptionsOf } from '../options.ts';
import { readOptions } from '../options.ts';
import type { ItemDraft, RuleDraft } from '../rule-draft.ts';

/** A question about something. */
export type Test<Subject> = (subject: Subject) => boolean;

/** An item of a rule. */
export interface ItemSubject {
  readonly rule: RuleDraft;
  readonly item: ItemDraft;
}

/** A field name that a rule uses. */
export interface FieldSubject {
  readonly rule: RuleDraft;
  readonly field: string;
}

/** A kind of condition. */
export interface ConditionKind<Subject> {
  readonly type: string;
  /** One sentence for the manual. */
  readonly summary: string;
  /** Undefined after problems have been reported. */
  readonly read: (source: OptionSource) => Test<Subject> | undefined;
}

/** Makes a kind of condition of its options and what it asks. */
export function conditionKind<Subject, Shape extends OptionShape>(
  about: { readonly type: string; readonly summary: string; readonly options: Shape },
  build: (options: OptionsOf<Shape>, source: OptionSource) => Test<Subject> | undefined,
): ConditionKind<Subject> {
  return {
    type: about.type,
    summary: about.summary,
    read: (source) => {
      const options = readOptions(about.options, source, ['type']);
      return options === undefined ? undefined : build(options, source);
    },
  };
}
