/** What a rule file says once its shape has been checked by `rule-schema.ts`; `build-rule.ts` makes a rule of it. */
import type { ProfileDocument } from '../context/profile-document.ts';
import type { Json, JsonObject } from '../std/json.ts';
import type { AttackReference, Confidence, DedupTargets, Level, Related, Status } from './rule.ts';

type Texts = readonly string[] | undefined;
type Text = string | undefined;

/** A rule document. Keys are spelled as in the file. */
export interface RuleDocument {
  readonly title: string;
  readonly id?: Text;
  readonly related?: readonly Related[] | null | undefined;
  readonly name?: Text;
  readonly taxonomy?: Text;
  readonly status?: Status | undefined;
  readonly description?: Text | null;
  readonly license?: Text | null;
  readonly author?: Texts | null;
  readonly references?: Texts | null;
  readonly date?: Text | null;
  readonly modified?: Text | null;
  readonly tags?: Texts | null;
  readonly fields?: Texts | null;
  readonly falsepositives?: Texts | null;
  readonly level?: Level | undefined;
  readonly scope?: Texts | null;
  readonly logsource: LogsourceDocument;
  readonly version?: number | undefined;
  readonly category?: Text;
  readonly confidence?: Confidence | undefined;
  readonly catalogue?: Texts;
  readonly sentence?: Text;
  readonly attackers_goal?: Text;
  readonly business?: Text;
  readonly investigate?: Texts;
  readonly respond?: Texts;
  readonly blind_spots?: Texts;
  readonly counterparts?: Texts;
  readonly no_counterpart?: Text;
  readonly data?: Texts;
  readonly attack?: AttackDocument | undefined;
  readonly variations?: readonly VariationDocument[] | undefined;
  readonly missing_context?: Texts;
  readonly dedup?: 'none' | DedupDocument | undefined;
  readonly threshold?: ThresholdDocument | undefined;
  readonly new_terms?: NewTermsDocument | undefined;
  readonly modifiers?: readonly ModifierDocument[] | undefined;
  readonly tests?: readonly RuleTestDocument[] | undefined;
  readonly equivalent_mutants?: readonly { readonly mutation: string; readonly reason: string }[] | undefined;
}

/** How repeats fold, as written. */
export interface DedupDocument {
  readonly period: string;
  readonly targets?: DedupTargets | undefined;
}

/** A log source as written. */
export interface LogsourceDocument {
  readonly category?: Text;
  readonly product?: Text;
  readonly service?: Text;
  readonly definition?: Text;
}

/** A mapping to ATT&CK as written. */
export interface AttackDocument {
  readonly release?: Text;
  readonly tactics?: readonly AttackReference[] | undefined;
  readonly techniques?: readonly AttackReference[] | undefined;
  readonly analytics?: Texts;
}

/** A variation as written; its condition is parsed from the YAML node. */
export interface VariationDocument {
  readonly name: string;
  readonly level: Level;
  readonly title?: Text;
  readonly sentence?: Text;
  readonly description?: Text;
  readonly confidence?: Confidence | undefined;
  readonly missing_context?: Texts;
}

/** A threshold as written. */
export interface ThresholdDocument {
  readonly at_least?: number | undefined;
  readonly more_than?: number | undefined;
  readonly distinct?: Texts;
  readonly within: string;
  readonly by: readonly string[];
  readonly else_by?: Texts;
}

/** New terms as written. */
export interface NewTermsDocument {
  readonly terms: readonly string[];
  readonly history?: Text;
  readonly readiness?: Text;
}

/** A modifier of severity as written. */
export interface ModifierDocument {
  readonly name: string;
  readonly raise: number;
  readonly new_terms: NewTermsDocument;
  readonly sentence?: Text;
}

/** A base event and its patch as written, once or several times. */
export interface EventPatchDocument {
  readonly event: string;
  readonly patch?: JsonObject | undefined;
  readonly without?: Texts;
  readonly times?: number | undefined;
  readonly values?: Readonly<Record<string, readonly Json[]>> | undefined;
  readonly every?: Text;
  readonly at?: Text;
  readonly after?: Text;
}

/** A test as written: one event, or several. */
export interface RuleTestDocument extends Omit<EventPatchDocument, 'event'> {
  readonly event?: Text;
  readonly profile?: ProfileDocument | undefined;
  readonly name: string;
  readonly kind?: 'positive' | 'near-miss' | 'null-parameters' | 'bypass' | undefined;
  readonly events?: readonly EventPatchDocument[] | undefined;
  /** Columns of a table: dotted path → the value in each row. */
  readonly each?: Readonly<Record<string, readonly Json[]>> | undefined;
  readonly log_since?: Text;
  readonly expect: 'alert' | 'none' | 'not-ready' | ExpectationDocument;
}

/** An expectation as written. */
export interface ExpectationDocument {
  readonly level?: Level | undefined;
  readonly variation?: Text;
  readonly alerts?: number | undefined;
  readonly count?: number | undefined;
  readonly levels?: readonly Level[] | undefined;
  readonly modifiers?: Texts;
}
