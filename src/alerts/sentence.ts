/** The one sentence that says why an alert fired: the rule's template with what the event says. */
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import type { EventView, Target } from '../events/audit-event.ts';
import { fieldReader } from '../rule-language/field-reader.ts';
import type { RuleMatch } from '../rule-language/rule-set.ts';
import type { ModifierState } from '../rule-language/severity-modifier.ts';
import { fillTemplate, type Template } from '../rule-language/template.ts';
import { at, isArray, type JsonObject } from '../std/json.ts';
import { durationText } from '../std/time.ts';
import type { Engine } from './counterfactual.ts';
import { foreignAccounts } from '../rule-language/foreign-accounts.ts';
import { memoryPart, type Remembered } from './memory-explanation.ts';
import { shortAction } from './short-action.ts';
import { valueText } from './value-text.ts';

/** Who found a match, and whose organisation it is. */
export interface Surroundings {
  readonly engine: Engine;
  readonly profile: OrganisationProfile;
  /** The finding, where the rule remembers. */
  readonly remembered?: Remembered | undefined;
  /** How the modifiers of the rule bear on the finding, where they could be asked. */
  readonly modified?: Modified | undefined;
}

/** What the modifiers of a rule say of a finding. */
export interface Modified {
  readonly states: readonly ModifierState[];
  /** When what they ask about was seen last; null: not within the history of any of them. */
  readonly seenMs: number | null;
}

/**
 * Fills the template of the variation, else of the rule, and behind it those of the modifiers that raise the alert. What cannot be
 * told yet is named.
 */
export function sentenceOf(match: RuleMatch, view: EventView, surroundings: Surroundings): string {
  const states = surroundings.modified?.states ?? [];
  const added = states.flatMap(({ kind, modifier: { sentence, memory } }) =>
    kind !== 'raised' || sentence === undefined
      ? []
      : [filled(sentence, match, view, { ...surroundings, historyMs: memory.historyMs })],
  );
  const open = states.filter(({ kind }) => kind === 'not-ready').map(({ modifier: { name } }) => name);
  const untold = open.length === 0 ? [] : [`Too little log to tell: ${open.join(', ')}.`];
  return [ownSentence(match, view, surroundings), ...added, ...untold].join(' ');
}

/** The template of the variation, else of the rule; without one, says who called what on what. */
function ownSentence(match: RuleMatch, view: EventView, surroundings: Surroundings): string {
  const { rule, variation } = match;
  const template = variation?.sentence ?? rule.sentence;
  if (template !== undefined) return filled(template, match, view, surroundings);
  const { actor, action = 'an unnamed action', targets } = view.audit();
  return `${actor.name} called ${action} on ${targetText(targets[0])}: ${variation?.title ?? rule.title}.`;
}

function targetText(target: Target | undefined): string {
  return target === undefined ? 'an unnamed target' : `${target.type} ${target.name ?? target.id}`;
}

function filled(
  template: Template,
  { rule }: RuleMatch,
  view: EventView,
  { engine, profile, remembered, historyMs }: Surroundings & { readonly historyMs?: number },
): string {
  const event = view.audit();
  const target = event.targets[0];
  const targetName = targetText(target);
  return fillTemplate(
    template,
    (hole) => {
      switch (hole.kind) {
        case 'actor':
          return event.actor.name;
        case 'target':
          return target === undefined ? undefined : targetName;
        case 'action':
          return shortAction(event.cloud, event.action ?? 'an unnamed action');
        case 'account':
          return event.account;
        case 'foreign_accounts':
          return foreignAccounts(view, profile);
        case 'matched':
          return matchedText(hole.path, engine.matchedElements(rule, view));
        case 'raw':
          return rawText(hole.path, view);
        case 'count':
        case 'measured':
        case 'limit':
        case 'window':
        case 'span':
        case 'values':
          return remembered === undefined ? undefined : memoryPart(hole.kind, remembered);
        case 'history':
          if (historyMs !== undefined) return durationText(historyMs);
          return remembered === undefined ? undefined : memoryPart(hole.kind, remembered);
      }
    },
    ({ kind }) => {
      if (kind === 'target') return targetName;
      return kind === 'account' ? 'an unknown account' : '(not in the log)';
    },
  );
}

function rawText(path: string, view: EventView): string | undefined {
  const leaves = fieldReader({ text: path, origin: 'raw', segments: path.split('.') })(view);
  if (leaves.length === 0) return undefined;
  const more = leaves.length - RAW_MAX;
  const named = leaves.slice(0, RAW_MAX).map((leaf) => valueText(path, leaf));
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Values of one field named in one sentence. */
const RAW_MAX = 20;

/** Values of matched elements named in one sentence. */
const MATCHED_MAX = 3;

/** A field of the list elements that matched, each value once. */
function matchedText(path: string, elements: readonly JsonObject[]): string | undefined {
  const found = new Set(elements.map((element) => valuesBelow(path, element)).flat());
  if (found.size === 0) return undefined;
  const more = found.size - MATCHED_MAX;
  return `${[...found].slice(0, MATCHED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function valuesBelow(path: string, element: JsonObject): readonly string[] {
  const value = at(element, ...path.split('.'));
  if (value === undefined || value === null) return [];
  return (isArray(value) ? value : [value]).map((one) => valueText(path, isArray(one) ? [] : (one ?? '')));
}
