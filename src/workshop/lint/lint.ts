/** Runs every check over rule files and puts what they find beside what loading them found: all problems at once. */
import type { Diagnostic } from '../../document/diagnostic.ts';
import { loadBases } from '../../rule-language/base-event.ts';
import { loadRules, type LoadOptions, type RuleFile } from '../../rule-language/load.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { checks } from './checks.ts';
import { applyIgnores } from './ignore-comment.ts';
import type { LintCheck, LintContext, LintFinding } from './lint-check.ts';
import { lintCodes } from './lint-codes.ts';
import { writtenRules } from './written-rule.ts';

/** What is linted, and with what it was loaded. */
export interface LintInput extends LoadOptions {
  /** All rule files, also those that are only there to be known. */
  readonly files: readonly RuleFile[];
  /** Files of base events, for the tests inside the rules. */
  readonly baseFiles: readonly RuleFile[];
  /** Names of the files whose problems are wanted; all of them without. */
  readonly only?: ReadonlySet<string> | undefined;
}

/** All problems, in the order of files, lines and columns; those that a comment silences are left out. */
export function lint({ files, baseFiles, only, ...options }: LintInput): readonly Diagnostic[] {
  const pipelineFiles = new Set(options.pipelines?.map(({ file }) => file));
  function isWanted(file: string): boolean {
    return only === undefined || only.has(file) || pipelineFiles.has(file);
  }
  const loaded = loadRules(files, options);
  const asWritten = rulesAsWritten(
    files.filter(({ file, isShipped }) => isWanted(file) && !isShipped),
    options,
  );
  const { bases, diagnostics: baseDiagnostics } = loadBases(baseFiles);
  const context: LintContext = { bases, written: writtenRules(files) };
  const wanted = loaded.rules.filter(({ file, filters }) => isWanted(file) || filters.length > 0);
  const found = wanted.flatMap((rule) =>
    checks.flatMap((check) =>
      check
        .find(check.looksAt === 'written' ? asWritten(rule) : rule, loaded.rules, context)
        .map((finding) => diagnosticOf(finding, check, rule.file)),
    ),
  );
  const all = [...loaded.diagnostics, ...baseDiagnostics, ...found].filter(({ file }) => isWanted(file));
  const heard = applyIgnores(
    all,
    [...files, ...baseFiles].filter(({ file }) => isWanted(file)),
    lintCodes.map(({ code }) => code),
  );
  return withoutRepeats([...heard].sort(inOrder));
}

/** Finds the rule that a file writes to the one that pipelines made of it; without pipelines it is the same. */
function rulesAsWritten(files: readonly RuleFile[], options: LoadOptions): (rule: Rule) => Rule {
  if ((options.pipelines ?? []).length === 0) return (rule) => rule;
  const { rules } = loadRules(files, { ...options, pipelines: [] });
  const written = new Map(rules.map((rule) => [JSON.stringify([rule.file, rule.source]), rule]));
  return (rule) => written.get(JSON.stringify([rule.file, rule.source])) ?? rule;
}

function diagnosticOf(
  { code, place, message, suggestion, help, file }: LintFinding,
  { codes }: LintCheck,
  ruleFile: string,
): Diagnostic {
  const severity = codes.find((known) => known.code === code)?.severity;
  if (severity === undefined) throw new Error(`Cannot report ${code}: the check does not declare it`);
  return {
    ...{ code, severity, file: file ?? ruleFile, ...place, message },
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(help === undefined ? {} : { help }),
  };
}

function inOrder(left: Diagnostic, right: Diagnostic): number {
  return (
    compareText(left.file, right.file) ||
    left.line - right.line ||
    left.column - right.column ||
    compareText(left.code, right.code)
  );
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A filter that narrows many rules is told about once. */
function withoutRepeats(sorted: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return sorted.filter(({ file, line, column, code, message }) => {
    const key = JSON.stringify([file, line, column, code, message]);
    return !seen.has(key) && seen.add(key);
  });
}
