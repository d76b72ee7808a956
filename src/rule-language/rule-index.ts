/**
 * Picks the rules that an event can match at all. Rules are grouped by the field of their witness; for each value
 * of that field the rules whose witness it passes are worked out once and remembered.
 */
import type { EventView } from '../events/audit-event.ts';
import { fieldReader, type FieldReader, type Leaf } from './field-reader.ts';
import type { LeafTest } from './operator.ts';
import type { Witness } from './witness.ts';

/** Picks candidates: rule numbers in ascending order. */
export type RuleIndex = (event: EventView) => readonly number[];

/** Values remembered per field; further ones are worked out each time. */
const valuesMax = 10_000;
/** Texts longer than this are worked out each time. */
const valueLengthMax = 1_024;

interface FieldGroup {
  readonly read: FieldReader;
  readonly numbers: readonly number[];
  readonly tests: readonly LeafTest[];
  readonly memo: Map<Leaf, readonly number[]>;
}

interface GrowingGroup extends FieldGroup {
  readonly numbers: number[];
  readonly tests: LeafTest[];
}

/** Builds the index from the witness of every rule; rules without one are candidates for every event. */
export function ruleIndex(
  rules: readonly { readonly number: number; readonly witness: Witness | undefined }[],
): RuleIndex {
  const generic = rules.filter(({ witness }) => witness === undefined).map(({ number }) => number);
  const groups = [...groupByField(rules).values()];
  return (event) => {
    const lists = groups.map((group) => candidates(group, event)).filter((list) => list.length > 0);
    if (generic.length > 0) lists.push(generic);
    if (lists.length <= 1) return lists[0] ?? [];
    return lists.flat().sort((left, right) => left - right);
  };
}

function groupByField(rules: Parameters<typeof ruleIndex>[0]): ReadonlyMap<string, FieldGroup> {
  const groups = new Map<string, GrowingGroup>();
  for (const { number, witness } of rules) {
    if (witness === undefined) continue;
    const { field, holds } = witness;
    const group: GrowingGroup = groups.get(field.text) ?? {
      read: fieldReader(field),
      numbers: [],
      tests: [],
      memo: new Map(),
    };
    groups.set(field.text, group);
    group.numbers.push(number);
    group.tests.push(holds);
  }
  return groups;
}

function candidates({ read, numbers, tests, memo }: FieldGroup, event: EventView): readonly number[] {
  const leaves = read(event);
  const [leaf] = leaves;
  if (leaf === undefined) return [];
  // Several values, or one that is no plain one: the witness speaks about one plain value only.
  if (leaves.length > 1 || typeof leaf === 'object') return numbers;
  const known = memo.get(leaf);
  if (known !== undefined) return known;
  const passed = numbers.filter((_, position) => tests[position]?.(leaf) ?? false);
  const isShort = typeof leaf !== 'string' || leaf.length <= valueLengthMax;
  if (isShort && memo.size < valuesMax) memo.set(leaf, passed);
  return passed;
}
