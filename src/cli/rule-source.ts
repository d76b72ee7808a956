/** Rule files from disk: the shipped ones and the user's folders. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { reasonOf } from '../ingest/input-file.ts';
import { renderDiagnostic, type Diagnostic } from '../rule-language/diagnostic.ts';
import { loadRules, type RuleFile } from '../rule-language/load.ts';
import { policyPredicates } from '../rule-language/policy-predicates.ts';
import type { Rule } from '../rule-language/rule.ts';
import { compileRuleSet, type RuleSet } from '../rule-language/rule-set.ts';
import { CommandError, CONFIGURATION } from './exit-code.ts';

/** Where rules come from: options shared by every command that runs rules. */
export interface RuleOptions {
  /** Files or folders of the user's. */
  readonly rules: readonly string[];
  /** Whether the shipped rules are loaded too. */
  readonly builtin: boolean;
  /** A rule that does not load ends the command instead of being reported and left out. */
  readonly strictRules: boolean;
}

/** Rules ready to run. */
export interface LoadedRules {
  readonly rules: readonly Rule[];
  readonly ruleSet: RuleSet;
  /** Base events for tests inside rules, found beside the rules. */
  readonly bases: readonly RuleFile[];
}

/** The folder of the shipped rules. */
const BUILTIN = fileURLToPath(new URL('../../rules', import.meta.url));

/** Base events lie beside the rules under names like `base-events.yaml`. */
const BASES = /^base-events.*\.ya?ml$/;

/** Loads rules. Problems go to `warn`, every one of them; with `strictRules` an error ends the command. */
export async function loadRuleSources(options: RuleOptions, warn: (text: string) => void): Promise<LoadedRules> {
  const roots = [...(options.builtin ? [BUILTIN] : []), ...options.rules];
  const files = (await Promise.all(roots.map(readRuleFiles))).flat();
  const ruleFiles = files.filter(({ file }) => !BASES.test(path.basename(file)));
  const { rules, diagnostics } = loadRules(ruleFiles, { predicateNames: [...policyPredicates.keys()] });
  report(diagnostics, ruleFiles, warn);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors > 0 && options.strictRules) {
    throw new CommandError(`${errors} problem${errors === 1 ? '' : 's'} in the rules (--strict-rules)`, CONFIGURATION);
  }
  if (errors > 0)
    warn(`${errors} problem${errors === 1 ? '' : 's'} in the rules; the rest runs (--strict-rules stops instead)\n`);
  return {
    rules,
    ruleSet: compileRuleSet(rules, { predicates: policyPredicates }),
    bases: files.filter(({ file }) => BASES.test(path.basename(file))),
  };
}

function report(diagnostics: readonly Diagnostic[], files: readonly RuleFile[], warn: (text: string) => void): void {
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  for (const diagnostic of diagnostics) warn(`${renderDiagnostic(diagnostic, texts.get(diagnostic.file) ?? '')}\n`);
}

/** All YAML files at a path; file names are relative to where the user stands. */
async function readRuleFiles(root: string): Promise<RuleFile[]> {
  const names = await listYaml(root);
  return Promise.all(
    names.map(async (name) => ({
      file: path.relative(process.cwd(), name) || name,
      text: await readFile(name, 'utf8'),
    })),
  );
}

async function listYaml(root: string): Promise<string[]> {
  try {
    if (!(await stat(root)).isDirectory()) return [root];
    const entries = await readdir(root, { recursive: true });
    return entries
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => path.join(root, name));
  } catch (error) {
    throw new CommandError(`Cannot read rules from ${root}: ${reasonOf(error)}.`, CONFIGURATION);
  }
}
