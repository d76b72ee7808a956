/** Rules together with the base events that their tests patch: for the commands that run those tests. */
import { type Diagnostic, renderDiagnostic } from '../document/diagnostic.ts';
import { loadBases, type LoadedBases } from '../rule-language/base-event.ts';
import { loadRuleSources, type LoadedRules, type RuleOptions } from './rule-source.ts';

/** Rules ready to be tested. */
export interface TestedRules extends Omit<LoadedRules, 'bases'> {
  readonly bases: LoadedBases['bases'];
  /** Whether there are rules, and rules and base events are all without errors. */
  readonly isSound: boolean;
}

/** Loads rules and base events. All problems of both go to `warn`. */
export async function loadTestedRules(options: RuleOptions, warn: (text: string) => void): Promise<TestedRules> {
  const loaded = await loadRuleSources(options, warn);
  const { bases, diagnostics: baseProblems } = loadBases(loaded.bases);
  const texts = new Map(loaded.bases.map(({ file, text }) => [file, text]));
  for (const problem of baseProblems) warn(`${renderDiagnostic(problem, texts.get(problem.file) ?? '')}\n`);
  const diagnostics: readonly Diagnostic[] = [...loaded.diagnostics, ...baseProblems];
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { ...loaded, bases, diagnostics, errors, isSound: errors === 0 && loaded.rules.length > 0 };
}
