/**
 * The names of request parameters and response elements, by service: those of all shapes in the SDK's model, first letter
 * small as CloudTrail writes them. Where in a request a name stands is not kept.
 */
import { PARAMETER_TABLE } from './data/parameter-table.ts';
import { namesOf, readLines } from '../record/front-coded.ts';

/** The names of a service. */
export interface ParameterNames {
  readonly names: ReadonlySet<string>;
  /** Names below which anything may stand: tags, attributes, documents. */
  readonly open: ReadonlySet<string>;
}

/** Written by services beside what their models have, in records that were seen. */
const UNMODELLED: ReadonlyMap<string, readonly string[]> = new Map([
  ['sts', ['sAMLAssertionID', 'incomingTransitiveTags*', 'principalTags*']],
  ['kms', ['overridePendingWindowCheck', 'additionalEventData*']],
  ['lambda', ['fullyQualifiedArn*', 'functionVersion']],
  ['ssm', ['interactive', 'clientName', 'clientSourceId', 'hasCancelCommandSignature', 'hasSendCommandSignature']],
  ['secretsmanager', ['arn']],
  ['rds', ['dBInstanceAutomatedBackupArn', 'dBClusterAutomatedBackupArn']],
]);

/** What any service may write where the request was too large or held a secret. */
const EVERYWHERE: readonly string[] = [
  'omitted',
  'reason',
  'originalSize',
  'requestID',
  'requestId',
  'items',
  '_return',
];

const known = new Map<string, ParameterNames>();
let lines: ReadonlyMap<string, readonly string[]> | undefined;

/** The names of a source such as `iam.amazonaws.com`; undefined where they are not kept. */
export function parameterNamesOf(eventSource: string): ParameterNames | undefined {
  const source = eventSource.toLowerCase().replace(/\.amazonaws\.com(?:\.cn)?$/u, '');
  lines ??= readLines(PARAMETER_TABLE);
  const own = lines.get(source);
  if (own === undefined) return undefined;
  const read =
    known.get(source) ?? readNames([...own.flatMap(namesOf), ...(UNMODELLED.get(source) ?? []), ...EVERYWHERE]);
  known.set(source, read);
  return read;
}

/** Policy documents are texts in most records, and objects in some; tags are lists or maps. */
const FREE = /(?:policy(?:document)?|tags)$/iu;

function readNames(written: readonly string[]): ParameterNames {
  const names = written.map((name) => name.replace('*', ''));
  const open = written.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return { names: new Set(names), open: new Set([...open, ...names.filter((name) => FREE.test(name))]) };
}
