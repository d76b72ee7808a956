/** The answer to a question about a policy. */

/**
 * `yes` and `no` are proven from the document. `unknown` means that the document was cut, hidden, malformed or kept
 * elsewhere; rules must treat it as suspicious, because whoever pads a document until CloudTrail omits it is hiding it.
 */
export type Verdict = 'yes' | 'no' | 'unknown';
