/** The fold over all observations of one key at once: what every other way of delivering them must come to. */
import { compareObservations, type Detector, type Finding, type Observation, openFindings } from './detector.ts';

/** Findings over any observations of one key, in any order, with any doubles. */
export function foldAll<State, Payload>(
  detector: Detector<State, Payload>,
  observations: readonly Observation<Payload>[],
): readonly Finding<Payload>[] {
  return foldSorted(detector, [...observations].sort(compareObservations));
}

/** The same over observations that are in order already. */
export function foldSorted<State, Payload>(
  detector: Detector<State, Payload>,
  sorted: Iterable<Observation<Payload>>,
): readonly Finding<Payload>[] {
  const findings: Finding<Payload>[] = [];
  let state = detector.empty;
  let lastKey: string | undefined;
  for (const next of sorted) {
    // Of the copies of a record the best comes first, and counts alone.
    if (next.eventKey === lastKey) continue;
    lastKey = next.eventKey;
    const step = detector.step(state, next);
    findings.push(...step.closed);
    ({ state } = step);
  }
  return [...findings, ...openFindings(detector, state)];
}
