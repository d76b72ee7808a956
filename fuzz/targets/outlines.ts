/**
 * The short cut for records that nobody wants. Law: what it accepts is a JSON object that ends where it says, and its columns
 * are the values that parsing the whole record yields.
 */
import assert from 'node:assert/strict';
import { RecordOutline } from '../../src/ingest/record-outline.ts';
import { at, isObject, type Json } from '../../src/std/json.ts';
import { filePieces, tinyRecord } from '../generate/files.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { target } from '../target.ts';

const COLUMNS = ['eventName', 'eventID', 'x', 'constructor'];
const SEEDS = [
  tinyRecord('a'),
  '{"eventVersion":"1.08","x":[1,-2,0,{"eventName":"inner"}],"eventName":"B","eventID":"b","constructor":null}',
  '{"x":"\\"\\\\\\n","eventName":true,"eventName":false,"y":{}}',
];

export const outlines = target<string>({
  name: 'outlines',
  law: 'what the short cut for unwanted records accepts is valid JSON with the columns that it names',
  inputs: mutatedText(SEEDS, filePieces),
  runsInTest: 4000,
  check(text) {
    if (!text.startsWith('{')) return; // the scanner asks nowhere else
    const bytes = Buffer.from(text, 'utf8');
    const outline = new RecordOutline(COLUMNS);
    const end = outline.read(bytes, 0);
    if (end < 0) return;
    const value = JSON.parse(bytes.toString('utf8', 0, end)) as Json; // throws where the law is broken
    assert.ok(isObject(value));
    COLUMNS.forEach((name, column) => {
      const [from = 0, to = 0] = [outline.starts[column], outline.ends[column]];
      const told = to === 0 ? undefined : (JSON.parse(bytes.toString('utf8', from, to)) as Json);
      assert.deepEqual(told, at(value, name), `column ${name}`);
    });
  },
});
