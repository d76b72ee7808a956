/** The coverage of ATT&CK as text: tactic by tactic, a line a technique. */
import { type AttackCoverage, countOf, type CoverageState, type TechniqueCoverage } from '../attack/coverage.ts';
import { ATTACK_RELEASE, tactics } from '../attack/release.ts';
import { printable } from '../std/printable.ts';
import { colors } from './colors.ts';

const MARKS: Readonly<Record<CoverageState, string>> = {
  none: '·',
  mapped: '○',
  'fired in test': '◐',
  'fired on logs': '●',
};
const ID_WIDTH = 9;
const NAME_WIDTH = 44;

/** The whole text. A technique of several tactics stands below each; the counts count it once. */
export function coverageMatrix(coverage: AttackCoverage, hasLogs: boolean): string {
  const parts = tactics
    .map(({ id, name }) => section(`${name} (${id})`, of(coverage, id), coverage))
    .concat(section("Not of ATT&CK's platform IaaS, or not of identity alone; not counted", coverage.others, coverage))
    .filter((text) => text !== '');
  return `${[...parts, summary(coverage, hasLogs)].join('\n')}\n`;
}

function of({ techniques }: AttackCoverage, tactic: string): readonly TechniqueCoverage[] {
  return techniques.filter(({ technique }) => technique.tactics.includes(tactic));
}

function section(title: string, rows: readonly TechniqueCoverage[], coverage: AttackCoverage): string {
  if (rows.length === 0) return '';
  return `${colors.bold(title)}\n${rows.map((one) => row(one, coverage)).join('\n')}\n`;
}

function row({ technique: { id, name }, state, claims }: TechniqueCoverage, coverage: AttackCoverage): string {
  const shown = name === id ? '' : shortName(name);
  const text = `${MARKS[state]} ${id.padEnd(ID_WIDTH)} ${shown.padEnd(NAME_WIDTH)} ${ruleCount(claims.length) || below(id, coverage)}`;
  return `  ${state === 'none' ? colors.dim(text.trimEnd()) : printable(text.trimEnd())}`;
}

/** The name of a sub-technique without that of its technique, whose id stands before it. */
function shortName(name: string): string {
  const own = name.slice(name.indexOf(': ') + 1).trim();
  return own.length > NAME_WIDTH ? `${own.slice(0, NAME_WIDTH - 1)}…` : own;
}

/** A technique without a rule of its own may be covered by its sub-techniques. */
function below(id: string, { techniques }: AttackCoverage): string {
  const subs = techniques.filter(({ technique }) => technique.id.startsWith(`${id}.`));
  const covered = subs.filter(({ state }) => state !== 'none');
  return subs.length === 0 ? '' : `${covered.length} of ${subs.length} below it`;
}

function ruleCount(count: number): string {
  if (count === 0) return '';
  return count === 1 ? '1 rule' : `${count} rules`;
}

function summary(coverage: AttackCoverage, hasLogs: boolean): string {
  const states: readonly CoverageState[] = hasLogs
    ? ['fired on logs', 'fired in test', 'mapped', 'none']
    : ['fired in test', 'mapped', 'none'];
  const counts = states.map((state) => `${MARKS[state]} ${countOf(coverage, state)} ${WORDS[state]}`).join(', ');
  return `ATT&CK ${ATTACK_RELEASE}, ${coverage.techniques.length} identity techniques of IaaS:\n${counts}`;
}

const WORDS: Readonly<Record<CoverageState, string>> = {
  none: 'without a rule',
  mapped: 'claimed only',
  'fired in test': 'fired in test',
  'fired on logs': 'fired on these logs',
};
