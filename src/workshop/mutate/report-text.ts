/** The judgement of mutants for people: survivors of each rule, then a table of totals. */
import { type RuleMutationReport, withFate } from './judge-mutants.ts';

/** What a rule's author has to look at; empty where there is nothing. */
export function mutationReportText(report: RuleMutationReport): string {
  const { rule, stale, failing } = report;
  const survivors = withFate(report, 'survived').map(({ mutant }) =>
    [
      `  survived  ${mutant.id}`,
      `            ${rule.file}:${mutant.place.line}: ${mutant.words}`,
      `            would be killed by ${mutant.hint}`,
    ].join('\n'),
  );
  const staleEntries = stale.map(
    ({ entry, problem }) => `  stale     ${entry.mutation}\n            ${rule.file}:${entry.place.line}: ${problem}`,
  );
  const failed = failing.map((name) => `  failed    the test "${name}" fails on the rule itself and proves nothing`);
  const lines = [...survivors, ...staleEntries, ...failed];
  return lines.length === 0
    ? ''
    : `${rule.name} (${withFate(report, 'survived').length} of ${report.mutants.length} survived)\n${lines.join('\n')}\n\n`;
}

/** A line a rule and one for all of them. */
export function mutationTotalsText(reports: readonly RuleMutationReport[]): string {
  const rows = reports.map((report): readonly string[] => [
    report.rule.name,
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
