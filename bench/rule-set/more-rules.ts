/** Rules on actions of many services, none of which occurs in the generated logs: they are only more of them. */
import type { Random } from '../cloudtrail/random.ts';
import type { Selection } from './shared-rules.ts';

export function moreRules(random: Random, count: number): Selection[] {
  return Array.from({ length: count }, (_, number) => {
    const service = random.pick(SERVICES);
    const names = Array.from({ length: random.between(1, 3) }, () => `${random.pick(VERBS)}${random.pick(THINGS)}`);
    const first = names[0] ?? '';
    const action = random.permille(30)
      ? { 'eventName|startswith': first }
      : { eventName: names.length > 1 ? names : first };
    const extra = random.permille(350) ? random.pick(EXTRAS) : {};
    const filter = random.permille(200)
      ? { filter_service: { 'userIdentity.invokedBy|endswith': '.amazonaws.com' } }
      : {};
    return {
      title: `${service} ${names.join(', ')} (${number + 1})`,
      level: random.pick(['low', 'medium', 'high']),
      detection: { selection: { eventSource: `${service}.amazonaws.com`, ...action, ...extra }, ...filter },
    };
  });
}

const SERVICES = [
  'acm',
  'apigateway',
  'appsync',
  'athena',
  'backup',
  'batch',
  'bedrock',
  'cloudformation',
  'cloudfront',
  'codebuild',
  'codecommit',
  'cognito-idp',
  'dynamodb',
  'ec2',
  'ecr',
  'ecs',
  'eks',
  'elasticache',
  'elasticfilesystem',
  'elasticloadbalancing',
  'events',
  'firehose',
  'glacier',
  'glue',
  'iam',
  'inspector2',
  'kafka',
  'kinesis',
  'kms',
  'lambda',
  'macie2',
  'organizations',
  'rds',
  'redshift',
  'route53',
  's3',
  'sagemaker',
  'secretsmanager',
  'securityhub',
  'ses',
  'sns',
  'sqs',
  'ssm',
  'sso',
  'states',
  'transfer',
  'waf',
  'workspaces',
];
const VERBS = [
  'Abandon',
  'Archive',
  'Disable',
  'Detach',
  'Export',
  'Import',
  'Merge',
  'Modify',
  'Put',
  'Share',
  'Suspend',
];
const THINGS = [
  'AccessPoint',
  'Agent',
  'Alias',
  'Archive',
  'Attachment',
  'Backup',
  'Catalog',
  'Channel',
  'Cluster',
  'Connector',
  'Endpoint',
  'Environment',
  'FileSystem',
  'Gateway',
  'Image',
  'Integration',
  'Listener',
  'Model',
  'Notebook',
  'Organization',
  'Pipeline',
  'Recorder',
  'Repository',
  'ResourcePolicy',
  'Schedule',
  'Stage',
  'Stream',
  'Template',
  'Volume',
  'Workflow',
];
const EXTRAS: readonly Readonly<Record<string, unknown>>[] = [
  { errorCode: null },
  { 'userIdentity.type': ['IAMUser', 'AssumedRole'] },
  { 'requestParameters.publiclyAccessible': true },
  { 'requestParameters.policy|contains': '"Principal":"*"' },
  { 'userAgent|contains': 'Boto3' },
];
