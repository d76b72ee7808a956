/**
 * The accounts of AWS itself from which Elastic Load Balancing writes access logs, one for each region that is older
 * than its service principal. A bucket policy that names one lets a service in, not somebody.
 *
 * Elastic Load Balancing User Guide, "Enable access logs for your Application Load Balancer".
 */
export function isLoadBalancingAccount(account: string): boolean {
  return LOAD_BALANCING_ACCOUNTS.has(account);
}

const LOAD_BALANCING_ACCOUNTS: ReadonlySet<string> = new Set([
  '009996457667', // eu-west-3
  '027434742980', // us-west-1
  '033677994240', // us-east-2
  '037604701340', // cn-northwest-1
  '048591011584', // us-gov-west-1
  '054676820928', // eu-central-1
  '076674570225', // me-south-1
  '098369216593', // af-south-1
  '114774131450', // ap-southeast-1
  '127311923021', // us-east-1
  '156460612806', // eu-west-1
  '190560391635', // us-gov-east-1
  '383597477331', // ap-northeast-3
  '507241528517', // sa-east-1
  '582318560864', // ap-northeast-1
  '589379963580', // ap-southeast-3
  '600734575887', // ap-northeast-2
  '635631232127', // eu-south-1
  '638102146993', // cn-north-1
  '652711504416', // eu-west-2
  '718504428378', // ap-south-1
  '754344448648', // ap-east-1
  '783225319266', // ap-southeast-2
  '797873946194', // us-west-2
  '897822967062', // eu-north-1
  '985666609251', // ca-central-1
]);
