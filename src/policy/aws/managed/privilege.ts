/** How much a policy grants, in one word. */

/** From the highest: `read` also where nothing is allowed. */
export type Privilege = 'admin' | 'escalation' | 'permissions-management' | 'write' | 'read';
