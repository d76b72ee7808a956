/** The names of the published schemas. */

/** All of them. */
export const SCHEMA_NAMES = ['alert', 'rule', 'profile', 'ocsf', 'explanation'] as const;

/** Name of a published schema. */
export type SchemaName = (typeof SCHEMA_NAMES)[number];
