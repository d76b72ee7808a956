/**
 * Shapes for which there is no captured sample. Built from documentation, not captured: each names its page, and holds
 * values of our own. What comes out must be the one alert that the record itself brings.
 */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, IDENTITIES, record } from '../src/events/cloudtrail/record.fixture.ts';
import type { Json, JsonObject } from '../src/std/json.ts';
import { alertsOf, folderWith, iamwatch, type Ran } from './program.fixture.ts';

const KEY = record({
  eventName: 'CreateAccessKey',
  eventID: 'backdoor',
  readOnly: false,
  requestParameters: { userName: 'bob' },
});
const TEXT = JSON.stringify(KEY);

const LOG = 'projects/example-project/logs/cloudaudit.googleapis.com%2Factivity';
const ENTRY: JsonObject = {
  protoPayload: {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    authenticationInfo: { principalEmail: 'ann@example.com' },
    requestMetadata: { callerIp: '203.0.113.7', callerSuppliedUserAgent: 'google-cloud-sdk gcloud/501.0.0' },
    serviceName: 'iam.googleapis.com',
    methodName: 'google.iam.admin.v1.CreateServiceAccountKey',
    resourceName: 'projects/-/serviceAccounts/100000000000000000001',
  },
  insertId: 'entry-1',
  resource: { type: 'service_account', labels: { project_id: 'example-project' } },
  timestamp: '2026-03-02T09:00:00.123456789Z',
  severity: 'NOTICE',
  logName: LOG,
};

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function scan(files: Readonly<Record<string, string | Buffer>>): Ran {
  return iamwatch(['scan', '--output', 'ndjson', folderWith(files)]);
}

/** How Athena and CloudTrail Lake print a struct. */
function struct(value: Readonly<Record<string, string>>): string {
  const fields = Object.entries(value).map(([key, inner]) => `${key.toLowerCase()}=${inner}`);
  return `{${fields.join(', ')}}`;
}

/** A row as Athena and CloudTrail Lake give it. */
const ROW: Readonly<Record<string, string>> = {
  eventversion: '1.11',
  useridentity: struct(IDENTITIES.user),
  eventtime: '2026-03-02 09:00:00.000',
  eventsource: 'iam.amazonaws.com',
  eventname: 'CreateAccessKey',
  awsregion: 'us-east-1',
  sourceipaddress: '203.0.113.7',
  useragent: 'aws-cli/2.31.0',
  requestparameters: '{userName=bob}',
  eventid: 'backdoor',
  readonly: 'false',
  eventtype: 'AwsApiCall',
  recipientaccountid: ACCOUNT,
};

/** The columns of the AWSCloudTrail table. */
const SENTINEL: Readonly<Record<string, string>> = {
  TimeGenerated: '2026-03-02T09:00:00Z',
  AwsEventId: 'backdoor',
  EventName: 'CreateAccessKey',
  EventSource: 'iam.amazonaws.com',
  EventTypeName: 'AwsApiCall',
  AWSRegion: 'us-east-1',
  SourceIpAddress: '203.0.113.7',
  UserIdentityType: 'IAMUser',
  UserIdentityPrincipalid: 'AIDAEXAMPLE0000000001',
  UserIdentityArn: IDENTITIES.user.arn,
  UserIdentityAccountId: ACCOUNT,
  UserIdentityUserName: 'alice',
  RequestParameters: '{"userName":"bob"}',
  RecipientAccountId: ACCOUNT,
  ReadOnly: 'false',
};

function csv(rows: readonly Readonly<Record<string, string>>[], delimiter = ','): string {
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter);
  return [line(Object.keys(rows[0] ?? {})), ...rows.map((row) => line(Object.values(row)))].join('\r\n');
}

describe('built from documentation, not captured: AWS', () => {
  const subscription = JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: ACCOUNT,
    logEvents: [{ id: '1', timestamp: 1, message: TEXT }],
  });
  it.each<[string, string, string | Buffer]>([
    [
      'CloudTrail Lake rows',
      'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-download-cloudtrail-lake-query-results.html',
      JSON.stringify([ROW]),
    ],
    [
      'GetQueryResults of CloudTrail Lake',
      'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetQueryResults.html',
      JSON.stringify({
        QueryStatus: 'FINISHED',
        QueryResultRows: [Object.entries(ROW).map(([name, cell]) => ({ [name]: cell }))],
      }),
    ],
    [
      'Firehose transformation',
      'https://docs.aws.amazon.com/lambda/latest/dg/services-kinesisfirehose.html',
      JSON.stringify({
        invocationId: 'i',
        deliveryStreamArn: 'arn:aws:firehose:us-east-1:111122223333:deliverystream/ct',
        region: 'us-east-1',
        records: [{ recordId: 'r', approximateArrivalTimestamp: 1, data: gzipSync(subscription).toString('base64') }],
      }),
    ],
    [
      'Firehose delivery over HTTP',
      'https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html',
      JSON.stringify({ requestId: 'r', timestamp: 1, records: [{ data: gzipSync(subscription).toString('base64') }] }),
    ],
    [
      'Firehose objects in S3',
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html',
      gzipSync(subscription + subscription.replaceAll('backdoor', 'another')),
    ],
    [
      'GetRecords of Kinesis',
      'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html',
      JSON.stringify({
        Records: [{ SequenceNumber: '1', ApproximateArrivalTimestamp: 1, Data: base64(TEXT), PartitionKey: 'p' }],
        MillisBehindLatest: 0,
      }),
    ],
    [
      'ReceiveMessage of SQS',
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html',
      JSON.stringify({
        Messages: [
          {
            MessageId: 'm',
            ReceiptHandle: 'h',
            MD5OfBody: 'x',
            Body: JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: KEY }),
          },
        ],
      }),
    ],
    [
      'SNS to SQS, raw',
      'https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html',
      JSON.stringify({ Records: [{ messageId: 'm', body: TEXT, eventSource: 'aws:sqs' }] }),
    ],
    [
      'FilterLogEvents',
      'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html',
      JSON.stringify({
        events: [{ logStreamName: 's', timestamp: 1, message: TEXT, ingestionTime: 1, eventId: '1' }],
        searchedLogStreams: [],
      }),
    ],
    [
      'GetQueryResults of CloudWatch Logs',
      'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html',
      JSON.stringify({
        status: 'Complete',
        results: [
          [
            { field: '@message', value: TEXT },
            { field: '@ptr', value: 'x' },
          ],
        ],
      }),
    ],
    [
      'a CloudWatch Logs export to S3',
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasks.html',
      gzipSync(`2026-03-02T09:00:00.000Z ${TEXT}\n2026-03-02T09:00:01.000Z ${TEXT.replace('backdoor', 'another')}\n`),
    ],
    [
      'aws logs tail',
      'https://docs.aws.amazon.com/cli/latest/reference/logs/tail.html',
      `2026-03-02T09:00:00.000000+00:00 111122223333_CloudTrail_us-east-1 ${TEXT}\n`,
    ],
  ])('%s (%s)', (_, __, content) => {
    const ran = scan({ 'a.json': content });
    const [alert] = alertsOf(ran);
    expect(alert?.targets[0]?.name).toBe('bob');
    expect(alert?.events.map(({ id }) => id)).toContain('backdoor');
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining('0 unreadable') as string });
  });

  it('an Insight is named (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html)', () => {
    const insight = {
      eventVersion: '1.09',
      eventTime: '2026-03-02T09:00:00Z',
      awsRegion: 'us-east-1',
      eventID: 'i',
      eventType: 'AwsCloudTrailInsight',
      recipientAccountId: ACCOUNT,
      sharedEventID: 's',
      insightDetails: {
        state: 'Start',
        eventSource: 'iam.amazonaws.com',
        eventName: 'CreateUser',
        insightType: 'ApiCallRateInsight',
      },
      eventCategory: 'Insight',
    };
    const ran = scan({ 'a.json': JSON.stringify({ Records: [insight] }) });
    expect(ran.err).toContain('1 CloudTrail Insight');
    expect(ran).toMatchObject({ code: 0, out: '' });
  });

  it('what the Kinesis Producer Library packed is named as not read (https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md)', () => {
    const data = Buffer.concat([Buffer.from('f3899ac2', 'hex'), Buffer.from(TEXT)]).toString('base64');
    const ran = scan({ 'a.json': JSON.stringify({ Records: [{ eventSource: 'aws:kinesis', kinesis: { data } }] }) });
    expect(ran.err).toContain('Kinesis record: packed by the Kinesis Producer Library, which is not read');
    expect(ran.code).toBe(4);
  });

  it('words between the records of an export are counted, not misread', () => {
    const ran = scan({
      '000000': `2026-03-02T09:00:00.000Z starting up\n2026-03-02T09:00:00.000Z ${TEXT}\n`,
      'aws-logs-write-test': 'Permission Check Successful',
    });
    expect(alertsOf(ran)).toHaveLength(1);
    expect(ran.err).toContain('1 log line that is no JSON');
    expect(ran.err).toMatch(/left out.*aws-logs-write-test/);
    expect(ran.code).toBe(0);
  });
});

describe('built from documentation, not captured: log stores', () => {
  it.each<[string, string, Json]>([
    [
      'Elasticsearch, a search',
      'https://www.elastic.co/guide/en/elasticsearch/reference/current/search-search.html',
      { took: 1, hits: { total: { value: 1 }, hits: [{ _index: 'i', _source: KEY }] } },
    ],
    [
      'Elasticsearch, an event of Filebeat',
      'https://www.elastic.co/guide/en/beats/filebeat/current/filebeat-module-aws.html',
      {
        _index: 'i',
        _source: { '@timestamp': '2026-03-02T09:00:00Z', event: { original: TEXT }, aws: { cloudtrail: {} } },
      },
    ],
    [
      'Logstash and Filebeat, a line',
      'https://www.elastic.co/guide/en/beats/filebeat/current/filebeat-input-aws-s3.html',
      { '@timestamp': '2026-03-02T09:00:00Z', message: TEXT, host: 'h' },
    ],
    [
      'Splunk, an export',
      'https://docs.splunk.com/Documentation/Splunk/latest/Search/ExportdatausingRESTAPI',
      { preview: false, offset: 0, result: { _time: '2026-03-02', _raw: TEXT } },
    ],
    [
      'Splunk, results',
      'https://docs.splunk.com/Documentation/Splunk/latest/RESTTUT/RESTsearches',
      { preview: false, results: [{ _raw: TEXT }] },
    ],
    [
      'Microsoft Sentinel',
      'https://learn.microsoft.com/azure/azure-monitor/reference/tables/awscloudtrail',
      [SENTINEL],
    ],
  ])('%s (%s)', (_, __, value) => {
    const ran = scan({ 'a.json': JSON.stringify(value) });
    expect(alertsOf(ran).map(({ events, targets }) => [events[0]?.id, targets[0]?.name])).toEqual([
      ['backdoor', 'bob'],
    ]);
    expect(ran.code).toBe(0);
  });
});

describe('built from documentation, not captured: Google Cloud', () => {
  const data = base64(JSON.stringify(ENTRY));
  it.each<[string, string, Json]>([
    [
      'one message of Pub/Sub',
      'https://cloud.google.com/pubsub/docs/reference/rest/v1/PubsubMessage',
      { messageId: '1', data, publishTime: '2026-03-02T09:00:01Z', attributes: {} },
    ],
    [
      'gcloud pubsub subscriptions pull',
      'https://cloud.google.com/sdk/gcloud/reference/pubsub/subscriptions/pull',
      [{ ackId: 'a', message: { messageId: '1', data } }],
    ],
    [
      'a Cloud Function',
      'https://cloud.google.com/functions/1stgendocs/calling/pubsub',
      { context: { eventId: '1' }, data: { '@type': 'type.googleapis.com/google.pubsub.v1.PubsubMessage', data } },
    ],
    ['gcloud logging read', 'https://cloud.google.com/sdk/gcloud/reference/logging/read', [ENTRY]],
    [
      'entries.list',
      'https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list',
      { entries: [ENTRY], nextPageToken: 'x' },
    ],
  ])('%s (%s)', (_, __, value) => {
    const ran = scan({ 'a.json': JSON.stringify(value), 'b.json': JSON.stringify(ENTRY) });
    expect(ran.err).toContain('2 events read');
    expect(ran.err).toContain('0 skipped, 1 duplicate, 0 unreadable');
    expect(ran.code).toBe(0);
  });
});

describe('built from documentation, not captured: tables', () => {
  it.each<[string, string, string | Buffer]>([
    [
      'Athena',
      'https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html',
      csv([{ ...ROW, requestparameters: '{"userName":"bob"}' }]),
    ],
    [
      'CloudTrail Lake',
      'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-download-cloudtrail-lake-query-results.html',
      gzipSync(csv([ROW])),
    ],
    [
      'Microsoft Sentinel',
      'https://learn.microsoft.com/azure/azure-monitor/reference/tables/awscloudtrail',
      csv([SENTINEL]),
    ],
    [
      'CloudWatch Logs Insights',
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_Insights-Exporting-Results.html',
      csv([{ '@timestamp': '2026-03-02 09:00:00.000', '@message': TEXT }]),
    ],
    [
      'a log stream in the CloudWatch console',
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
      csv([{ timestamp: '1', message: TEXT }]),
    ],
    [
      'LookupEvents',
      'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html',
      csv([{ EventId: 'backdoor', CloudTrailEvent: TEXT }], ';'),
    ],
    [
      'Splunk',
      'https://docs.splunk.com/Documentation/Splunk/latest/Search/Exportsearchresults',
      csv([{ _time: 'x', _raw: TEXT }]),
    ],
    ['with a byte order mark', 'https://www.rfc-editor.org/rfc/rfc4180', `\ufeff${csv([ROW])}`],
    [
      'in UTF-16, as Excel saves it',
      'https://www.rfc-editor.org/rfc/rfc4180',
      Buffer.from(`\ufeff${csv([ROW], '\t')}`, 'utf16le'),
    ],
  ])('%s (%s)', (_, __, content) => {
    const ran = scan({ [content instanceof Buffer && content[0] === 0x1f ? 'a.csv.gz' : 'a.csv']: content });
    expect(alertsOf(ran).map(({ events, targets }) => [events[0]?.id, targets[0]?.name])).toEqual([
      ['backdoor', 'bob'],
    ]);
    expect(ran.code).toBe(0);
  });

  it('Event history says the action, by whom and when, but not on what: it is read, and few rules can match (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-console.html)', () => {
    const row = {
      'Event name': 'CreateAccessKey',
      'Event time': '2026-03-02T09:00:00Z',
      'User name': 'alice',
      'Event source': 'iam.amazonaws.com',
      'Event ID': 'backdoor',
      'AWS region': 'us-east-1',
      'Read-only': 'false',
      'Source IP address': '203.0.113.7',
      'AWS access key': 'AKIAEXAMPLE000000001',
      'Error code': '',
      Resources: '[{"resourceType":"AWS::IAM::User","resourceName":"bob"}]',
    };
    const ran = scan({ 'event_history.csv': csv([row]) });
    expect(ran.err).toContain('1 event read from 1 file');
    expect(ran.err).toContain('2026-03-02T09:00:00Z');
    expect(ran.code).toBe(0);
  });

  it('BigQuery, whose nested columns a query has to print as JSON (https://cloud.google.com/bigquery/docs/exporting-data)', () => {
    const row = {
      insertId: 'entry-1',
      logName: LOG,
      timestamp: '2026-03-02 09:00:00.123456 UTC',
      resource: JSON.stringify(ENTRY.resource),
      protopayload_auditlog: JSON.stringify(ENTRY.protoPayload),
    };
    const ran = scan({ 'a.csv': csv([row]) });
    expect(ran.err).toContain('1 event read');
    expect(ran.code).toBe(0);
  });

  it('a broken row costs itself, and says where it is', () => {
    const text = csv([ROW, { ...ROW, eventid: 'lost' }, { ...ROW, eventid: 'second' }]).replace(',"lost"', ',"lost');
    const ran = scan({ 'a.csv': text });
    expect(alertsOf(ran).flatMap(({ events }) => events.map(({ id }) => id))).toEqual(['backdoor', 'second']);
    expect(ran.err).toContain('line 3: a quote is not closed');
    expect(ran.code).toBe(6);
  });

  it('a table of something else is left out of a folder by name, gzip or not', () => {
    const ran = scan({
      'a.json': TEXT,
      'costs.csv': 'name,amount\nrent,3\n',
      'costs.csv.gz': gzipSync('name,amount\n'),
    });
    expect(ran.err).toMatch(/left out.*costs\.csv.*costs\.csv\.gz/);
    expect(ran.code).toBe(0);
  });
});
