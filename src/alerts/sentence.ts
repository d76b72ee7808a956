/** The one sentence that says why an alert fired: the rule's template with what the event says. */
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import type { EventView } from '../events/audit-event.ts';
import { fieldReader } from '../rule-language/field-reader.ts';
import type { RuleMatch } from '../rule-language/rule-set.ts';
import { fillTemplate } from '../rule-language/template.ts';
import { at, isArray, type JsonObject } from '../std/json.ts';
import type { Engine } from './counterfactual.ts';
import { foreignAccounts } from './foreign-accounts.ts';
import { memoryPart, type Remembered } from './memory-explanation.ts';
import { shortAction } from './short-action.ts';
import { valueText } from './value-text.ts';

/** Who found a match, and whose organisation it is. */
export interface Surroundings {
  readonly engine: Engine;
  readonly profile: OrganisationProfile;
  /** The finding, where the rule remembers. */
  readonly remembered?: Remembered | undefined;
}

/** Fills the template of the variation, else of the rule; without one, says who called what on what. */
export function sentenceOf(
  { rule, variation }: RuleMatch,
  view: EventView,
  { engine, profile, remembered }: Surroundings,
): string {
  const event = view.audit();
  const template = variation?.sentence ?? rule.sentence;
  const target = event.targets[0];
  const targetName = target === undefined ? 'an unnamed target' : `${target.type} ${target.name ?? target.id}`;
  if (template === undefined) {
    return `${event.actor.name} called ${event.action ?? 'an unnamed action'} on ${targetName}: ${variation?.title ?? rule.title}.`;
  }
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
        case 'history':
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
