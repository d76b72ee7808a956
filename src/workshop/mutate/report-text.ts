/** The judgement of mutants for people: survivors of each rule, then a table of totals. */
import { printable } from '../../std/printable.ts';
import { type RuleMutationReport, withFate } from './judge-mutants.ts';

/** What a rule's author has to look at; empty where there is nothing. */
export function mutationReportText(report: RuleMutationReport): string {
  const { rule, stale, failing, isCut } = report;
  const survivors = withFate(report, 'survived').map(({ mutant }) =>
    lines(
      `  survived  ${mutant.id}`,
      `            ${rule.file}:${mutant.place.line}: ${mutant.words}`,
      `            would be killed by ${mutant.hint}`,
    ),
  );
  const staleEntries = stale.map(({ entry, problem }) =>
    lines(`  stale     ${entry.mutation}`, `            ${rule.file}:${entry.place.line}: ${problem}`),
  );
  const failed = failing.map((name) =>
    lines(`  failed    the test "${name}" fails on the rule itself and proves nothing`),
  );
  const cut = isCut
    ? [`  cut       the rule has more mutants; only the first ${report.mutants.length} were judged`]
    : [];
  const parts = [...survivors, ...staleEntries, ...failed, ...cut];
  const counts = `${withFate(report, 'survived').length} of ${report.mutants.length} survived`;
  return parts.length === 0 ? '' : `${printable(rule.name)} (${counts})\n${parts.join('\n')}\n\n`;
}

/** Lines that hold names and values of a rule, which may be somebody else's. */
function lines(...texts: readonly string[]): string {
  return texts.map(printable).join('\n');
}

/** A line a rule and one for all of them. */
export function mutationTotalsText(reports: readonly RuleMutationReport[]): string {
  const rows = reports.map((report): readonly string[] => [
    printable(report.rule.name),
    ...[
      report.mutants.length,
      withFate(report, 'killed').length,
      withFate(report, 'equivalent').length,
      withFate(report, 'survived').length,
    ].map(String),
  ]);
  const sums = [1, 2, 3, 4].map((column) => String(rows.reduce((sum, row) => sum + Number(row[column]), 0)));
  const table = [
    ['RULE', 'MUTANTS', 'KILLED', 'EQUIVALENT', 'SURVIVED'],
    ...rows,
    [`${reports.length} rule${reports.length === 1 ? '' : 's'}`, ...sums],
  ];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .map((line) => `${line}\n`)
    .join('');
}
