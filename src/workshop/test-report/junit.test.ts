import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { rawEventView } from '../../events/event-view.ts';
import { loadRules } from '../../rule-language/load.ts';
import { junitReport } from './junit.ts';
import { isSound, type RuleTestRun, runTests } from './rule-test-run.ts';

const RULE = `
title: Users listed
name: users-listed
logsource: { product: aws, service: cloudtrail }
detection: { it: { eventSource: iam.amazonaws.com, eventName: ListUsers }, condition: it }
`;
const TESTS = `
tests:
  - { name: a list, event: base, patch: { eventName: ListUsers }, expect: alert }
  - { name: 'no "list" & <nothing>', event: base, expect: alert }
`;
const bases = new Map([['base', { eventSource: 'iam.amazonaws.com', eventName: 'GetUser', eventVersion: '1.11' }]]);

function runOf(text: string): RuleTestRun {
  const { rules } = loadRules([{ file: 'users.yaml', text }]);
  return runTests(rules, { bases, toEventView: rawEventView, predicatesOf: () => new Map() });
}

/** What a strict XML parser sees: tags with their attributes. Throws where the text is not well-formed. */
function elementsOf(xml: string): readonly { readonly name: string; readonly attributes: Record<string, string> }[] {
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes }));
  parser.write(xml).close();
  return elements;
}

describe('a run of tests as JUnit XML', () => {
  it('has a suite for each rule, a case for each test, and says why one failed', () => {
    const elements = elementsOf(junitReport(runOf(RULE + TESTS), []));
    expect(elements.map(({ name }) => name)).toEqual(['testsuites', 'testsuite', 'testcase', 'testcase', 'failure']);
    expect(elements[1]?.attributes).toMatchObject({ name: 'users-listed', tests: '2', failures: '1', errors: '0' });
    expect(elements[3]?.attributes).toEqual({
      name: 'no "list" & <nothing>',
      classname: 'users-listed',
      file: 'users.yaml',
      line: '9',
    });
    expect(elements[4]?.attributes).toEqual({ message: 'expected an alert, got none' });
  });

  it('a rule without tests is a failure, and so is what does not load', () => {
    const run = runOf(RULE);
    expect(isSound(run)).toBe(false);
    const broken = loadRules([{ file: 'broken.yaml', text: 'title: x\n' }]).diagnostics;
    const elements = elementsOf(junitReport(run, broken));
    expect(elements.filter(({ name }) => name === 'failure')).toHaveLength(1);
    expect(elements.filter(({ name }) => name === 'error')).toHaveLength(broken.length);
  });

  it('a run without any rule is an error: a report without a case would look like success', () => {
    const elements = elementsOf(junitReport({ suites: [], passed: 0, failed: 0, untested: 0 }, []));
    expect(elements.at(-1)).toEqual({ name: 'error', attributes: { type: 'no-rules', message: 'no rule was loaded' } });
  });

  it('is well-formed whatever stands in the names of tests', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
        (name) => {
          const run = runOf(RULE + TESTS);
          const suites = run.suites.map((suite) => ({
            ...suite,
            results: suite.results.map((result) => ({ ...result, test: { ...result.test, name } })),
          }));
          const shown = elementsOf(junitReport({ ...run, suites }, []))[2]?.attributes.name ?? '';
          // Only what XML 1.0 cannot hold is replaced.
          const isHeld = (character: string): boolean =>
            /[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(character);
          expect(Array.from(shown)).toEqual(
            Array.from(name).map((character) => (isHeld(character) ? character : '\u{FFFD}')),
          );
        },
      ),
    );
  });
});
