/** Amazon Resource Names, taken apart. */

/** The parts of an ARN. `region` and `account` are empty where the service leaves them out. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  /** Twelve digits, empty, or `aws` for what AWS itself owns (managed policies). */
  readonly account: string;
  /** Everything after the fifth colon, further colons included: `user/path/name`, `policy/AdministratorAccess`. */
  readonly resource: string;
}

/**
 * Takes an ARN apart, in any partition (`aws`, `aws-cn`, `aws-us-gov`, `aws-iso…`, `aws-eusc` and those to come).
 * Undefined where the text is no ARN. The parts are not checked further: a wildcard or an invented account stays.
 * Form: AWS General Reference, "Amazon Resource Names (ARNs)".
 */
export function parseArn(text: string): Arn | undefined {
  const [scheme, partition, service, region, account, ...rest] = text.split(':');
  const resource = rest.join(':');
  if (scheme !== 'arn' || !partition || !service || region === undefined || account === undefined || resource === '')
    return undefined;
  return { partition, service, region, account, resource };
}
