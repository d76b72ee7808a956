/** Small files of records in every form that is read, as texts in which each character is one byte. */
import { gzipSync } from 'node:zlib';

/** A record as small as one can be. */
export function tinyRecord(id: string): string {
  return `{"eventVersion":"1.11","eventName":"A","eventSource":"iam.amazonaws.com","eventID":"${id}"}`;
}

const A = tinyRecord('a');
const B =
  '{"eventVersion":"1.11","userIdentity":{"type":"Root","x":[1,{"y":null}]},"eventName":"B \\"q\\" \\u00e9","n":-1.5e3}';
const ENTRY =
  '{"protoPayload":{"methodName":"m"},"insertId":"i","logName":"projects/p/logs/cloudaudit.googleapis.com%2Factivity"}';
const MESSAGE = `{"Type":"Notification","Message":${JSON.stringify(`{"Records":[${A}]}`)}}`;

const TEXTS = [
  `{"Records":[${A},${B}]}`,
  `{ "Records" : [\n  ${A},\n  ${B}\n ],\n "next": {"a": "]}"}}\n`,
  `${A}\n${B}\n${ENTRY}\n`,
  `${A}${B} ${ENTRY}`,
  `[${A},${ENTRY},1,"two",null,[${B}]]`,
  JSON.stringify([JSON.parse(A), JSON.parse(B)], undefined, 2),
  `{"Events":[{"EventId":"a","CloudTrailEvent":${JSON.stringify(A)}}],"NextToken":"x"}`,
  `${MESSAGE}\n${A}`,
  `2026-03-02T09:00:00.000Z ${A}\n2026-03-02T09:00:01.000Z no JSON\n2026-03-02T09:00:02.000Z ${B}\n`,
  `eventTime,eventName,eventSource,eventID,sourceIPAddress\n2026-03-02T09:00:00Z,A,iam.amazonaws.com,a,203.0.113.7\n"2026-03-02T09:00:00Z","B ""q""\nx",iam.amazonaws.com,b,\n`,
  `timestamp,message\n1,"${A.replaceAll('"', '""')}"\n2,words\n`,
];

/** Files of every form, compressed and recoded ones among them. */
export const fileSeeds: readonly string[] = [
  ...TEXTS,
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(TEXTS[0] ?? '', 'utf16le')]).toString('latin1'),
  `\xef\xbb\xbf${TEXTS[2] ?? ''}`,
  gzipSync(TEXTS[2] ?? '').toString('latin1'),
  gzipSync(gzipSync(TEXTS[0] ?? '')).toString('latin1'),
  gzipSync(TEXTS[1] ?? '', { level: 0 }).toString('latin1'),
];

/** Pieces of files, of which the order matters. */
export const filePieces: readonly string[] = [
  ...['{"eventVersion"', '{"eventVersion":', '{"Records":[', '"Records":[', '"Events":[', '"entries": [', A, B, ENTRY],
  ...['{', '}', '[', ']', ',', ':', '"', '\\', '\\"', '\\u', '\\ud800', '\n', '\r\n', '\r', '\t', ' ', '\x00', '\x1b'],
  ...['{}', '[]', '{"a":', '{"', '"}', '"]', ']}', '}]', '}\n{', '},{', '1', '-', '0', 'tru', 'null', 'NaN', '1e5'],
  ...[
    '\xff',
    '\xfe',
    '\xff\xfe',
    '\xfe\xff',
    '\xef\xbb\xbf',
    '\xef\xbf\xbd',
    '\xc3',
    '\xed\xa0\x80',
    '\x1f\x8b',
    '\x1f\x8b\x08',
  ],
  ...[
    '2026-03-02T09:00:00Z ',
    '2026-03-02T09:00:00.000Z {"',
    'timestamp,message\n',
    'eventName,eventSource,eventID\n',
    '""',
  ],
];
