/** The checked rule: what we believe after `load.ts` has read a file. Nobody checks it again. */
import type { ProfileDocument } from '../context/profile-document.ts';
import type { Json, JsonObject } from '../std/json.ts';
import type { Place } from '../document/reporter.ts';
import type { Condition, Detection, FieldTest, Search } from './detection.ts';
import type { Memory, NewTerms } from './memory.ts';
import type { Template } from './template.ts';

/** How bad it is, in Sigma's words. */
export type Level = 'informational' | 'low' | 'medium' | 'high' | 'critical';

/** All levels, mildest first. */
export const levels: readonly Level[] = ['informational', 'low', 'medium', 'high', 'critical'];

/** How sure a rule is of its claim. */
export type Confidence = 'low' | 'medium' | 'high';

/** Sigma's status words. */
export type Status = 'stable' | 'test' | 'experimental' | 'deprecated' | 'unsupported';

/** Which logs a rule reads. */
export interface Logsource {
  readonly category: string | undefined;
  readonly product: string | undefined;
  readonly service: string | undefined;
  readonly definition: string | undefined;
}

/** A link to another rule. */
export interface Related {
  readonly id: string;
  readonly type: 'derived' | 'obsolete' | 'merged' | 'renamed' | 'similar' | 'correlation';
}

/** Who says that a rule covers an ATT&CK object. */
export type AttackOrigin = 'published by the source' | 'from a detection strategy' | 'local, unvalidated';

/** A tactic or technique, and who says so. */
export interface AttackReference {
  readonly id: string;
  readonly origin: AttackOrigin;
}

/** Which part of ATT&CK a rule covers. No technique at all is legal. */
export interface AttackMapping {
  readonly release: string | undefined;
  readonly tactics: readonly AttackReference[];
  readonly techniques: readonly AttackReference[];
  readonly analytics: readonly string[];
}

/** A case of a rule with its own level and text. The most severe that holds wins, the first among equals. */
export interface Variation {
  readonly name: string;
  readonly condition: Condition;
  readonly level: Level;
  readonly title: string | undefined;
  readonly sentence: Template | undefined;
  readonly description: string | undefined;
  readonly confidence: Confidence | undefined;
  readonly missingContext: readonly string[];
}

/** A named step by which the level of a single-event rule rises. */
export interface SeverityModifier {
  /** Unique in the rule. */
  readonly name: string;
  /** Levels by which it raises. */
  readonly raise: number;
  /** It holds where these were not seen; all modifiers of a rule ask about the same terms. */
  readonly memory: NewTerms;
  /** What it adds to the sentence of the alert. */
  readonly sentence: Template | undefined;
}

/** Whether calls on several targets are alerts of their own, or what a rule notices is the actor, whatever it touches. */
export type DedupTargets = 'apart' | 'together';

/** How repeats fold: not at all, over a period, or as the engine decides (undefined on the rule). */
export type Dedup =
  { readonly kind: 'none' } | { readonly kind: 'period'; readonly periodMs: number; readonly targets: DedupTargets };

/** A change to a base event: values set at dotted paths (null included), paths taken away. */
export interface EventPatch {
  readonly base: string;
  readonly patch: JsonObject;
  readonly without: readonly string[];
}

/** An event of a test, or several that differ in little. */
export interface TestEvent extends EventPatch {
  /** What is patched over the patch in each repetition; one empty patch where the event stands once. */
  readonly repetitions: readonly JsonObject[];
  /** Event time between one repetition and the next. */
  readonly everyMs: number;
  /** When it happens: this long after the time of the base, or after the event before it in the test. */
  readonly shift: { readonly from: 'base' | 'previous'; readonly ms: number };
}

/** What a test inside a rule expects. */
export type RuleTestExpectation =
  | { readonly kind: 'none' }
  /** Something is found for which there is not enough log yet. */
  | { readonly kind: 'not-ready' }
  | {
      readonly kind: 'alert';
      readonly level: Level | undefined;
      readonly variation: string | undefined;
      /** How many alerts there are. */
      readonly alerts: number | undefined;
      /** How many actions are folded into the alert. */
      readonly count: number | undefined;
      /** The levels of all alerts, in the order of their first events. */
      readonly levels: readonly Level[] | undefined;
      /** Names of the modifiers that raised the alert. */
      readonly modifiers: readonly string[] | undefined;
    };

/** A test that a rule carries. */
export interface RuleTest {
  readonly name: string;
  readonly kind: 'positive' | 'near-miss' | 'null-parameters' | 'bypass' | undefined;
  readonly events: readonly TestEvent[];
  /** How much log there is before the earliest event; undefined: as much as any memory asks for. */
  readonly logSinceMs: number | undefined;
  /** The organisation to which the events happen; undefined: one that nobody described. */
  readonly profile: ProfileDocument | undefined;
  readonly expect: RuleTestExpectation;
  /** Where it stands in the file. */
  readonly place: Place;
}

/** A mutation of the rule that no event can tell from the rule, and why; `iamwatch rules mutate` does not count it as surviving. */
export interface EquivalentMutant {
  /** The id that `iamwatch rules mutate` prints. */
  readonly mutation: string;
  readonly reason: string;
  readonly place: Place;
}

/** A Sigma filter that narrows a rule; its identifiers are its own. */
export interface AppliedFilter {
  readonly name: string;
  readonly detection: Detection;
  readonly file: string;
  /** Where the parts of its detection stand in that file. */
  readonly places: Rule['places'];
}

/** A rule: what single events it is about, and what it remembers of them. */
export interface Rule {
  /** The detection is over single events, whatever the rule remembers; {@link kindOf} tells rules with a memory apart. */
  readonly kind: 'match';
  /** UUID in lower case, where the file has one. */
  readonly id: string | undefined;
  /** Unique among all loaded rules. */
  readonly name: string;
  readonly title: string;
  readonly status: Status | undefined;
  readonly description: string | undefined;
  readonly author: string | undefined;
  readonly references: readonly string[];
  /** ISO date. */
  readonly date: string | undefined;
  /** ISO date. */
  readonly modified: string | undefined;
  readonly tags: readonly string[];
  readonly logsource: Logsource;
  readonly fields: readonly string[];
  readonly falsepositives: readonly string[];
  readonly level: Level;
  readonly scope: readonly string[];
  readonly related: readonly Related[];
  readonly taxonomy: string;
  readonly license: string | undefined;
  readonly detection: Detection;
  /** What the rule remembers of the events that its detection matches; undefined: each of them alerts by itself. */
  readonly memory: Memory | undefined;
  /** Steps by which its level rises; only a rule without a memory has any. */
  readonly modifiers: readonly SeverityModifier[];
  readonly filters: readonly AppliedFilter[];
  /** Keys that neither Sigma nor we define, as written. */
  readonly custom: ReadonlyMap<string, Json>;
  readonly file: string;
  /** The document's own text. */
  readonly source: string;
  /** Where the parts of the detection and the conditions of the variations stand in the file. */
  readonly places: ReadonlyMap<Search | FieldTest | Condition | string, Place>;

  readonly version: number;
  readonly category: string | undefined;
  readonly confidence: Confidence | undefined;
  readonly catalogue: readonly string[];
  readonly sentence: Template | undefined;
  readonly attackersGoal: string | undefined;
  readonly business: string | undefined;
  readonly investigate: readonly string[];
  readonly respond: readonly string[];
  readonly blindSpots: readonly string[];
  readonly counterparts: readonly string[];
  readonly noCounterpart: string | undefined;
  readonly data: readonly string[];
  readonly attack: AttackMapping | undefined;
  readonly variations: readonly Variation[];
  readonly missingContext: readonly string[];
  readonly dedup: Dedup | undefined;
  readonly tests: readonly RuleTest[];
  readonly equivalentMutants: readonly EquivalentMutant[];
}

/** How a rule finds what it finds: each event that matches, or what it remembers of them. */
export type RuleKind = 'match' | 'threshold' | 'new_terms';

/** The kind of a rule. */
export function kindOf({ memory }: Pick<Rule, 'memory'>): RuleKind {
  if (memory === undefined) return 'match';
  return memory.kind === 'threshold' ? 'threshold' : 'new_terms';
}

/** The kinds of Sigma correlation. */
export type CorrelationType =
  | 'event_count'
  | 'value_count'
  | 'temporal'
  | 'temporal_ordered'
  | 'value_sum'
  | 'value_avg'
  | 'value_percentile'
  | 'value_median';

/** A Sigma correlation whose shape has been checked. It is not evaluated yet. */
export interface CorrelationRule {
  readonly kind: 'correlation';
  readonly id: string | undefined;
  readonly name: string;
  readonly title: string;
  readonly level: Level | undefined;
  readonly type: CorrelationType;
  /** Ids or names of rules and correlations. */
  readonly rules: readonly string[];
  readonly generate: boolean;
  readonly groupBy: readonly string[];
  readonly timespanMs: number;
  /** Bounds that must all hold, or a boolean expression over rule names. */
  readonly condition: CorrelationCondition | undefined;
  /** Alias → (rule → field). */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly file: string;
  readonly source: string;
}

/** What a correlation compares. */
export type CorrelationCondition =
  | {
      readonly kind: 'bounds';
      readonly bounds: readonly {
        readonly operator: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';
        readonly value: number;
      }[];
      readonly fields: readonly string[];
      readonly percentile: number | undefined;
    }
  | { readonly kind: 'expression'; readonly text: string };
