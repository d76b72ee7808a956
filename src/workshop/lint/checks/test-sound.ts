/** Tests that cannot say what they are meant to: names that lead nowhere, patches beside the event, the same test twice. */
import { didYouMean } from '../../../document/reporter.ts';
import type { Rule, RuleTest } from '../../../rule-language/rule.ts';
import { editDistance, nearestName } from '../../../std/did-you-mean.ts';
import { isObject, type Json, type JsonObject } from '../../../std/json.ts';
import type { LintCheck, LintContext, LintFinding } from '../lint-check.ts';
import type { WrittenRule } from '../written-rule.ts';

/** Looks at each test of a rule. */
export const testSound: LintCheck = {
  codes: [
    { code: 'unknown-base-event', severity: 'error', summary: 'A test patches a base event that does not exist.' },
    {
      code: 'unknown-variation',
      severity: 'error',
      summary: 'A test expects a variation that the rule does not have.',
    },
    {
      code: 'unlikely-patch-path',
      severity: 'warning',
      summary: 'A test patches a field that looks like a typo of one that events have.',
    },
    { code: 'identical-tests', severity: 'warning', summary: 'Two tests of a rule try the same event.' },
    { code: 'duplicate-test-name', severity: 'warning', summary: 'Two tests of a rule have the same name.' },
  ],
  find: (rule, _rules, context) => [
    ...unknownBases(rule, context),
    ...unknownVariations(rule, context),
    ...unlikelyPatches(rule, context),
    ...identicalTests(rule, context),
    ...duplicateNames(rule, context),
  ],
};

function unknownBases(rule: Rule, context: LintContext): readonly LintFinding[] {
  return rule.tests.flatMap((test) =>
    test.events.flatMap(({ base }, index) => {
      if (context.bases.has(base)) return [];
      const written = context.written(rule);
      const number = numberInFile(test, written);
      const isSingle = written.has('tests', number, 'event');
      const place = isSingle
        ? written.placeOf('tests', number, 'event')
        : written.placeOf('tests', number, 'events', index, 'event');
      const suggestion = didYouMean(nearestName(base, context.bases.keys()));
      const help =
        context.bases.size === 0
          ? 'no base events were found; they lie beside the rules in a file such as base-events.yaml'
          : undefined;
      return [{ code: 'unknown-base-event', place, message: `no base event is called "${base}"`, suggestion, help }];
    }),
  );
}

function unknownVariations(rule: Rule, context: LintContext): readonly LintFinding[] {
  const names = rule.variations.map(({ name }) => name);
  return rule.tests.flatMap((test) => {
    const { expect } = test;
    const wanted = expect.kind === 'alert' ? expect.variation : undefined;
    if (wanted === undefined || wanted === 'none' || names.includes(wanted)) return [];
    const written = context.written(rule);
    const place = written.placeOf('tests', numberInFile(test, written), 'expect', 'variation');
    const message = `the rule has no variation "${wanted}", so the test can never pass`;
    return [{ code: 'unknown-variation', place, message, suggestion: didYouMean(nearestName(wanted, names)) }];
  });
}

function unlikelyPatches(rule: Rule, context: LintContext): readonly LintFinding[] {
  return rule.tests.flatMap((test) =>
    test.events.flatMap(({ patch, without, repetitions: [repetition = {}] }, index) =>
      [...Object.keys(patch), ...Object.keys(repetition), ...without].flatMap((path) => {
        const meant = likelierPath(path, [...context.bases.values()]);
        if (meant === undefined) return [];
        const written = context.written(rule);
        const number = numberInFile(test, written);
        const isColumn = written.has('tests', number, 'each', path);
        const parent = written.has('tests', number, 'event') ? ['tests', number] : ['tests', number, 'events', index];
        const place = isColumn
          ? written.placeOfKey('tests', number, 'each', path)
          : Object.hasOwn(repetition, path)
            ? written.placeOfKey(...parent, 'values', path)
            : Object.hasOwn(patch, path)
              ? written.placeOfKey(...parent, 'patch', path)
              : written.placeOf(...parent, 'without', without.indexOf(path));
        const message = `no base event has "${path}"`;
        return [{ code: 'unlikely-patch-path', place, message, suggestion: didYouMean(meant) }];
      }),
    ),
  );
}

/** Shorter names are near to everything. */
const NAME_LENGTH_MIN = 5;
const TYPO_DISTANCE_MAX = 2;

/** The path that was probably meant, where a step of a path is in no event and nearly the same as one that is. */
function likelierPath(path: string, events: readonly JsonObject[]): string | undefined {
  const steps = path.split('.');
  let here: readonly Json[] = events;
  for (const [depth, step] of steps.entries()) {
    const objects = here.filter((value) => isObject(value));
    const names = new Set([...objects.flatMap((object) => Object.keys(object)), ...(depth === 0 ? RARE : [])]);
    if (!names.has(step)) {
      if (step.length < NAME_LENGTH_MIN) return undefined;
      const near = [...names].filter(
        (name) => editDistance(step.toLowerCase(), name.toLowerCase()) <= TYPO_DISTANCE_MAX,
      );
      const nearest = nearestName(step, near);
      return nearest === undefined
        ? undefined
        : [...steps.slice(0, depth), nearest, ...steps.slice(depth + 1)].join('.');
    }
    here = objects.flatMap((object) => {
      const value = Object.hasOwn(object, step) ? object[step] : undefined;
      return value === undefined ? [] : [value];
    });
  }
  return undefined;
}

/** Top-level names that records have now and then, and base events need not have. */
const RARE = [
  ...['errorCode', 'errorMessage', 'additionalEventData', 'serviceEventDetails', 'sharedEventID', 'vpcEndpointId'],
  ...['addendum', 'edgeDeviceDetails', 'eventContext', 'insightDetails', 'resources', 'apiVersion', 'annotation'],
  ...[
    'vpcEndpointAccountId',
    'resource',
    'labels',
    'severity',
    'operation',
    'receiveTimestamp',
    'timestamp',
    'logName',
  ],
];

function duplicateNames(rule: Rule, context: LintContext): readonly LintFinding[] {
  const written = context.written(rule);
  const seen = new Set<string>();
  return rule.tests.flatMap((test) => {
    const isNew = !seen.has(test.name);
    seen.add(test.name);
    if (isNew) return [];
    const place = written.placeOf('tests', numberInFile(test, written), 'name');
    const message = `another test of the rule is called "${test.name}"`;
    const help = 'reports and "rules explain" tell tests by their names';
    return [{ code: 'duplicate-test-name', place, message, help }];
  });
}

function identicalTests(rule: Rule, context: LintContext): readonly LintFinding[] {
  const first = new Map<string, string>();
  return rule.tests.flatMap((test) => {
    const { name, events, profile, logSinceMs } = test;
    const key = JSON.stringify([events, profile, logSinceMs]);
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, name);
      return [];
    }
    const written = context.written(rule);
    const place = written.placeOf('tests', numberInFile(test, written), 'name');
    return [{ code: 'identical-tests', place, message: `this test tries the same as "${earlier}"` }];
  });
}

/** Which test of the file it is: a table in a file is several tests of the rule. */
function numberInFile({ place }: RuleTest, written: WrittenRule): number {
  let number = 0;
  while (written.has('tests', number)) {
    const { line, column } = written.placeOf('tests', number);
    if (line === place.line && column === place.column) return number;
    number += 1;
  }
  return 0;
}
