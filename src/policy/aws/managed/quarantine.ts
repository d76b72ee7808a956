/**
 * The policies with which AWS quarantines the keys of a user after finding one in public.
 * Names: IAM User Guide, "AWS managed policies", AWSCompromisedKeyQuarantine, …V2, …V3 and later ones.
 */
import { parseArn } from '../../../identity/arn.ts';

const NAME = 'AWSCompromisedKeyQuarantine';

/**
 * Whether an ARN is AWS's own quarantine policy: `arn:<partition>:iam::aws:policy/AWSCompromisedKeyQuarantine*`,
 * exactly so written. Only AWS can own the account `aws`.
 */
export function isAwsQuarantinePolicy(arn: string): boolean {
  const parsed = parseArn(arn);
  return (
    parsed?.service === 'iam' &&
    parsed.region === '' &&
    parsed.account === 'aws' &&
    parsed.resource.startsWith(`policy/${NAME}`)
  );
}

/**
 * Whether an ARN, or the bare name given to CreatePolicy, poses as a quarantine policy without being AWS's: it bears
 * the name in any case, path and position. A finding of its own, because responders believe that name.
 */
export function looksLikeQuarantine(arn: string): boolean {
  return (
    !isAwsQuarantinePolicy(arn) &&
    arn
      .slice(arn.lastIndexOf('/') + 1)
      .toLowerCase()
      .includes(NAME.toLowerCase())
  );
}
