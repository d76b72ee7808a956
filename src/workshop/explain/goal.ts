/**
 * Goals: what should become true of a record, and ways to get there. They mirror the tree of a rule: a goal for
 * every clause, wanted true or wanted false, joined as the rule joins them.
 *
 * A way is only proposed after the engine was asked about the changed record, clause by clause. The search is bounded and
 * goes in a fixed order, so that the same question gets the same answer.
 */
import type { JsonObject } from '../../std/json.ts';
import { type EditSet, joined, weightOf, withEdits } from './record-edit.ts';

/** Something that should hold of a record. */
export interface Goal {
  holds(record: JsonObject): boolean;
  /** Edits after each of which it holds, best first; none where no way is known. */
  ways(record: JsonObject): readonly EditSet[];
}

/** Ways that a goal proposes. */
export const WAYS_MAX = 12;

/** Half-made ways that are followed side by side. */
const BEAM_WIDTH = 8;

/** A goal that holds where any of these does. */
export function anyOf(goals: readonly Goal[]): Goal {
  return {
    holds: (record) => goals.some((goal) => goal.holds(record)),
    ways: (record) => lightest(goals.flatMap((goal) => goal.ways(record))),
  };
}

/** A goal that holds where all of these do. */
export function allOf(goals: readonly Goal[]): Goal {
  const [only] = goals;
  if (only !== undefined && goals.length === 1) return only;
  return {
    holds: (record) => goals.every((goal) => goal.holds(record)),
    ways: (record) => waysToAll(goals, record),
  };
}

interface Attempt {
  readonly edits: EditSet;
  readonly record: JsonObject;
  readonly failing: readonly Goal[];
}

/** Mends one failing goal after the other. A later edit may break what an earlier one mended: then it is mended again. */
function waysToAll(goals: readonly Goal[], record: JsonObject): readonly EditSet[] {
  const found: EditSet[] = [];
  let beam = [attemptOf(goals, record, [])];
  for (let round = 0; round < 2 * goals.length && beam.length > 0 && found.length < WAYS_MAX; round++) {
    const next: Attempt[] = [];
    for (const { edits, record: changed, failing } of beam) {
      for (const way of failing[0]?.ways(changed) ?? []) next.push(attemptOf(goals, record, joined(edits, way)));
    }
    found.push(...next.filter(({ failing }) => failing.length === 0).map(({ edits }) => edits));
    beam = promising(next.filter(({ failing }) => failing.length > 0));
  }
  return lightest(found);
}

function attemptOf(goals: readonly Goal[], record: JsonObject, edits: EditSet): Attempt {
  const changed = withEdits(record, edits);
  return { edits, record: changed, failing: goals.filter((goal) => !goal.holds(changed)) };
}

function promising(attempts: readonly Attempt[]): Attempt[] {
  const distinct = [...new Map(attempts.map((attempt) => [JSON.stringify(attempt.edits), attempt])).values()];
  return distinct
    .sort((left, right) => left.failing.length - right.failing.length || weightOf(left.edits) - weightOf(right.edits))
    .slice(0, BEAM_WIDTH);
}

/** The ways that change least, those first that were found first. */
export function lightest(ways: readonly EditSet[]): readonly EditSet[] {
  const distinct = [...new Map(ways.map((way) => [JSON.stringify(way), way])).values()];
  return distinct.sort((left, right) => weightOf(left) - weightOf(right)).slice(0, WAYS_MAX);
}
