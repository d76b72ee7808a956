/**
 * Picks the rules that an event can match at all. Rules are grouped by the field of their witness; for each value
 * of that field the rules whose witness it passes are worked out once and remembered. Names of actions mean little without
 * their service, so a witness on the service narrows the list further, remembered likewise.
 */
import type { EventView } from '../events/audit-event.ts';
import { fieldReader, type FieldReader, type Leaf } from './field-reader.ts';
import type { LeafTest } from './operator.ts';
import type { Witness } from './witness.ts';

/** Picks candidates: rule numbers in ascending order. */
export type RuleIndex = (event: EventView) => readonly number[];

/** Values remembered per field; further ones are worked out each time. */
const valuesMax = 10_000;
/** Services remembered for one value: an action of a name belongs to few. */
const servicesMax = 64;
/** Texts longer than this are worked out each time. */
const valueLengthMax = 1_024;

interface FieldGroup {
  readonly read: FieldReader;
  readonly numbers: readonly number[];
  readonly tests: readonly LeafTest[];
  readonly memo: Map<Leaf, Passed>;
}

/** The rules that one value passes, and of these the ones that the value of the service passes too. */
interface Passed {
  readonly numbers: readonly number[];
  readonly byService: Map<Leaf, readonly number[]>;
}

interface GrowingGroup extends FieldGroup {
  readonly numbers: number[];
  readonly tests: LeafTest[];
}

/** A rule by its number, with its witnesses, the telling ones first. */
export interface IndexedRule {
  readonly number: number;
  readonly witnesses: readonly Witness[];
}

/** Fields that name the service of an action. */
const SERVICE_FIELDS: readonly string[] = ['eventSource', 'protoPayload.serviceName'];

/** Builds the index from the witnesses of every rule; rules without any are candidates for every event. */
export function ruleIndex(rules: readonly IndexedRule[]): RuleIndex {
  const generic = rules.filter(({ witnesses }) => witnesses.length === 0).map(({ number }) => number);
  const services = servicesOf(rules);
  const groups = [...groupByField(rules).values()];
  return (event) => {
    const lists = groups.map((group) => candidates(group, services, event)).filter((list) => list.length > 0);
    if (generic.length > 0) lists.push(generic);
    if (lists.length <= 1) return lists[0] ?? [];
    return lists.flat().sort((left, right) => left - right);
  };
}

/** What rules ask of the service, by the field that names it and the number of the rule. */
interface Services {
  readonly read: FieldReader;
  readonly tests: ReadonlyMap<number, LeafTest>;
}

/** The rules of one log name the service in one field; those that ask nothing of it are not narrowed. */
function servicesOf(rules: readonly IndexedRule[]): Services | undefined {
  const asking = rules.flatMap(({ number, witnesses }) =>
    witnesses.filter(({ field }) => SERVICE_FIELDS.includes(field.text)).map((witness) => ({ number, witness })),
  );
  const [first] = asking;
  if (first === undefined) return undefined;
  const { field } = first.witness;
  const same = asking.filter(({ witness }) => witness.field.text === field.text);
  return { read: fieldReader(field), tests: new Map(same.map(({ number, witness }) => [number, witness.holds])) };
}

function groupByField(rules: readonly IndexedRule[]): ReadonlyMap<string, FieldGroup> {
  const groups = new Map<string, GrowingGroup>();
  for (const { number, witnesses } of rules) {
    const [witness] = witnesses;
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

function candidates(
  { read, numbers, tests, memo }: FieldGroup,
  services: Services | undefined,
  event: EventView,
): readonly number[] {
  const leaves = read(event);
  const [leaf] = leaves;
  if (leaf === undefined) return [];
  // Several values, or one that is no plain one: the witness speaks about one plain value only.
  if (leaves.length > 1 || typeof leaf === 'object') return numbers;
  const known = memo.get(leaf);
  if (known !== undefined) return ofService(known, services, event);
  const passed: Passed = {
    numbers: numbers.filter((_, position) => tests[position]?.(leaf) ?? false),
    byService: new Map(),
  };
  if (isRemembered(leaf, memo)) memo.set(leaf, passed);
  return ofService(passed, services, event);
}

function ofService(
  { numbers, byService }: Passed,
  services: Services | undefined,
  event: EventView,
): readonly number[] {
  if (services === undefined || numbers.length === 0) return numbers;
  const leaves = services.read(event);
  const [leaf] = leaves;
  if (leaves.length > 1 || typeof leaf === 'object') return numbers;
  // Without a service, rules that ask for one cannot match.
  if (leaf === undefined) return numbers.filter((number) => !services.tests.has(number));
  const known = byService.get(leaf);
  if (known !== undefined) return known;
  const passed = numbers.filter((number) => services.tests.get(number)?.(leaf) ?? true);
  if (byService.size < servicesMax) byService.set(leaf, passed);
  return passed;
}

function isRemembered(leaf: Leaf, memo: ReadonlyMap<Leaf, unknown>): boolean {
  const isShort = typeof leaf !== 'string' || leaf.length <= valueLengthMax;
  return isShort && memo.size < valuesMax;
}
