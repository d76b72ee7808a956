/** Rule files from disk: the shipped ones and the user's folders. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { loadProfile } from '../context/load-profile.ts';
import { organisationProfile, type OrganisationProfile } from '../context/organisation-profile.ts';
import { reasonOf } from '../ingest/input-file.ts';
import { renderDiagnostic, type Diagnostic } from '../document/diagnostic.ts';
import { loadRules, type RuleFile } from '../rule-language/load.ts';
import type { Placeholders } from '../rule-language/modifiers/modifier.ts';
import { memoryRulesOf } from '../rule-language/memory-rule.ts';
import { policyPredicates } from '../rule-language/policy-predicates.ts';
import type { Rule } from '../rule-language/rule.ts';
import { compileRuleSet, type RuleSet } from '../rule-language/rule-set.ts';
import { CommandError, CONFIGURATION } from './exit-code.ts';

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

const placeholderValue = z.union([z.string(), z.number()]);
const placeholderFile = z.record(z.string(), z.union([placeholderValue, z.array(placeholderValue)]));

/** The folder of the shipped rules. */
export const BUILTIN = fileURLToPath(new URL('../../rules', import.meta.url));

/** The folder of the shipped pipelines. */
const BUILTIN_PIPELINES = fileURLToPath(new URL('../../pipelines', import.meta.url));

/** Base events lie beside the rules under names like `base-events.yaml`. */
const BASES = /^base-events.*\.ya?ml$/;

/** Whether a file holds base events and no rules. */
export function isBaseFile({ file }: Pick<RuleFile, 'file'>): boolean {
  return BASES.test(path.basename(file));
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
  const profile = options.profile === undefined ? organisationProfile() : await readProfile(options.profile, warn);
  const files = await readRuleFiles(ruleRoots(options));
  const ruleFiles = files
    .filter((one) => !isBaseFile(one))
    .map((one) => (one.isShipped && !needsTests ? { ...one, text: withoutTests(one.text) } : one));
  // The shipped pipelines are for rules of the user's; without any, reading them would only take time.
  const pipelines = await readPipelines({
    ...options,
    builtinPipelines: options.builtinPipelines && options.rules.length > 0,
  });
  const { rules, correlated, diagnostics } = loadRules(ruleFiles, {
    pipelines,
    placeholders: await readPlaceholders(options.placeholders),
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
    bases: [...files.filter(isBaseFile), ...(needsTests && !options.builtin ? await shippedBases() : [])],
  };
}

/** A search for nothing because no rule loads would look like a search that found nothing. */
export function refuseWithoutRules({ rules, errors }: Pick<LoadedRules, 'rules' | 'errors'>): void {
  if (rules.length === 0 && errors > 0) throw new CommandError('No rule loads, so nothing was read.', CONFIGURATION);
}

/** Files and folders that rules come from: the shipped ones first. */
export function ruleRoots({ builtin, rules }: Pick<RuleOptions, 'builtin' | 'rules'>): readonly string[] {
  return [...(builtin ? [BUILTIN] : []), ...rules];
}

/** The base events that come with iamwatch; one's own rules may build their tests on them. */
export async function shippedBases(): Promise<RuleFile[]> {
  return (await readRuleFiles([BUILTIN], (name) => BASES.test(path.basename(name)))).filter(isBaseFile);
}

/** A rule without its tests, where these are the last of it. */
export function withoutTests(text: string): string {
  const from = text.search(/^tests:$/m);
  return from === -1 || /^(?:[a-z]|---)/m.test(text.slice(from + 'tests:'.length)) ? text : text.slice(0, from);
}

/** The files of the pipelines: the shipped ones first. */
export async function readPipelines({
  builtinPipelines,
  pipeline,
}: Pick<RuleOptions, 'builtinPipelines' | 'pipeline'>): Promise<readonly RuleFile[]> {
  return readRuleFiles([...(builtinPipelines ? [BUILTIN_PIPELINES] : []), ...pipeline]);
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

/**
 * All YAML files below the roots, with names relative to where the user stands. A file that lies under two of them is
 * read once.
 */
export async function readRuleFiles(
  roots: readonly string[],
  isWanted: (name: string) => boolean = () => true,
): Promise<(RuleFile & { readonly isShipped: boolean })[]> {
  const seen = new Set<string>();
  const names: { readonly name: string; readonly isShipped: boolean }[] = [];
  for (const root of roots) {
    for (const name of (await listYaml(root)).filter(isWanted)) {
      const real = await realpath(name).catch(cannotRead(name));
      if (!seen.has(real)) names.push({ name, isShipped: root === BUILTIN });
      seen.add(real);
    }
  }
  return Promise.all(
    names.map(async ({ name, isShipped }) => ({
      isShipped,
      file: path.relative(process.cwd(), name) || name,
      text: await readFile(name, 'utf8').catch(cannotRead(name)),
    })),
  );
}

function cannotRead(name: string): (error: unknown) => never {
  return (error) => {
    throw new CommandError(`Cannot read ${name}: ${reasonOf(error)}.`, CONFIGURATION);
  };
}

/** A profile with any mistake in it stops the command: half a profile would judge wrongly without a word. */
async function readProfile(file: string, warn: (text: string) => void): Promise<OrganisationProfile> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandError(`Cannot read the profile ${file}: ${reasonOf(error)}.`, CONFIGURATION);
  });
  const { profile, diagnostics } = loadProfile(file, text);
  for (const diagnostic of diagnostics) warn(`${renderDiagnostic(diagnostic, text)}\n`);
  if (profile !== undefined) return profile;
  throw new CommandError(
    `The profile ${file} cannot be used; \`iamwatch schema profile\` prints its format.`,
    CONFIGURATION,
  );
}

/** A map of names to a value or a list of values; none without a file. */
export async function readPlaceholders(file: string | undefined): Promise<Placeholders> {
  if (file === undefined) return new Map();
  function wrong(reason: string): CommandError {
    return new CommandError(`Cannot read placeholders from ${file}: ${reason}.`, CONFIGURATION);
  }
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw wrong(reasonOf(error));
  });
  const document = parseDocument(text);
  if (document.errors[0] !== undefined) throw wrong(document.errors[0].message.trim());
  const parsed = placeholderFile.safeParse(document.toJS());
  if (!parsed.success) throw wrong('expected a map of names to a text, a number or a list of these');
  return new Map(Object.entries(parsed.data).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]));
}

/** A rule file that is named alone still has its base events beside it. */
async function basesBeside(file: string): Promise<string[]> {
  const folder = path.dirname(file);
  const names = (await readdir(folder)).filter((name) => BASES.test(name) && name !== path.basename(file));
  return names.sort().map((name) => path.join(folder, name));
}

/** What Emacs puts beside a file that is being edited: a link to nowhere. */
const EDITOR_LOCK = /(?:^|[/\\])\.#[^/\\]*$/;

async function listYaml(root: string): Promise<string[]> {
  try {
    if (!(await stat(root)).isDirectory()) return [root, ...(await basesBeside(root))];
    const entries = await readdir(root, { recursive: true });
    return entries
      .filter((name) => /\.ya?ml$/i.test(name) && !EDITOR_LOCK.test(name))
      .sort()
      .map((name) => path.join(root, name));
  } catch (error) {
    throw new CommandError(`Cannot read ${root}: ${reasonOf(error)}.`, CONFIGURATION);
  }
}
