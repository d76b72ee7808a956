import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { exampleDay, fileText } from './example-day.ts';

const examples = path.join(import.meta.dirname, '..', '..', 'examples');

/** Files of the committed sample, named as the generator names them. */
function committed(): string[] {
  return readdirSync(path.join(examples, 'AWSLogs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json.gz'))
    .map((name) => ['AWSLogs', ...name.split(path.sep)].join('/'))
    .sort();
}

test('the bundled sample is what the generator makes, byte for byte', () => {
  const files = exampleDay();
  expect(committed()).toEqual(files.map((file) => file.path).sort());
  const different = files.filter(
    (file) => gunzipSync(readFileSync(path.join(examples, file.path))).toString('utf8') !== fileText(file),
  );
  expect(different.map((file) => file.path)).toEqual([]);
});

test('the bundled sample stays small', () => {
  const bytes = committed().reduce((sum, name) => sum + statSync(path.join(examples, name)).size, 0);
  expect(bytes).toBeLessThan(400_000);
});
