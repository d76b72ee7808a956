/**
 * Diagnostics in SARIF 2.1.0 (OASIS Standard, 27 March 2020), which code-scanning pages read: one run, one rule for each
 * code that occurs, one result for each problem.
 */
import type { Diagnostic } from '../../document/diagnostic.ts';
import { lintCodes } from './lint-codes.ts';

/** The part of a SARIF log that we write. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly [SarifRun];
}

/** What one run of the tool found. */
export interface SarifRun {
  readonly tool: { readonly driver: SarifDriver };
  /** Columns are counted as the text is stored in memory. */
  readonly columnKind: 'utf16CodeUnits';
  readonly results: readonly SarifResult[];
}

/** The tool and its codes. */
export interface SarifDriver {
  readonly name: string;
  readonly semanticVersion: string;
  readonly rules: readonly {
    readonly id: string;
    readonly shortDescription: { readonly text: string };
    readonly help: { readonly text: string };
    readonly defaultConfiguration: { readonly level: Diagnostic['severity'] };
  }[];
}

/** One problem. */
export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: Diagnostic['severity'];
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number; readonly startColumn: number; readonly endColumn?: number };
    };
  }[];
}

/** Writes a log. Files are named relative to where the tool ran, as references of URIs. */
export function sarifLog(diagnostics: readonly Diagnostic[], version: string): SarifLog {
  const ids = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const rules = ids.map((id): SarifDriver['rules'][number] => {
    const { summary: text = id, severity: level = 'error' } = lintCodes.find(({ code }) => code === id) ?? {};
    const help = { text: `docs/lint/${id}.md explains what this means and how to mend it.` };
    return { id, shortDescription: { text }, help, defaultConfiguration: { level } };
  });
  const run: SarifRun = {
    tool: { driver: { name: 'iamwatch', semanticVersion: version, rules } },
    columnKind: 'utf16CodeUnits',
    results: diagnostics.map((diagnostic) => resultOf(diagnostic, ids)),
  };
  return { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
}

function resultOf(diagnostic: Diagnostic, ids: readonly string[]): SarifResult {
  const { code, severity, file, line, column, endColumn, message, suggestion, help } = diagnostic;
  const text = [message, suggestion, help].filter((part) => part !== undefined).join('. ');
  const region = { startLine: line, startColumn: column, ...(endColumn === undefined ? {} : { endColumn }) };
  const artifactLocation = { uri: file.split(/[\\/]/u).map(encodeURIComponent).join('/') };
  return {
    ...{ ruleId: code, ruleIndex: ids.indexOf(code), level: severity, message: { text } },
    locations: [{ physicalLocation: { artifactLocation, region } }],
  };
}
