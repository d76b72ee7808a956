/** Writes the bundled sample: `node bench/make-example.ts`. It replaces examples/AWSLogs and examples/cloudaudit.googleapis.com. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { exampleDay, fileText } from './example/example-day.ts';
import { gcpExampleDay, gcpFileText } from './example/gcp-day.ts';

const examples = path.join(import.meta.dirname, '..', 'examples');
for (const folder of ['AWSLogs', 'cloudaudit.googleapis.com'])
  rmSync(path.join(examples, folder), { recursive: true, force: true });
let bytes = 0;
let records = 0;
const files = [
  ...exampleDay().map((file) => ({ path: file.path, text: fileText(file), records: file.records.length })),
  ...gcpExampleDay().map((file) => ({ path: file.path, text: gcpFileText(file), records: file.entries.length })),
];
for (const file of files) {
  const place = path.join(examples, file.path);
  const packed = gzipSync(file.text, { level: 9 });
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, packed);
  bytes += packed.length;
  records += file.records;
}
console.log(`${files.length} files, ${records} records, ${bytes} bytes`);
