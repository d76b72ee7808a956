/** The judgement of mutants as JSON: keys in snake case, like everything that leaves the program. */
import type { Json } from '../../std/json.ts';
import type { JudgedMutant, RuleMutationReport } from './judge-mutants.ts';

/** One object a rule, with all of its mutants. */
export function mutationReportJson(reports: readonly RuleMutationReport[]): Json {
  return reports.map(({ rule, mutants, stale, failing, isCut }) => ({
    rule: rule.name,
    level: rule.level,
    file: rule.file,
    mutants: mutants.map(mutantJson),
    stale_equivalents: stale.map(({ entry, problem }) => ({
      mutation: entry.mutation,
      line: entry.place.line,
      problem,
    })),
    failing_tests: failing,
    cut: isCut,
  }));
}

function mutantJson({ mutant, fate }: JudgedMutant): Json {
  const common = {
    id: mutant.id,
    mutation: mutant.mutation.name,
    line: mutant.place.line,
    column: mutant.place.column,
    words: mutant.words,
    status: fate.kind,
  };
  switch (fate.kind) {
    case 'killed':
      return { ...common, killed_by: fate.test, reason: fate.reason };
    case 'equivalent':
      return { ...common, reason: fate.reason };
    case 'survived':
      return { ...common, hint: mutant.hint };
  }
}
