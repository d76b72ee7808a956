/** The answer to a question about a policy. */

/**
 * `yes` and `no` are proven from the document. `unknown` means that the document was cut, hidden, malformed or kept
 * elsewhere; rules must treat it as suspicious, because whoever pads a document until CloudTrail omits it is hiding it.
 */
export type Verdict = 'yes' | 'no' | 'unknown';

/** Whether any holds: one `yes` is enough, whatever is unknown beside it. */
export function anyOf(verdicts: Iterable<Verdict>): Verdict {
  let result: Verdict = 'no';
  for (const verdict of verdicts) {
    if (verdict === 'yes') return 'yes';
    if (verdict === 'unknown') result = 'unknown';
  }
  return result;
}

/** Whether all hold: one `no` is enough against it. */
export function allOf(verdicts: Iterable<Verdict>): Verdict {
  let result: Verdict = 'yes';
  for (const verdict of verdicts) {
    if (verdict === 'no') return 'no';
    if (verdict === 'unknown') result = 'unknown';
  }
  return result;
}

/** The opposite; the opposite of unknown is unknown. */
export function not(verdict: Verdict): Verdict {
  return verdict === 'yes' ? 'no' : verdict === 'no' ? 'yes' : 'unknown';
}

/** What is known, as a verdict. */
export function verdictOf(holds: boolean): Verdict {
  return holds ? 'yes' : 'no';
}
