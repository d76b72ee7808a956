/**
 * New terms: a tuple of values is a finding when it was not seen in the time before. The key of the fold is the tuple; what comes
 * back after that time is new again. Whether there was enough log to know is for the caller to judge, by the log's own time.
 */
import type { Detector, Step } from './detector.ts';
import { beginFinding, growFinding, type GrowingFinding } from './growing-finding.ts';

/** What a memory for new terms asks. */
export interface NewTermsOptions {
  /** How long before an event its tuple must not have been seen. */
  readonly historyMs: number;
  /** How long further events of a new tuple fold into its finding. */
  readonly periodMs: number;
}

/** When the tuple was seen last, and the finding that is open. */
export interface NewTermsState<Payload> {
  readonly lastMs: number | null;
  readonly finding: GrowingFinding<Payload> | null;
}

/** Makes the detector. */
export function newTerms<Payload>({ historyMs, periodMs }: NewTermsOptions): Detector<NewTermsState<Payload>, Payload> {
  return {
    version: 1,
    empty: { lastMs: null, finding: null },
    isEmpty: ({ lastMs, finding }) => lastMs === null && finding === null,
    step: ({ lastMs, finding }, next): Step<NewTermsState<Payload>, Payload> => {
      if (finding !== null && next.timeMs < finding.finding.first.timeMs + periodMs) {
        return { state: { lastMs: next.timeMs, finding: growFinding(finding, next) }, closed: [] };
      }
      const closed = finding === null ? [] : [finding.finding];
      const isNew = lastMs === null || next.timeMs - lastMs > historyMs;
      const begun = isNew ? beginFinding(next, { untilMs: next.timeMs + periodMs }) : null;
      return { state: { lastMs: next.timeMs, finding: begun }, closed };
    },
    open: ({ finding }) => (finding === null ? [] : [finding.finding]),
    forget: (state, timeMs): Step<NewTermsState<Payload>, Payload> => {
      const { lastMs, finding } = state;
      const isOver = finding !== null && finding.finding.first.timeMs + periodMs <= timeMs;
      return {
        state: {
          lastMs: lastMs !== null && timeMs - lastMs > historyMs ? null : lastMs,
          finding: isOver ? null : finding,
        },
        closed: isOver ? [finding.finding] : [],
      };
    },
  };
}
