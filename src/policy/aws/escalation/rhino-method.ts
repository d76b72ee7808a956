/**
 * The 28 methods of Rhino Security Labs and the paths that they are.
 * Numbers: https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation
 */

/** The path of each method, in Rhino's order: the first is method 1. */
const PATH_IDS: readonly string[] = [
  'iam-001',
  'rhino-02',
  'ec2-001',
  'iam-002',
  'iam-004',
  'iam-006',
  'iam-008',
  'iam-010',
  'iam-009',
  'iam-007',
  'iam-011',
  'iam-005',
  'iam-013',
  'iam-012',
  'lambda-001',
  'lambda-006',
  'lambda-002',
  'lambda-003',
  'glue-001',
  'glue-002',
  'cloudformation-001',
  'datapipeline-001',
  'rhino-23',
  'rhino-24',
  'rhino-25',
  'rhino-26',
  'sagemaker-001',
  'sagemaker-004',
];

/** How many methods there are. */
export const rhinoMethodCount: number = PATH_IDS.length;

/** The id of the path that a method is, by Rhino's number from 1; undefined for any other number. */
export function pathOfRhinoMethod(method: number): string | undefined {
  return PATH_IDS[method - 1];
}
