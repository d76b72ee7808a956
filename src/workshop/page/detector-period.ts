/** The periods of a detector, in the terms in which catalogues publish them (R92). */
import { durationText } from '../../std/time.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { DEDUP_PERIOD_MS } from '../../rule-language/repeats-key.ts';

const HOUR_MS = 3_600_000;

/** Periods as text; null where the detector has none. */
export interface DetectorPeriods {
  /** Log time that must have passed before it may alert. */
  readonly activation: string | null;
  /** History that is its baseline. */
  readonly training: string | null;
  /** What it looks at in one go. */
  readonly test: string;
  /** Time in which repeats fold into one alert. */
  readonly dedup: string | null;
  /** Whether calls on several targets are repeats of each other. */
  readonly foldsTargets: boolean;
}

/** The periods of a rule. One over single events learns nothing and tests one event; new terms are tested by one event too. */
export function detectorPeriods({ dedup, memory }: Pick<Rule, 'dedup' | 'memory'>): DetectorPeriods {
  const periodMs = dedup?.kind === 'none' ? null : (dedup?.periodMs ?? DEDUP_PERIOD_MS);
  const newTerms = memory?.kind === 'new-terms' ? memory : undefined;
  const threshold = memory?.kind === 'threshold' ? memory : undefined;
  return {
    activation: newTerms === undefined ? null : durationText(newTerms.readinessMs),
    training: newTerms === undefined ? null : durationText(newTerms.historyMs),
    test: threshold === undefined ? 'single event' : durationText(threshold.windowMs),
    // What overlaps is one alert, however long it lasts.
    dedup:
      threshold === undefined ? (periodMs === null ? null : `${periodMs / HOUR_MS}h`) : 'as long as windows overlap',
    foldsTargets: dedup?.kind === 'period' && dedup.targets === 'together',
  };
}
