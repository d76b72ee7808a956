/**
 * `iamwatch attack coverage`: which identity techniques of ATT&CK the rules claim, which of the claims fired in the rules' own
 * tests, and, where logs are given, which fired on them (R36, R149). `--navigator` writes a layer for the ATT&CK Navigator.
 */
import { writeFile } from 'node:fs/promises';
import { type AttackCoverage, attackCoverage, type ProvenRule, type TechniqueCoverage } from '../attack/coverage.ts';
import { navigatorLayer } from '../attack/navigator-layer.ts';
import { ATTACK_RELEASE } from '../attack/release.ts';
import { rawEventView } from '../events/event-view.ts';
import { reasonOf } from '../ingest/input-file.ts';
import { policyPredicates } from '../rule-language/policy-predicates.ts';
import { runRuleTests } from '../rule-language/rule-test.ts';
import type { Rule } from '../rule-language/rule.ts';
import { printableDocument } from '../std/printable.ts';
import { coverageMatrix } from './coverage-matrix.ts';
import { CommandError, CONFIGURATION, DONE } from './exit-code.ts';
import { readEvents } from './read-events.ts';
import { refuseWithoutRules, type RuleOptions } from './rule-source.ts';
import type { Streams } from './streams.ts';
import { loadTestedRules, type TestedRules } from './tested-rules.ts';
import { version } from './version.ts';

/** Options of the command. */
export interface AttackCoverageOptions extends RuleOptions {
  readonly output: 'table' | 'json';
  /** Where a layer for the Navigator is written. */
  readonly navigator?: string;
}

/** Prints the coverage. Gaps are no failure; the exit code tells what could not be read. */
export async function showAttackCoverage(
  paths: readonly string[],
  options: AttackCoverageOptions,
  streams: Streams,
): Promise<number> {
  const loaded = await loadTestedRules(options, streams.err);
  refuseWithoutRules(loaded);
  const { seen, code } = await firedOn(paths, loaded, streams);
  const coverage = attackCoverage(loaded.rules.map((rule) => ({ rule, proof: proofOf(rule, loaded, seen) })));
  const text =
    options.output === 'json'
      ? `${printableDocument(coverageJson(coverage))}\n`
      : coverageMatrix(coverage, paths.length > 0);
  await streams.out(text);
  if (options.navigator !== undefined) await writeLayer(options.navigator, coverage, streams);
  return code;
}

/** The rules that match any event of the logs. */
async function firedOn(
  paths: readonly string[],
  { ruleSet }: TestedRules,
  streams: Streams,
): Promise<{ readonly seen: ReadonlySet<Rule>; readonly code: number }> {
  const seen = new Set<Rule>();
  if (paths.length === 0) return { seen, code: DONE };
  const { code } = await readEvents(paths, streams, (event) => {
    for (const { rule } of ruleSet.match(event)) seen.add(rule);
    return '';
  });
  return { seen, code };
}

function proofOf(rule: Rule, { bases }: TestedRules, seen: ReadonlySet<Rule>): ProvenRule['proof'] {
  if (seen.has(rule)) return 'fired on logs';
  const results = runRuleTests(rule, bases, rawEventView, policyPredicates);
  const hasFired = results.some(({ test, passed }) => test.expect.kind === 'alert' && passed);
  return hasFired ? 'fired in test' : 'mapped';
}

function coverageJson({ techniques, others }: AttackCoverage): unknown {
  return { release: ATTACK_RELEASE, techniques: techniques.map(techniqueJson), others: others.map(techniqueJson) };
}

function techniqueJson({ technique, state, claims }: TechniqueCoverage): unknown {
  return {
    id: technique.id,
    name: technique.name,
    tactics: technique.tactics,
    analytic: technique.analytic ?? null,
    state,
    rules: claims.map(({ rule, origin, proof, earlierId }) => ({
      name: rule.name,
      level: rule.level,
      origin,
      proof,
      written_as: earlierId ?? null,
    })),
  };
}

async function writeLayer(file: string, coverage: AttackCoverage, streams: Streams): Promise<void> {
  const layer = `${JSON.stringify(navigatorLayer(coverage, version()), null, 2)}\n`;
  await writeFile(file, layer).catch((error: unknown) => {
    throw new CommandError(`Cannot write the layer to ${file}: ${reasonOf(error)}`, CONFIGURATION);
  });
  streams.err(`Layer for the ATT&CK Navigator: ${file}\n`);
}
