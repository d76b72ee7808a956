/**
 * Rules from disk, ready to run: the shipped ones and the user's. What only some runs need is loaded when they do: who
 * runs the shipped rules as they are loads nothing that reads YAML.
 */
import { organisationProfile, type OrganisationProfile } from '../context/organisation-profile.ts';
import { renderDiagnostic, type Diagnostic } from '../document/diagnostic.ts';
import type { LoadOptions, LoadResult, RuleFile } from '../rule-language/load.ts';
import type { Placeholders } from '../rule-language/modifiers/modifier.ts';
import { memoryRulesOf } from '../rule-language/memory-rule.ts';
import { policyPredicates } from '../rule-language/policy-predicates.ts';
import type { Rule } from '../rule-language/rule.ts';
import { compileRuleSet, type RuleSet } from '../rule-language/rule-set.ts';
import { CommandError, CONFIGURATION } from './exit-code.ts';
import { findPrepared } from './prepared-rules.ts';
import { isBaseFile, readPipelines, readRuleFiles, ruleRoots, shippedBases, withoutTests } from './rule-files.ts';

/** Where rules come from: options shared by every command that runs rules. */
export interface RuleOptions {
  /** Files or folders of the user's. */
  readonly rules: readonly string[];
  /** A YAML file of values for `%name%` under `expand`. */
  readonly placeholders?: string;
  /** A YAML file that says what is one's own. */
  readonly profile?: string;
  /** YAML files of pipelines, which fit the user's rules to the logs. */
  readonly pipeline: readonly string[];
  /** Whether the shipped pipelines are used too. */
  readonly builtinPipelines: boolean;
  /** Whether the shipped rules are loaded too. */
  readonly builtin: boolean;
  /** A rule that does not load ends the command instead of being reported and left out. */
  readonly strictRules: boolean;
}

/** Rules ready to run. */
export interface LoadedRules {
  readonly rules: readonly Rule[];
  /** Those of `rules` that are not shipped. */
  readonly ownRules: readonly Rule[];
  readonly ruleSet: RuleSet;
  /** Whose logs these are; without a file, an organisation that nobody described. */
  readonly profile: OrganisationProfile;
  /** All that is wrong with the rule files; what an error stands in did not load. */
  readonly diagnostics: readonly Diagnostic[];
  readonly errors: number;
  /** Base events for tests inside rules: those beside the rules, and the shipped ones whether or not the shipped rules are. */
  readonly bases: readonly RuleFile[];
}

/**
 * Loads rules. Problems go to `warn`, every one of them; with `strictRules` an error ends the command. Whoever only runs
 * the rules need not read the tests inside the shipped ones: they are most of the text, and were run before it shipped.
 */
export async function loadRuleSources(
  options: RuleOptions,
  warn: (text: string) => void,
  { needsTests = true }: { readonly needsTests?: boolean } = {},
): Promise<LoadedRules> {
  const profile = await profileOf(options, warn);
  const files = readRuleFiles(ruleRoots(options));
  const ruleFiles = forRunning(files, { needsTests });
  // The shipped pipelines are for rules of the user's; without any, reading them would only take time.
  const pipelines = readPipelines({
    ...options,
    builtinPipelines: options.builtinPipelines && options.rules.length > 0,
  });
  const { rules, correlated, diagnostics } = await rulesOf(ruleFiles, {
    pipelines,
    placeholders: await placeholdersOf(options),
  });
  const memoryRules = memoryRulesOf({ rules, correlated });
  report(diagnostics, [...pipelines, ...ruleFiles], warn);
  refuseBrokenPipelines(diagnostics, pipelines);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors > 0 && options.strictRules) {
    throw new CommandError(`${errors} problem${errors === 1 ? '' : 's'} in the rules (--strict-rules)`, CONFIGURATION);
  }
  if (errors > 0)
    warn(`${errors} problem${errors === 1 ? '' : 's'} in the rules; the rest runs (--strict-rules stops instead)\n`);
  if (rules.length === 0) warn('no rule is loaded: nothing can be found\n');
  const shipped = new Set(ruleFiles.filter(({ isShipped }) => isShipped).map(({ file }) => file));
  return {
    rules,
    ownRules: rules.filter(({ file }) => !shipped.has(file)),
    profile,
    diagnostics,
    errors,
    ruleSet: compileRuleSet(rules, { predicates: policyPredicates(profile), memoryRules }),
    bases: [...files.filter(isBaseFile), ...(needsTests && !options.builtin ? shippedBases() : [])],
  };
}

/** The files of rules, with those of the shipped rules that were read before; or without their tests, where nobody asks. */
function forRunning(
  files: readonly (RuleFile & { readonly isShipped: boolean })[],
  { needsTests }: { readonly needsTests: boolean },
): readonly (RuleFile & { readonly isShipped: boolean })[] {
  const ruleFiles = files.filter((one) => !isBaseFile(one));
  if (needsTests || !ruleFiles.some(({ isShipped }) => isShipped)) return ruleFiles;
  const find = findPrepared();
  return ruleFiles.map((one) => {
    if (!one.isShipped) return one;
    const prepared = find(one.text, one.file);
    return prepared === undefined ? { ...one, text: withoutTests(one.text) } : { ...one, prepared };
  });
}

/** The rules of files; no file is read that has been read before, unless two rules have to be told apart. */
async function rulesOf(files: readonly RuleFile[], options: LoadOptions): Promise<Omit<LoadResult, 'correlations'>> {
  const rules = files.flatMap(({ prepared }) => prepared ?? []);
  const isAll = (options.pipelines ?? []).length === 0 && files.every(({ prepared }) => prepared !== undefined);
  if (isAll && areApart(rules)) return { rules, correlated: [], diagnostics: [] };
  const { loadRules } = await import('../rule-language/load.ts');
  return loadRules(files, options);
}

function areApart(rules: readonly Rule[]): boolean {
  const ids = rules.flatMap(({ id }) => id ?? []);
  return new Set(ids).size === ids.length && new Set(rules.map(({ name }) => name)).size === rules.length;
}

async function profileOf({ profile }: RuleOptions, warn: (text: string) => void): Promise<OrganisationProfile> {
  return profile === undefined ? organisationProfile() : (await import('./profile-file.ts')).readProfile(profile, warn);
}

async function placeholdersOf({ placeholders }: RuleOptions): Promise<Placeholders> {
  return placeholders === undefined
    ? new Map()
    : (await import('./placeholder-file.ts')).readPlaceholders(placeholders);
}

/** A search for nothing because no rule loads would look like a search that found nothing. */
export function refuseWithoutRules({ rules, errors }: Pick<LoadedRules, 'rules' | 'errors'>): void {
  if (rules.length === 0 && errors > 0) throw new CommandError('No rule loads, so nothing was read.', CONFIGURATION);
}

/** Rules that a pipeline was to fit to the logs would silently find nothing without it. */
function refuseBrokenPipelines(diagnostics: readonly Diagnostic[], pipelines: readonly RuleFile[]): void {
  const broken = pipelines.find((pipeline) =>
    diagnostics.some(({ severity, file }) => severity === 'error' && file === pipeline.file),
  );
  if (broken !== undefined) throw new CommandError(`The pipeline ${broken.file} cannot be used.`, CONFIGURATION);
}

function report(diagnostics: readonly Diagnostic[], files: readonly RuleFile[], warn: (text: string) => void): void {
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  for (const diagnostic of diagnostics) warn(`${renderDiagnostic(diagnostic, texts.get(diagnostic.file) ?? '')}\n`);
}
