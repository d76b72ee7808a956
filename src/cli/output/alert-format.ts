/** How alerts can be printed. */

/** All formats; the first is the default. */
export const ALERT_FORMATS = ['table', 'ndjson', 'json', 'csv', 'ocsf'] as const;

/** Name of a format. */
export type AlertFormat = (typeof ALERT_FORMATS)[number];
