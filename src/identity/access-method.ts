/**
 * By which path a call came (R15), read from what CloudTrail says. User agents are claims: the result describes,
 * it never exonerates.
 */
import type { AccessMethod } from './actor.ts';

/** What the classification needs of a record. */
export interface CallPath {
  readonly actorIsService: boolean;
  readonly invokedBy: string | undefined;
  readonly fromConsole: boolean;
  readonly eventType: string | undefined;
  readonly userAgent: string | undefined;
}

const CONSOLE_AGENTS =
  /^(?:console|signin|.*\.console)\.amazonaws\.com$|^(?:S3Console|EC2ConsoleFrontend|AWSCloudTrail)/i;
const IAC_AGENTS = /terraform|opentofu|pulumi|\baws-cdk|cloudformation|ansible|crossplane|serverless/i;
const CLI_AGENTS = /^aws-cli\/|^aws-tools-for-powershell|^AWSPowerShell/i;
const SDK_AGENTS = /boto|aws-sdk|aws-internal|^aws\//i;
const CONSOLE_EVENT_TYPES: ReadonlySet<string> = new Set(['AwsConsoleSignIn', 'AwsConsoleAction']);
const IAC_SERVICES: ReadonlySet<string> = new Set(['cloudformation.amazonaws.com', 'servicecatalog.amazonaws.com']);

/** Classifies a call. Evidence stamped by AWS comes first, the agent's claim last. */
export function accessMethod(path: CallPath): AccessMethod {
  if (path.invokedBy !== undefined && IAC_SERVICES.has(path.invokedBy)) return 'iac';
  if (path.actorIsService || path.eventType === 'AwsServiceEvent') return 'service';
  if (path.fromConsole || (path.eventType !== undefined && CONSOLE_EVENT_TYPES.has(path.eventType))) return 'console';
  // "AWS Internal" marks calls that the console makes for a signed-in person: no service acts on its own there.
  if (path.invokedBy !== undefined && path.invokedBy !== 'AWS Internal') return 'service';
  const agent = path.userAgent?.replace(/^\[(?<inner>.*)\]$/, '$<inner>');
  if (agent === undefined) return 'unknown';
  if (CONSOLE_AGENTS.test(agent)) return 'console';
  if (IAC_AGENTS.test(agent)) return 'iac';
  if (CLI_AGENTS.test(agent)) return 'cli';
  if (SDK_AGENTS.test(agent)) return 'sdk';
  return 'unknown';
}
