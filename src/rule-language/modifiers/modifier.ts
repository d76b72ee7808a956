/** What a modifier is: data about it, and the one thing it does to a value. */
import type { FieldTest, Pattern } from '../detection.ts';

/** One value of a rule, as the file says it. */
export type RuleValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly text: string }
  | { readonly kind: 'null' };

/** Values for `%name%`. */
export type Placeholders = ReadonlyMap<string, readonly (string | number)[]>;

/** Text on its way through the modifiers: it must fit one of the alternatives. */
export interface TextDraft {
  readonly alternatives: readonly Pattern[];
  /** The characters stand for bytes (after an UTF-16 encoding). */
  readonly isBytes: boolean;
}

/** All modifiers of one item, and what they may ask for. */
export interface ItemContext {
  readonly names: ReadonlySet<string>;
  readonly placeholders: Placeholders;
}

/** Why a value cannot be read. */
export interface Problem {
  readonly problem: string;
  readonly code: string;
  readonly help?: string;
}

interface Described {
  readonly name: string;
  readonly aliases: readonly string[];
  /** One sentence for the manual. */
  readonly summary: string;
  /** Modifiers that may stand beside it. Both sides name each other. */
  readonly combinesWith: readonly string[];
  /** Modifiers that may only stand behind it. */
  readonly standsBefore: readonly string[];
  /** Modifiers of which one must stand beside it. */
  readonly needs: readonly string[];
}

/**
 * A modifier. An *option* changes how the item is evaluated, a *transform* changes the text, an *operator*
 * replaces the comparison of texts altogether.
 */
export type Modifier = Described &
  (
    | { readonly role: 'option' }
    | {
        readonly role: 'transform';
        readonly transform: (draft: TextDraft, context: ItemContext) => TextDraft | Problem;
      }
    | { readonly role: 'operator'; readonly read: (value: RuleValue, context: ItemContext) => FieldTest | Problem }
  );

/** Fills in what most modifiers leave empty. */
export function described(
  name: string,
  summary: string,
  more: Partial<Described> & Pick<Described, 'combinesWith'>,
): Described {
  return { name, summary, aliases: [], standsBefore: [], needs: [], ...more };
}

/** A value as text: numbers and booleans in their JSON form; undefined for null. */
export function textOf(value: RuleValue): string | undefined {
  return value.kind === 'null' ? undefined : value.text;
}

/** Whether a result is a problem. */
export function isProblem(result: object): result is Problem {
  return 'problem' in result;
}
