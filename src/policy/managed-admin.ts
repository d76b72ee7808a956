/** x */
export const MANAGED_ADMIN: ReadonlySet<string> = new Set([]);
