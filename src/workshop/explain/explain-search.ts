/** Explains a search: every part of it, every test of a field, every element of a list, whatever the others said. */
import { describeTest } from '../../alerts/clause-text.ts';
import type { EventView } from '../../events/audit-event.ts';
import type {
  ElementSearch,
  FieldSearch,
  FieldTest,
  KeywordSearch,
  Search,
  ValueTest,
  Verdict,
} from '../../rule-language/detection.ts';
import { policyPredicateList } from '../../rule-language/policy-predicates.ts';
import { predicateNamed, verdictOnAbsent } from '../../rule-language/predicate.ts';
import { isObject } from '../../std/json.ts';
import { searchName, testName } from '../clause-name.ts';
import type {
  ExplainedElement,
  ExplainedElements,
  ExplainedField,
  ExplainedKeywords,
  ExplainedSearch,
  ExplainedTest,
  ShownValues,
} from './explained-rule.ts';
import { type LocatedValue, locatedStrings, pathText } from './located-value.ts';
import { leafTest, placeOf, type Scene, valuesOf } from './scene.ts';
import { shownValue, shownValues } from './shown-value.ts';

/** Elements of one list that are explained; the others are counted. */
const ELEMENTS_MAX = 10;

/** Explains one search. Who bears the verdict is told afterwards, by `blame.ts`. */
export function explainSearch(search: Search, scene: Scene): ExplainedSearch {
  switch (search.kind) {
    case 'all-of':
    case 'any-of': {
      const searches = search.searches.map((one) => explainSearch(one, scene));
      const holds = search.kind === 'all-of' ? searches.every(isTrue) : searches.some(isTrue);
      return { kind: search.kind, ...verdict(holds, search, scene), searches };
    }
    case 'field':
      return explainField(search, scene);
    case 'keyword':
      return explainKeywords(search, scene);
    case 'element':
      return explainElements(search, scene);
  }
}

function explainField(search: FieldSearch, scene: Scene): ExplainedField {
  const values = valuesOf(search.field, scene);
  const tests = search.tests.map((test) => explainTest(test, search, values, scene));
  const { field, quantifier, negated } = search;
  const holds = negated
    ? scene.operators.negate(leavesOf(values), (leaf) => search.tests.some((test) => holdsFor(test, leaf, scene)))
    : quantifier === 'all'
      ? tests.every(isTrue)
      : tests.some(isTrue);
  const there = shownValues(field.text, leavesOf(values));
  return {
    kind: 'field',
    ...verdict(holds, search, scene),
    clause: searchName(search),
    field: field.text,
    quantifier,
    negated,
    there,
    tests,
  };
}

function named(test: FieldTest): Pick<ExplainedTest, 'test' | 'value' | 'needed'> {
  return { test: test.kind, value: testName(test), needed: describeTest(test) };
}

const NOTHING: ShownValues = { values: [], more: 0 };

function explainTest(
  test: FieldTest,
  { field }: FieldSearch,
  values: readonly LocatedValue[],
  scene: Scene,
): ExplainedTest {
  const leaves = leavesOf(values);
  const common = { kind: 'test' as const, ...named(test), answers: [], other: null };
  switch (test.kind) {
    case 'null':
    case 'exists': {
      const isThere = scene.operators.exists(leaves);
      const holds = test.kind === 'null' ? !isThere : isThere === test.expected;
      return { ...common, ...verdict(holds, test, scene), passing: NOTHING, note: null };
    }
    case 'predicate':
      return { ...common, ...explainPredicate(test, field.text, values, scene) };
    case 'fieldref': {
      const others = leavesOf(valuesOf(test.other, scene));
      const passing = leaves.filter((leaf) => holdsFor(test, leaf, scene));
      return {
        ...common,
        ...verdict(passing.length > 0, test, scene),
        passing: shownValues(field.text, passing),
        other: shownValues(test.other.text, others),
        note: null,
      };
    }
    case 'text':
    case 'regex':
    case 'compare':
    case 'time':
    case 'cidr':
    case 'either': {
      const passing = leaves.filter((leaf) => holdsFor(test, leaf, scene));
      const shown = shownValues(field.text, passing);
      return { ...common, ...verdict(passing.length > 0, test, scene), passing: shown, note: noteOf(test) };
    }
  }
}

/** Whether one value passes a test that looks at values. Others never stand under `neq`. */
function holdsFor(test: FieldTest, leaf: LocatedValue['value'], scene: Scene): boolean {
  switch (test.kind) {
    case 'fieldref': {
      const relate = scene.operators.relate(test.relation, test.cased);
      return valuesOf(test.other, scene).some(({ value }) => relate(leaf, value));
    }
    case 'null':
    case 'exists':
    case 'predicate':
      throw new Error(`Cannot explain "${test.kind}" of one value`);
    case 'text':
    case 'regex':
    case 'compare':
    case 'time':
    case 'cidr':
    case 'either':
      return leafTest(test, scene.operators)(leaf);
  }
}

function noteOf(test: ValueTest): string | null {
  return test.kind === 'text' && test.cased ? 'upper and lower case differ' : null;
}

function explainPredicate(
  test: FieldTest & { readonly kind: 'predicate' },
  field: string,
  values: readonly LocatedValue[],
  scene: Scene,
): Pick<ExplainedTest, 'holds' | 'decides' | 'place' | 'passing' | 'answers' | 'note'> {
  const ask = predicateNamed(test.name, scene.predicates);
  const leaves = leavesOf(values);
  const onAbsent = leaves.length === 0 ? verdictOnAbsent(scene.event) : undefined;
  const answers = onAbsent === undefined ? leaves.map((leaf) => ask(leaf, scene.event)) : [onAbsent];
  const passing = leaves.filter((_, index) => isAmong(answers[index], test.verdicts));
  return {
    ...verdict(
      answers.some((answer) => isAmong(answer, test.verdicts)),
      test,
      scene,
    ),
    passing: shownValues(field, passing),
    answers: answers.slice(0, shownValues(field, leaves).values.length || 1),
    note: predicateNote(test.name, onAbsent, answers),
  };
}

function isAmong(answer: Verdict | undefined, verdicts: readonly Verdict[]): boolean {
  return answer !== undefined && verdicts.includes(answer);
}

function predicateNote(name: string, onAbsent: Verdict | undefined, answers: readonly Verdict[]): string | null {
  if (onAbsent !== undefined) return 'the provider left the parameters out of the record';
  const predicate = policyPredicateList.find((one) => one.name === name);
  if (predicate === undefined) return null;
  const isUnsure = answers.includes('unknown') && predicate.needs !== undefined;
  return isUnsure ? `${predicate.about}; it asks the profile for ${predicate.needs}` : predicate.about;
}

function explainKeywords(search: KeywordSearch, scene: Scene): ExplainedKeywords {
  const strings = locatedStrings(scene.event.raw);
  const tests = search.tests.map((test): ExplainedTest => {
    const passing = strings.filter(({ value }) => leafTest(test, scene.operators)(value));
    const places = passing.slice(0, ELEMENTS_MAX).map(({ path, value }) => {
      return `${pathText([...scene.scope, ...path])}: ${shownValue(lastKey(path), value)}`;
    });
    return {
      kind: 'test',
      ...named(test),
      ...verdict(passing.length > 0, test, scene),
      passing: { values: places, more: passing.length - places.length },
      answers: [],
      other: null,
      note: noteOf(test),
    };
  });
  const { quantifier } = search;
  const holds = quantifier === 'all' ? tests.every(isTrue) : tests.some(isTrue);
  return { kind: 'keyword', ...verdict(holds, search, scene), quantifier, strings: strings.length, tests };
}

/** Secrets are known by the names under which they stand, also in a list. */
function lastKey(path: LocatedValue['path']): string {
  return path.findLast((step) => typeof step === 'string') ?? '';
}

function explainElements(search: ElementSearch, scene: Scene): ExplainedElements {
  const all = valuesOf(search.field, scene).flatMap(({ path, value }): ExplainedElement[] => {
    if (typeof value !== 'object' || !isObject(value)) return [];
    const base = search.field.origin === 'raw' ? scene.scope : ['iamwatch'];
    const scope = [...base, ...path];
    const inner = explainSearch(search.search, { ...scene, event: elementView(value, scene.event), scope });
    return [{ kind: 'element', ...verdict(inner.holds, search, scene), at: pathText(scope), search: inner }];
  });
  const passing = all.filter(isTrue);
  const shown = new Set([...passing, ...all.filter(({ holds }) => !holds)].slice(0, ELEMENTS_MAX));
  return {
    kind: 'any-element',
    ...verdict(passing.length > 0, search, scene),
    field: search.field.text,
    count: all.length,
    passed: passing.length,
    elements: all.filter((element) => shown.has(element)),
    more: all.length - shown.size,
  };
}

/** Inside the element raw names start there; normalised names are still those of the whole event. */
function elementView(raw: EventView['raw'], event: EventView): EventView {
  return { cloud: event.cloud, service: event.service, raw, audit: () => event.audit() };
}

function leavesOf(values: readonly LocatedValue[]): readonly LocatedValue['value'][] {
  return values.map(({ value }) => value);
}

function isTrue({ holds }: { readonly holds: boolean }): boolean {
  return holds;
}

function verdict(
  holds: boolean,
  clause: Search | FieldTest,
  scene: Scene,
): Pick<ExplainedSearch, 'holds' | 'decides' | 'place'> {
  return { holds, decides: false, place: placeOf(clause, scene) };
}
