/** The tables of the state, as the queries see them. Times are milliseconds since the epoch. */

/** One column a field; see `engine/ports.ts` for what they mean. */
export interface Tables {
  readonly cloud_clock: { readonly cloud: string; readonly newest_ms: number; readonly watermark_ms: number };
  readonly log_begin: { readonly source: string; readonly since_ms: number };
  readonly rule_state: { readonly rule: string; readonly fingerprint: string; readonly evicted_to_ms: number | null };
  readonly fold: {
    readonly partition: string;
    readonly rule: string;
    readonly cloud: string;
    readonly newest_ms: number;
    readonly expires_ms: number | null;
    readonly snapshot: string;
  };
  readonly alert: {
    readonly partition: string;
    readonly first_key: string;
    readonly id: string;
    readonly rule: string;
    readonly level: string;
    readonly status: string;
    /** As on the alert; '' where it has no time, so that it sorts first. */
    readonly first_seen: string;
    readonly first_ms: number;
    readonly until_ms: number | null;
    /** The whole alert as JSON; the columns above are for looking it up. */
    readonly json: string;
    readonly news: string | null;
  };
  readonly file_position: {
    readonly path: string;
    readonly bytes: number;
    readonly modified_ms: number;
    readonly head: string;
    readonly head_bytes: number;
    readonly offset: number;
    readonly records: number;
  };
}
