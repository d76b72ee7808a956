/** How bad a finding is, as a sum: what its worst event says by itself, and what its memory or its modifiers make of it. */
import type { MemoryRule } from '../rule-language/memory-rule.ts';
import { namesText } from '../rule-language/memory-text.ts';
import type { NewTerms } from '../rule-language/memory.ts';
import { isReady } from '../rule-language/readiness.ts';
import type { RuleSet } from '../rule-language/rule-set.ts';
import { type Level, levels, type Rule } from '../rule-language/rule.ts';
import { type ModifierState, severitySum } from '../rule-language/severity-modifier.ts';
import { durationText, formatInstant } from '../std/time.ts';
import type { Alert } from './alert.ts';
import type { FindingContext } from './finding-context.ts';
import type { Folded } from './fold.ts';

/** A finding that cannot count yet is told for information only. */
const NOT_READY: Level = 'informational';
/** Name of the modifier that lowers it. */
export const NOT_READY_NAME = 'not ready';

/** The sum, and what it rests on. */
export interface Severity {
  readonly level: Level;
  readonly shown: Alert['severity'];
  /** Why the finding does not count yet; undefined where it does. */
  readonly notReady: string | undefined;
  /** How the modifiers of the rule bear on it; none where it has none, or they cannot be asked. */
  readonly states: readonly ModifierState[];
  /** What would have to be known to be more certain. */
  readonly unknown: readonly string[];
}

/** The severity of a finding. */
export function severityOf(found: Folded, context: FindingContext): Severity {
  const { ruleSet } = context;
  const base = levelOf(found.rank);
  const memory = memoryRuleNamed(found.rule, ruleSet)?.memory;
  if (memory?.kind === 'new-terms') {
    const notReady = readinessProblem(memory, found, found.first.timeMs, context);
    if (notReady !== undefined) {
      const change = levels.indexOf(NOT_READY) - levels.indexOf(base);
      const modifiers = [{ name: NOT_READY_NAME, change, why: tooLittleText(memory) }];
      return { level: NOT_READY, shown: { base, modifiers }, notReady, states: [], unknown: [notReady] };
    }
  }
  const rule = memory === undefined ? ruleSet.rules.find(({ name }) => name === found.rule) : undefined;
  if (rule !== undefined && rule.modifiers.length > 0) return modifiedSeverity(found, rule, context);
  return { level: base, shown: { base, modifiers: [] }, notReady: undefined, states: [], unknown: [] };
}

/** The rule of a finding that remembers; undefined for one over single events. */
export function memoryRuleNamed(name: string, { memoryRules }: Pick<RuleSet, 'memoryRules'>): MemoryRule | undefined {
  return memoryRules.find(({ words }) => words.name === name);
}

/** Only what its fold was told is judged: what has no time, or came too late, has none of its past. */
function modifiedSeverity(found: Folded, { modifiers }: Rule, context: FindingContext): Severity {
  const { prior, worst } = found;
  if (prior === undefined) {
    const level = levelOf(found.rank);
    const unknown = modifiers.map(
      ({ name, memory }) =>
        `whether "${name}" holds: what was before the event in ${durationText(memory.historyMs)} cannot be told`,
    );
    return { level, shown: { base: level, modifiers: [] }, notReady: undefined, states: [], unknown };
  }
  const logSinceMs = context.logSinceMs(sourceOf(found), found.first.event.input.file);
  const { rank, states } = severitySum(modifiers, prior, { timeMs: worst.timeMs, logSinceMs });
  const problems = new Map(
    states
      .filter(({ kind }) => kind === 'not-ready')
      .map((state) => [state, readinessProblem(state.modifier.memory, found, worst.timeMs, context) ?? '']),
  );
  return {
    level: levelOf(rank),
    shown: {
      base: levelOf(prior.baseRank),
      modifiers: states
        .filter(({ kind }) => kind !== 'seen')
        .map((state) => ({
          name: state.modifier.name,
          change: state.change,
          why: problems.has(state) ? tooLittleText(state.modifier.memory) : heldText(state.modifier.memory),
        })),
    },
    notReady: undefined,
    states,
    unknown: [...problems].map(([{ modifier }, why]) => `whether "${modifier.name}" holds: ${why}`),
  };
}

/** Why a modifier holds, and what would have left it out. */
function heldText({ terms, historyMs }: NewTerms): string {
  return `${namesText(terms)} not seen together in the ${durationText(historyMs)} before; one earlier event in that time would leave it out`;
}

/** When the log begins is left to what is missing: it may still turn out to begin earlier. */
function tooLittleText({ readinessMs }: NewTerms): string {
  return `there is less than ${durationText(readinessMs)} of log before it`;
}

/** Why there is too little log to tell; undefined where there is enough. */
function readinessProblem(
  memory: NewTerms,
  found: Folded,
  timeMs: number,
  { logSinceMs }: FindingContext,
): string | undefined {
  const source = sourceOf(found);
  const since = logSinceMs(source, found.first.event.input.file);
  if (since !== undefined && isReady(memory, { logSinceMs: since, timeMs })) return undefined;
  const of = source.replace(':', ' ');
  const begins =
    since === undefined ? `no log of ${of} is known` : `the log of ${of} begins on ${formatInstant(since)}`;
  return `not ready: ${begins}, and what is new needs ${durationText(memory.readinessMs)} of log before it`;
}

function sourceOf({ cloud, account }: Folded): string {
  return `${cloud}:${account ?? ''}`;
}

function levelOf(rank: number): Level {
  return levels[rank] ?? NOT_READY;
}
