/** What a rule counts of a record, as the number of its text. */
import { ByteMemo } from '../../std/byte-memo.ts';
import { isObject, type Json } from '../../std/json.ts';
import { plainTextReader, type TextReader } from './log-columns.ts';
import { NOT_PLAIN } from './plain-values.ts';
import type { TextIds } from './text-ids.ts';

const REMEMBERED = { textsMax: 50_000, bytesMax: 4_000_000 };
/** More texts than memory holds: two of their numbers make one. */
const NUMBERS_MAX = 2 ** 26;
const utf8 = new TextDecoder();

/** Reads one value, an object as a whole too; of several, their list as JSON; of none, the empty text. */
export function valueReader(places: readonly number[], texts: TextIds): TextReader {
  const [first, second] = places;
  if (first === undefined) {
    const nothing = texts.idOf('');
    return () => nothing;
  }
  return second === undefined ? oneReader(first, texts) : listReader(places, texts);
}

/** What is counted may be an object as a whole: all parameters of a call. */
function oneReader(place: number, texts: TextIds): TextReader {
  const plain = plainTextReader(place, texts);
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

function listReader(places: readonly number[], texts: TextIds): TextReader {
  const readers = places.map((place) => plainTextReader(place, texts));
  const [first, second] = readers;
  const pairs = new Map<number, number>();
  if (readers.length === 2 && first !== undefined && second !== undefined) {
    return (record) => {
      const [one, other] = [first(record), second(record)];
      if (one < 0) return one;
      if (other < 0) return other;
      const pair = one * NUMBERS_MAX + other;
      const known = pairs.get(pair);
      if (known !== undefined) return known;
      const id = texts.idOf(JSON.stringify([texts.textOf(one), texts.textOf(other)]));
      pairs.set(pair, id);
      return id;
    };
  }
  return (record) => {
    const ids = readers.map((reader) => reader(record));
    const missing = ids.find((id) => id < 0);
    return missing ?? texts.idOf(JSON.stringify(ids.map((id) => texts.textOf(id))));
  };
}
