/**
 * Whether a formula can hold at all: looks for a set of claims, one way through its disjunctions, without a conflict.
 * Sound: "impossible" is a proof. Where the search grows too large it ends with "possible".
 */
import { type Conflict, conflictWith, type FieldFacts } from './conflict.ts';
import type { Formula, Literal } from './formula.ts';

/** Why a formula cannot hold: the conflicts met on the ways through it, each way ended by one. */
export interface Impossibility {
  readonly conflicts: readonly Conflict[];
}

/** Claims and choices looked at before the search is given up. */
const STEPS_MAX = 4_000;

/** Choices made one inside the other before the search is given up; each costs a frame of the stack. */
const DEPTH_MAX = 400;

/** What many searches may cost together. */
export interface SearchBudget {
  /** Claims and choices that may still be looked at. */
  stepsLeft: number;
}

/** Proves that no record fulfils a formula; undefined where some may, or where the budget is used up. */
export function impossibility(
  formula: Formula,
  facts: FieldFacts,
  budget: SearchBudget = { stepsLeft: STEPS_MAX },
): Impossibility | undefined {
  const search: SearchState = {
    facts,
    steps: 0,
    stepsMax: Math.min(STEPS_MAX, budget.stepsLeft),
    depth: 0,
    conflicts: [],
  };
  const isPossible = isOpen([formula], [], search);
  budget.stepsLeft -= search.steps;
  return isPossible ? undefined : { conflicts: search.conflicts };
}

interface SearchState {
  readonly facts: FieldFacts;
  steps: number;
  readonly stepsMax: number;
  depth: number;
  readonly conflicts: Conflict[];
}

type Choice = readonly Formula[];

/** Whether the claims so far, with those that still have to be made, may hold together. */
function isOpen(formulas: readonly Formula[], claims: readonly Literal[], search: SearchState): boolean {
  const made = [...claims];
  let choices: readonly Choice[] = [];
  let pending: readonly Formula[] = formulas;
  for (;;) {
    const spread = spreadOut(pending);
    for (const literal of spread.literals) {
      search.steps += 1;
      if (search.steps > search.stepsMax) return true;
      const conflict = conflictWith(literal, made, search.facts);
      if (conflict !== undefined) {
        search.conflicts.push(conflict);
        return false;
      }
      made.push(literal);
    }
    const narrowed = [...choices, ...spread.choices].map((choice) => narrow(choice, made, search));
    if (narrowed.some((choice) => choice.length === 0)) return false;
    pending = narrowed.filter((choice) => choice.length === 1).flat();
    choices = narrowed.filter((choice) => choice.length > 1);
    if (pending.length === 0) break;
  }
  const [next, ...others] = [...choices].sort((left, right) => left.length - right.length);
  if (next === undefined) return true;
  const rest = others.map((parts): Formula => ({ kind: 'or', parts }));
  if (search.depth >= DEPTH_MAX) return true;
  search.depth += 1;
  const isAnyOpen = next.some((part) => isOpen([part, ...rest], made, search));
  search.depth -= 1;
  return isAnyOpen;
}

/** Conjunctions taken apart: the claims they make, and the choices they leave. */
function spreadOut(formulas: readonly Formula[]): {
  readonly literals: readonly Literal[];
  readonly choices: readonly Choice[];
} {
  const literals: Literal[] = [];
  const choices: Choice[] = [];
  const open = [...formulas].reverse();
  for (let formula = open.pop(); formula !== undefined; formula = open.pop()) {
    if (formula.kind === 'literal') literals.push(formula.literal);
    else if (formula.kind === 'and') open.push(...[...formula.parts].reverse());
    else choices.push(formula.parts);
  }
  return { literals, choices };
}

/** The parts of a choice that do not contradict the claims at once. */
function narrow(choice: Choice, made: readonly Literal[], search: SearchState): Choice {
  return choice.filter((part) => {
    if (part.kind !== 'literal') return true;
    search.steps += 1;
    if (search.steps > search.stepsMax) return true;
    const conflict = conflictWith(part.literal, made, search.facts);
    if (conflict !== undefined) search.conflicts.push(conflict);
    return conflict === undefined;
  });
}
