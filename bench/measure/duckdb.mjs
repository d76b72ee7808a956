// DuckDB over the same files: one scan, 20 predicates, column types given so that none have to be guessed, one thread.
import { DuckDBInstance } from '@duckdb/node-api';

const [kind, target] = process.argv.slice(2);
const text = 'VARCHAR';
const record = {
  eventSource: text,
  eventName: text,
  errorCode: text,
  userAgent: text,
  sourceIPAddress: text,
  userIdentity: 'STRUCT("type" VARCHAR, arn VARCHAR, invokedBy VARCHAR, userName VARCHAR)',
  requestParameters: 'JSON',
  additionalEventData: 'JSON',
};
const struct = `STRUCT(${Object.entries(record)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ')})`;
const columns = Object.entries(record)
  .map(([name, type]) => `'${name}': '${type}'`)
  .join(', ');
const MAXIMUM_OBJECT_BYTES = 1_500_000_000;
const events =
  kind === 'lines'
    ? `SELECT * FROM read_json('${target}', format = 'newline_delimited', columns = {${columns}})`
    : `SELECT unnest(Records, max_depth := 2) FROM read_json('${target}/**/*.json.gz', format = 'unstructured',
         maximum_object_size = ${MAXIMUM_OBJECT_BYTES}, columns = {'Records': '${struct}[]'})`;

const IAM = `eventSource = 'iam.amazonaws.com'`;
const predicates = [
  `${IAM} AND eventName = 'CreateUser'`,
  `${IAM} AND eventName = 'CreateLoginProfile'`,
  `${IAM} AND eventName IN ('AttachUserPolicy', 'PutUserPolicy')`,
  `${IAM} AND eventName IN ('AttachRolePolicy', 'PutRolePolicy') AND userIdentity.invokedBy IS NULL`,
  `${IAM} AND eventName = 'CreateAccessKey' AND errorCode IS NULL`,
  `${IAM} AND eventName = 'UpdateAssumeRolePolicy'`,
  `${IAM} AND eventName = 'DeactivateMFADevice'`,
  `${IAM} AND eventName = 'UpdateSAMLProvider'`,
  `eventSource = 'cloudtrail.amazonaws.com' AND eventName IN ('StopLogging', 'DeleteTrail', 'UpdateTrail')`,
  `eventSource = 'guardduty.amazonaws.com' AND eventName = 'DeleteDetector'`,
  `eventSource = 'ec2.amazonaws.com' AND eventName = 'ModifySnapshotAttribute'`,
  `eventSource = 'ec2.amazonaws.com' AND eventName = 'AuthorizeSecurityGroupIngress'`,
  `eventSource = 'rds.amazonaws.com' AND eventName = 'ModifyDBSnapshotAttribute'`,
  `eventSource = 's3.amazonaws.com' AND eventName IN ('PutBucketPolicy', 'PutBucketAcl')`,
  `eventSource = 'kms.amazonaws.com' AND eventName = 'ScheduleKeyDeletion'`,
  `eventSource = 'signin.amazonaws.com' AND eventName = 'ConsoleLogin'
     AND userIdentity.arn NOT LIKE '%:assumed-role/AWSReservedSSO_%'`,
  `eventSource = 'sts.amazonaws.com' AND eventName = 'AssumeRoleWithWebIdentity'
     AND userIdentity.userName NOT LIKE 'repo:example-org/%'`,
  `eventSource = 'lambda.amazonaws.com' AND eventName LIKE 'UpdateFunctionCode%' AND userIdentity.arn NOT LIKE '%deployer%'`,
  `userIdentity."type" = 'Root' AND userIdentity.invokedBy IS NULL`,
  `userAgent ILIKE '%kali%' OR userAgent ILIKE '%pacu%'`,
];

const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
const counts = predicates.map((predicate, number) => `count(*) FILTER (WHERE ${predicate}) AS p${number}`);
const result = await connection.runAndReadAll(`SELECT count(*) AS events, ${counts.join(', ')} FROM (${events})`);
console.log(result.getRows()[0].map(String).join(' '));
connection.closeSync();
instance.closeSync();
