/** Why an alert fired: the sentence, the fields that decided with their values, and what would have silenced it. */
import type { EventView } from '../events/audit-event.ts';
import type { Condition, FieldPath, Search } from '../rule-language/detection.ts';
import { fieldReader } from '../rule-language/field-reader.ts';
import type { RuleMatch } from '../rule-language/rule-set.ts';
import type { Rule } from '../rule-language/rule.ts';
import { durationText, formatInstant } from '../std/time.ts';
import type { Alert } from './alert.ts';
import { describeSearch } from './clause-text.ts';
import { edgesOf } from './counterfactual.ts';
import { edgeOfMemory, expectedOfMemory, observedOfMemory } from './memory-explanation.ts';
import { sentenceOf, type Surroundings } from './sentence.ts';
import { valueText } from './value-text.ts';

/** Explains one match. */
export function explain(match: RuleMatch, view: EventView, surroundings: Surroundings): Alert['explanation'] {
  const { engine, remembered } = surroundings;
  const fields = fieldsOf(match.rule);
  const observed = withService(fields, view).flatMap((field) => observedValues(field, view));
  const expected = decidingSearches(match.rule, engine.identifiersHeld(match.rule, view)).map(describeSearch);
  const reason = sentenceOf(match, view, surroundings);
  if (remembered === undefined) {
    return {
      reason,
      observed: [...observedOfModifiers(surroundings.modified), ...observed],
      expected,
      would_not_fire_if: edgesOf(match, view, engine, fields),
    };
  }
  return {
    reason,
    observed: [...observedOfMemory(remembered), ...observed],
    expected: [...expected, expectedOfMemory(remembered)],
    would_not_fire_if: edgeOfMemory(remembered),
  };
}

/** What each modifier found before the event. */
function observedOfModifiers(modified: Surroundings['modified']): Alert['explanation']['observed'] {
  if (modified === undefined) return [];
  const { states, seenMs } = modified;
  return states.map(({ kind, modifier: { name, memory } }) => ({
    field: `modifier ${name}`,
    value:
      kind === 'seen' && seenMs !== null
        ? `seen last on ${formatInstant(seenMs)}`
        : `not seen in the ${durationText(memory.historyMs)} before`,
  }));
}

const EVENT_SOURCE: FieldPath = { text: 'eventSource', origin: 'raw', segments: ['eventSource'] };

/** On AWS an action has its meaning from its service, which rules on every action do not name. */
function withService(fields: readonly FieldPath[], { cloud }: EventView): readonly FieldPath[] {
  const isNamed = cloud !== 'aws' || fields.some(({ text }) => text === 'eventSource' || text === 'iamwatch.service');
  return isNamed ? fields : [EVENT_SOURCE, ...fields];
}

/** All fields of a rule, in the order of its identifiers, each once. */
export function fieldsOf(rule: Rule): readonly FieldPath[] {
  const fields = new Map<string, FieldPath>();
  for (const search of rule.detection.identifiers.values()) collectFields(search, fields);
  return [...fields.values()];
}

function collectFields(search: Search, fields: Map<string, FieldPath>): void {
  if (search.kind === 'field' || search.kind === 'element') fields.set(search.field.text, search.field);
  else if (search.kind !== 'keyword') for (const inner of search.searches) collectFields(inner, fields);
}

/** The searches that hold and that the condition asserts, leaving out what it negates. */
function decidingSearches(rule: Rule, held: readonly string[]): readonly Search[] {
  const names = new Set<string>();
  collectNames(rule.detection.condition, names);
  return [...rule.detection.identifiers]
    .filter(([name]) => names.has(name) && held.includes(name))
    .map(([, search]) => search);
}

function collectNames(condition: Condition, names: Set<string>): void {
  switch (condition.kind) {
    case 'identifier':
      names.add(condition.name);
      break;
    case 'of':
      for (const name of condition.names) names.add(name);
      break;
    case 'and':
    case 'or':
      for (const operand of condition.operands) collectNames(operand, names);
      break;
    case 'not':
      break;
  }
}

/** Values of one field shown on an alert; a list in a record may have thousands. */
const OBSERVED_MAX = 20;

function observedValues(field: FieldPath, view: EventView): Alert['explanation']['observed'] {
  const leaves = fieldReader(field)(view);
  const shown = leaves
    .slice(0, OBSERVED_MAX)
    .map((leaf) => ({ field: field.text, value: valueText(field.text, leaf) }));
  const more = leaves.length - shown.length;
  return more === 0 ? shown : [...shown, { field: field.text, value: `and ${more} more` }];
}
