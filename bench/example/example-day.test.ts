import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { exampleDay, fileText } from './example-day.ts';
import { gcpExampleDay, gcpFileText } from './gcp-day.ts';

const examples = path.join(import.meta.dirname, '..', '..', 'examples');

/** Files of the committed sample, named as the generator names them. */
function committed(): string[] {
  return ['AWSLogs', 'cloudaudit.googleapis.com'].flatMap((folder) =>
    readdirSync(path.join(examples, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json.gz'))
      .map((name) => [folder, ...name.split(path.sep)].join('/'))
      .sort(),
  );
}

test('the bundled sample is what the generator makes, byte for byte', () => {
  const files = [
    ...exampleDay().map((file) => ({ path: file.path, text: fileText(file) })),
    ...gcpExampleDay().map((file) => ({ path: file.path, text: gcpFileText(file) })),
  ];
  expect(committed()).toEqual(files.map((file) => file.path).sort());
  const different = files.filter(
    (file) => gunzipSync(readFileSync(path.join(examples, file.path))).toString('utf8') !== file.text,
  );
  expect(different.map((file) => file.path)).toEqual([]);
});

test('the bundled sample stays small', () => {
  const bytes = committed().reduce((sum, name) => sum + statSync(path.join(examples, name)).size, 0);
  expect(bytes).toBeLessThan(450_000);
});
