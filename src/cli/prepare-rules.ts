/** The last step of the build: writes the prepared form of the shipped rules beside the program that was built. */
import { writeFileSync } from 'node:fs';
import { readDocuments } from '../document/yaml-documents.ts';
import { loadRules, type RuleFile } from '../rule-language/load.ts';
import { type PreparedRule, prepareRule } from '../rule-language/prepared-rule.ts';
import { PREPARED, type PreparedRules, readerHash, textHash } from './prepared-rules.ts';
import { BUILTIN, isBaseFile, readRuleFiles } from './rule-files.ts';

const files: Record<string, readonly PreparedRule[]> = {};
for (const file of readRuleFiles([BUILTIN]).filter((one) => !isBaseFile(one))) {
  const rules = preparable(file);
  if (rules !== undefined) files[textHash(file.text)] = rules;
}
writeFileSync(PREPARED, JSON.stringify({ reader: readerHash(), files } satisfies PreparedRules));

/**
 * The rules of a file that stands for itself; undefined where one of its documents is no rule, has something wrong with
 * it, or has no name of its own: what becomes of these depends on the other files.
 */
function preparable(file: RuleFile): readonly PreparedRule[] | undefined {
  const documents = readDocuments(file.file, file.text, []);
  const { rules, diagnostics } = loadRules([file]);
  const isWhole = diagnostics.length === 0 && rules.length === documents.length;
  return isWhole && documents.every(({ value }) => 'name' in value) ? rules.map(prepareRule) : undefined;
}
