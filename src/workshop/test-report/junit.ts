/**
 * A run of tests in the XML that build servers read ("JUnit"): a suite for each rule, a case for each test. Written
 * here because it is four elements; what matters is that any text of a rule stays well-formed XML 1.0.
 */
import type { Diagnostic } from '../../document/diagnostic.ts';
import type { RuleTestResult } from '../../rule-language/rule-test.ts';
import type { RuleTestRun, RuleTestSuite } from './rule-test-run.ts';

/** The report. `problems` are files that did not load: each is an error, or a broken rule would pass as absent. */
export function junitReport({ suites }: RuleTestRun, problems: readonly Diagnostic[]): string {
  const loading = problems.length > 0 ? [problemSuite(problems)] : suites.length === 0 ? [NOTHING] : [];
  const parts = [...loading, ...suites.map(ruleSuite)];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="iamwatch rules test">',
    ...parts,
    '</testsuites>',
  ]
    .join('\n')
    .concat('\n');
}

/** A report without any case would look like success. */
const NOTHING = `  <testsuite name="loading" tests="1" failures="0" errors="1" skipped="0">
    <testcase name="rules" classname="loading">
      <error type="no-rules" message="no rule was loaded"/>
    </testcase>
  </testsuite>`;

function problemSuite(problems: readonly Diagnostic[]): string {
  const cases = problems.map(
    ({ file, line, column, code, message }) =>
      `    <testcase${attributes({ name: `${file}:${line}:${column}`, classname: 'loading', file, line })}>\n` +
      `      <error${attributes({ type: code, message })}/>\n    </testcase>`,
  );
  const counts = { tests: problems.length, failures: 0, errors: problems.length, skipped: 0 };
  return `  <testsuite${attributes({ name: 'loading', ...counts })}>\n${cases.join('\n')}\n  </testsuite>`;
}

function ruleSuite({ rule, results }: RuleTestSuite): string {
  const { name, file } = rule;
  if (results.length === 0) {
    const counts = { tests: 1, failures: 1, errors: 0, skipped: 0 };
    const why = attributes({ message: 'the rule carries no test' });
    const only = `    <testcase${attributes({ name: 'carries tests', classname: name, file })}>\n      <failure${why}/>\n    </testcase>`;
    return `  <testsuite${attributes({ name, file, ...counts })}>\n${only}\n  </testsuite>`;
  }
  const failures = results.filter(({ passed }) => !passed).length;
  const counts = { tests: results.length, failures, errors: 0, skipped: 0 };
  return `  <testsuite${attributes({ name, file, ...counts })}>\n${results.map(testCase).join('\n')}\n  </testsuite>`;
}

function testCase({ rule, test, passed, reason }: RuleTestResult): string {
  const head = `    <testcase${attributes({ name: test.name, classname: rule.name, file: rule.file, line: test.place.line })}`;
  return passed
    ? `${head}/>`
    : `${head}>\n      <failure${attributes({ message: reason ?? 'failed' })}/>\n    </testcase>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
  '\r': '&#13;',
};

/** Text for an attribute. XML 1.0 has no way to write other control characters or half a surrogate pair: a mark stands for them. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replace(/[&<>"\n\t\r]/gu, (character) => entities[character] ?? character);
}
