/** `iamwatch rules test`: runs the tests inside the rules. */
import pc from 'picocolors';
import { rawEventView } from '../events/event-view.ts';
import { loadBases } from '../rule-language/base-event.ts';
import { renderDiagnostic } from '../document/diagnostic.ts';
import { policyPredicates } from '../rule-language/policy-predicates.ts';
import { runRuleTests } from '../rule-language/rule-test.ts';
import { nearestName } from '../std/did-you-mean.ts';
import { CommandError, CONFIGURATION, DONE, USAGE } from './exit-code.ts';
import { loadRuleSources, type RuleOptions } from './rule-source.ts';
import type { Streams } from './streams.ts';

/** Runs the tests of the named rules, or of all. Failed tests and rules without tests are listed; both exit with 3, and so does a run without any rule. */
export async function testRules(names: readonly string[], options: RuleOptions, streams: Streams): Promise<number> {
  const { rules, errors, bases: baseFiles } = await loadRuleSources(options, streams.err);
  const { bases, diagnostics } = loadBases(baseFiles);
  const texts = new Map(baseFiles.map(({ file, text }) => [file, text]));
  for (const problem of diagnostics) streams.err(`${renderDiagnostic(problem, texts.get(problem.file) ?? '')}\n`);
  const unknown = names.find((name) => !rules.some((rule) => rule.name === name));
  if (unknown !== undefined) {
    const near = nearestName(
      unknown,
      rules.map(({ name }) => name),
    );
    throw new CommandError(`No rule is called ${unknown}.${near === undefined ? '' : ` Did you mean ${near}?`}`, USAGE);
  }
  let passed = 0;
  let failed = 0;
  const untested: string[] = [];
  for (const rule of rules.filter(({ name }) => names.length === 0 || names.includes(name))) {
    if (rule.tests.length === 0) untested.push(rule.name);
    for (const result of runRuleTests(rule, bases, rawEventView, policyPredicates)) {
      if (result.passed) {
        passed += 1;
      } else {
        failed += 1;
        await streams.out(`${pc.red('failed')}  ${rule.file}: ${result.test.name}\n        ${result.reason ?? ''}\n`);
      }
    }
  }
  for (const name of untested) await streams.out(`${pc.yellow('no tests')}  ${name}\n`);
  await streams.out(`${passed} passed, ${failed} failed, ${untested.length} rules without tests\n`);
  const isLoaded = errors === 0 && diagnostics.length === 0 && rules.length > 0;
  const isSound = isLoaded && failed === 0 && untested.length === 0;
  return isSound ? DONE : CONFIGURATION;
}
