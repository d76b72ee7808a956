/**
 * The enumerations of OCSF 1.9.0 that a Detection Finding of ours uses: number and caption, as published. A number and
 * the text beside it must agree; only 99 lets the text be our own word.
 */

/** An enumeration: captions by number. */
export type Enumeration = Readonly<Record<number, string>>;

/** `activity_id` of the class. */
export const ACTIVITY = { 0: 'Unknown', 1: 'Create', 2: 'Update', 3: 'Close', 99: 'Other' } as const;

/** `severity_id` of every class. */
export const SEVERITY = {
  0: 'Unknown',
  1: 'Informational',
  2: 'Low',
  3: 'Medium',
  4: 'High',
  5: 'Critical',
  6: 'Fatal',
  99: 'Other',
} as const;

/** `confidence_id` of findings. */
export const CONFIDENCE = { 0: 'Unknown', 1: 'Low', 2: 'Medium', 3: 'High', 99: 'Other' } as const;

/** `status_id` of findings. */
export const STATUS = {
  0: 'Unknown',
  1: 'New',
  2: 'In Progress',
  3: 'Suppressed',
  4: 'Resolved',
  5: 'Archived',
  6: 'Deleted',
  99: 'Other',
} as const;

/** `type_id` of `user`. */
export const USER_TYPE = { 0: 'Unknown', 1: 'User', 2: 'Admin', 3: 'System', 4: 'Service', 99: 'Other' } as const;

/** `type_id` of `account`; 3 and 4 are deprecated since 1.6.0. */
export const ACCOUNT_TYPE = {
  0: 'Unknown',
  1: 'LDAP Account',
  2: 'Windows Account',
  3: 'AWS IAM User',
  4: 'AWS IAM Role',
  5: 'GCP Account',
  6: 'Azure AD Account',
  7: 'Mac OS Account',
  8: 'Apple Account',
  9: 'Linux Account',
  10: 'AWS Account',
  11: 'GCP Project',
  12: 'OCI Compartment',
  13: 'Azure Subscription',
  14: 'Salesforce Account',
  15: 'Google Workspace',
  16: 'Servicenow Instance',
  17: 'M365 Tenant',
  18: 'Email Account',
  19: 'ActiveDirectory Account',
  99: 'Other',
} as const;

/** `role_id` of `resource_details`. */
export const RESOURCE_ROLE = {
  0: 'Unknown',
  1: 'Target',
  2: 'Actor',
  3: 'Affected',
  4: 'Related',
  99: 'Other',
} as const;

/** `type_id` of `analytic`. */
export const ANALYTIC_TYPE = {
  0: 'Unknown',
  1: 'Rule',
  2: 'Behavioral',
  3: 'Statistical',
  4: 'Learning (ML/DL)',
  5: 'Fingerprinting',
  6: 'Tagging',
  7: 'Keyword Match',
  8: 'Regular Expressions',
  9: 'Exact Data Match',
  10: 'Partial Data Match',
  11: 'Indexed Data Match',
  99: 'Other',
} as const;

/** `type_id` of `observable`: those of the 52 published kinds that stand in an alert. */
export const OBSERVABLE_TYPE = {
  2: 'IP Address',
  4: 'User Name',
  10: 'Resource UID',
  16: 'HTTP User-Agent',
  19: 'User Credential ID',
  31: 'User Object: uid',
  35: 'Account Object: uid',
} as const;
