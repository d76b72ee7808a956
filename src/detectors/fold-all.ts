/** The fold over all observations of one key at once: what every other way of delivering them must come to. */
import { compareObservations, type Detector, type Finding, type Observation } from './detector.ts';
import { SortedFold } from './sorted-fold.ts';

/** Findings over any observations of one key, in any order, with any doubles. */
export function foldAll<State, Payload>(
  detector: Detector<State, Payload>,
  observations: readonly Observation<Payload>[],
): readonly Finding<Payload>[] {
  const fold = new SortedFold(detector);
  const closed = [...observations].sort(compareObservations).flatMap((next) => fold.take(next));
  return [...closed, ...fold.end()];
}
