/** Files of rules on disk: which there are, and what they hold. */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { reasonOf } from '../ingest/input-file.ts';
import type { RuleFile } from '../rule-language/load.ts';
import { CommandError, CONFIGURATION } from './exit-code.ts';

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

/** Where rules come from: the shipped folder, and files and folders of the user's. */
interface RulePlaces {
  readonly builtin: boolean;
  readonly rules: readonly string[];
}

/** Files and folders that rules come from: the shipped ones first. */
export function ruleRoots({ builtin, rules }: RulePlaces): readonly string[] {
  return [...(builtin ? [BUILTIN] : []), ...rules];
}

/** The base events that come with iamwatch; one's own rules may build their tests on them. */
export function shippedBases(): RuleFile[] {
  return readRuleFiles([BUILTIN], (name) => BASES.test(path.basename(name))).filter(isBaseFile);
}

/** A rule without its tests, where these are the last of it. */
export function withoutTests(text: string): string {
  const from = text.search(/^tests:$/m);
  return from === -1 || /^(?:[a-z]|---)/m.test(text.slice(from + 'tests:'.length)) ? text : text.slice(0, from);
}

/** The same for pipelines. */
interface PipelinePlaces {
  readonly builtinPipelines: boolean;
  readonly pipeline: readonly string[];
}

/** The files of the pipelines: the shipped ones first. */
export function readPipelines({ builtinPipelines, pipeline }: PipelinePlaces): readonly RuleFile[] {
  return readRuleFiles([...(builtinPipelines ? [BUILTIN_PIPELINES] : []), ...pipeline]);
}

/**
 * All YAML files below the roots, with names relative to where the user stands. A file that lies under two of them is
 * read once. Read one after the other: of a few hundred small files that takes a tenth of what asking for all at once does.
 */
export function readRuleFiles(
  roots: readonly string[],
  isWanted: (name: string) => boolean = () => true,
): (RuleFile & { readonly isShipped: boolean })[] {
  const seen = new Set<string>();
  const files: (RuleFile & { readonly isShipped: boolean })[] = [];
  const here = process.cwd();
  for (const root of roots) {
    for (const name of listYaml(root).filter(isWanted)) {
      const real = read(name, (file) => realpathSync.native(file));
      if (seen.has(real)) continue;
      seen.add(real);
      const text = read(name, (file) => readFileSync(file, 'utf8'));
      files.push({ isShipped: root === BUILTIN, file: path.relative(here, name) || name, text });
    }
  }
  return files;
}

function read<Found>(name: string, how: (name: string) => Found): Found {
  try {
    return how(name);
  } catch (error) {
    throw new CommandError(`Cannot read ${name}: ${reasonOf(error)}.`, CONFIGURATION);
  }
}

/** What Emacs puts beside a file that is being edited: a link to nowhere. */
const EDITOR_LOCK = /(?:^|[/\\])\.#[^/\\]*$/;

function listYaml(root: string): string[] {
  return read(root, () => {
    if (!statSync(root).isDirectory()) return [root, ...basesBeside(root)];
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.ya?ml$/i.test(name) && !EDITOR_LOCK.test(name))
      .sort()
      .map((name) => path.join(root, name));
  });
}

/** A rule file that is named alone still has its base events beside it. */
function basesBeside(file: string): string[] {
  const folder = path.dirname(file);
  const names = readdirSync(folder).filter((name) => BASES.test(name) && name !== path.basename(file));
  return names.sort().map((name) => path.join(folder, name));
}
