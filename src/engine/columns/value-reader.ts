/** What a rule counts of a record, as the number of its text. */
import { ByteMemo } from '../../std/byte-memo.ts';
import { isObject, type Json } from '../../std/json.ts';
import { TupleIds } from '../../std/tuple-ids.ts';
import type { ColumnTexts, TextReader } from './column-texts.ts';
import { NOT_PLAIN } from './plain-values.ts';

const REMEMBERED = { textsMax: 50_000, bytesMax: 4_000_000 };
const utf8 = new TextDecoder();

/** Reads one value, an object as a whole too; of several, their list as JSON; of none, the empty text. */
export function valueReader(fields: readonly string[], columns: ColumnTexts): TextReader {
  const [first, ...others] = fields;
  if (first === undefined) {
    const nothing = columns.texts.idOf('');
    return () => nothing;
  }
  return columns.reader(`value ${fields.join(' ')}`, fields, () =>
    others.length === 0 ? oneReader(first, columns) : listReader(fields, columns),
  );
}

/** What is counted may be an object as a whole: all parameters of a call. */
function oneReader(column: string, columns: ColumnTexts): TextReader {
  const { texts } = columns;
  const plain = columns.plain(column);
  const place = columns.placeOf(column);
  const objects = new ByteMemo<number>(REMEMBERED);
  return (record) => {
    const text = plain(record);
    if (text !== NOT_PLAIN) return text;
    const { bytes, starts, ends } = record;
    const [start, end] = [starts[place] ?? 0, ends[place] ?? 0];
    const known = objects.get(bytes, start, end);
    if (known !== undefined) return known;
    const value = JSON.parse(utf8.decode(bytes.subarray(start, end))) as Json;
    const id = isObject(value) ? texts.idOf(JSON.stringify(value)) : NOT_PLAIN;
    objects.set(bytes, start, end, id);
    return id;
  };
}

function listReader(fields: readonly string[], columns: ColumnTexts): TextReader {
  const { texts } = columns;
  const readers = fields.map((field) => columns.plain(field));
  const list = new Int32Array(fields.length);
  const lists = new TupleIds(fields.length);
  /** Numbers of the texts of lists. */
  const known: number[] = [];
  return (record) => {
    for (const [index, read] of readers.entries()) {
      const text = read(record);
      if (text < 0) return text;
      list[index] = text;
    }
    return (known[lists.idOf(list)] ??= texts.idOf(JSON.stringify(Array.from(list, (text) => texts.textOf(text)))));
  };
}
