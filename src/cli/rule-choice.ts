/** Which of the loaded rules a command is asked about: by name, id or catalogue id, or as the path of a rule file. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Rule } from '../rule-language/rule.ts';
import { nearestName } from '../std/did-you-mean.ts';
import { CommandError, USAGE } from './exit-code.ts';
import type { RuleOptions } from './rule-source.ts';

/** What the user named, told apart. */
export interface RuleChoice {
  readonly names: readonly string[];
  /** Rule files and folders; they are loaded beside what the options say. */
  readonly paths: readonly string[];
}

/** Tells paths from names: a path is a rule file or a folder that is there. */
export function readChoice(words: readonly string[]): RuleChoice {
  const paths = words.filter((word) => isFolder(word) || (/\.ya?ml$/iu.test(word) && existsSync(word)));
  return { paths, names: words.filter((word) => !paths.includes(word)) };
}

function isFolder(word: string): boolean {
  try {
    return statSync(word).isDirectory();
  } catch {
    return false; // nothing there, or a name that no file can have
  }
}

/** The options with the chosen paths among the places that rules come from. */
export function withChosenPaths<Options extends RuleOptions>(options: Options, { paths }: RuleChoice): Options {
  return { ...options, rules: [...options.rules, ...paths] };
}

/** The rules that are meant, in the order in which they were loaded; all of them where nothing was named. */
export function chosenRules({ names, paths }: RuleChoice, rules: readonly Rule[]): readonly Rule[] {
  const unknown = names.find((name) => !rules.some((rule) => isCalled(rule, name)));
  if (unknown !== undefined) throw noSuchRule(unknown, rules);
  if (names.length === 0 && paths.length === 0) return rules;
  return rules.filter((rule) => names.some((name) => isCalled(rule, name)) || paths.some((root) => liesIn(rule, root)));
}

/** The one rule that a name, id or catalogue id means; the first among those that cover the same catalogue id. */
export function ruleCalled(name: string, rules: readonly Rule[]): Rule {
  const exact = rules.find((rule) => rule.name === name || rule.id === name.toLowerCase());
  const rule = exact ?? rules.find(({ catalogue }) => catalogue.includes(name));
  if (rule === undefined) throw noSuchRule(name, rules);
  return rule;
}

function isCalled({ name, id, catalogue }: Rule, wanted: string): boolean {
  return name === wanted || id === wanted.toLowerCase() || catalogue.includes(wanted);
}

function liesIn({ file }: Rule, root: string): boolean {
  const within = path.relative(root, file);
  return within === '' || !(within.startsWith('..') || path.isAbsolute(within));
}

function noSuchRule(name: string, rules: readonly Rule[]): CommandError {
  const near = nearestName(
    name,
    rules.map((rule) => rule.name),
  );
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  const isPath = /[/\\]|\.ya?ml$/iu.test(name);
  const more = isPath
    ? ' There is no such file either.'
    : ' A rule of your own is named by its file, or loaded with --rules.';
  return new CommandError(`No rule is called ${name}.${hint}${more}`, USAGE);
}
