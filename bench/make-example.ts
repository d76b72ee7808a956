/** Writes the bundled sample: `node bench/make-example.ts`. What it replaces is the folder examples/AWSLogs. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { exampleDay, fileText } from './example/example-day.ts';

const examples = path.join(import.meta.dirname, '..', 'examples');
rmSync(path.join(examples, 'AWSLogs'), { recursive: true, force: true });
let bytes = 0;
let records = 0;
const files = exampleDay();
for (const file of files) {
  const place = path.join(examples, file.path);
  const packed = gzipSync(fileText(file), { level: 9 });
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, packed);
  bytes += packed.length;
  records += file.records.length;
}
console.log(`${files.length} files, ${records} records, ${bytes} bytes`);
