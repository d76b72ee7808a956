/** The answer to a question about a policy. */

/**
 * `yes` and `no` are proven from the document. `unknown` means that the document was cut, hidden, malformed or kept
 * elsewhere; rules must treat it as suspicious, because whoever pads a document until CloudTrail omits it is hiding it.
 */
export type Verdict = 'yes' | 'no' | 'unknown';

/** The worst of many answers: one `yes` is enough, one `unknown` leaves a `no` open. Of nothing: `no`. */
export function worstOf(verdicts: Iterable<Verdict>): Verdict {
  const given = new Set(verdicts);
  if (given.has('yes')) return 'yes';
  return given.has('unknown') ? 'unknown' : 'no';
}
