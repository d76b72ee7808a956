/**
 * Which program called (R15), by the agent's claim alone. Versions, systems and options are left out, so that a family
 * stays the same while programs are updated: what is new is the kind of tool. It is a sign at most, and never an excuse.
 */

/** A kind of tool; `other` where the agent is none of these, or absent. */
export type AgentFamily =
  | 'console'
  | 'browser'
  | 'aws-cli'
  | 'aws-powershell'
  | 'boto3'
  | 'sdk-go'
  | 'sdk-java'
  | 'sdk-js'
  | 'terraform'
  | 'pulumi'
  | 'cloudformation'
  | 'aws-service'
  | 'gcloud'
  | 'google-sdk'
  | 'other';

/** The first that fits counts: tools stand before the libraries that they are built on and name too. */
const FAMILIES: readonly (readonly [AgentFamily, RegExp])[] = [
  ['terraform', /terraform|opentofu/i],
  ['pulumi', /pulumi/i],
  ['cloudformation', /^cloudformation\.amazonaws\.com$/i],
  ['console', /^(?:console|signin|.*\.console|console\..*)\.amazonaws\.com$|^(?:S3Console|EC2ConsoleFrontend)/i],
  ['aws-service', /^(?:AWS Internal|[a-z0-9.-]+\.amazonaws\.com)$/i],
  ['aws-cli', /^aws-cli\//i],
  ['aws-powershell', /^(?:aws-tools-for-powershell|AWSPowerShell)/i],
  ['boto3', /boto/i],
  ['sdk-go', /aws-sdk-go/i],
  ['sdk-java', /aws-sdk-java/i],
  ['sdk-js', /aws-sdk-(?:js|nodejs)/i],
  ['gcloud', /google-cloud-sdk|\bgcloud\/|\bgsutil\/|\bbq\//i],
  [
    'google-sdk',
    /google-api-|google-cloud-|gcloud-(?:python|golang|go|java|node|ruby|php|dotnet)|\bgl-[a-z]+\/|\bgccl\/|\bgax\/|google-auth|google-http-|apitools/i,
  ],
  ['browser', /^Mozilla\/\d/i],
];

/** Classifies what a caller says of itself. CloudTrail puts some agents into brackets. */
export function agentFamily(userAgent: string | undefined): AgentFamily {
  const agent = userAgent?.replace(/^\[(?<inner>.*)\]$/, '$<inner>') ?? '';
  return FAMILIES.find(([, pattern]) => pattern.test(agent))?.[0] ?? 'other';
}
