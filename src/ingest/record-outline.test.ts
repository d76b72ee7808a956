import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordOutline } from './record-outline.ts';

const COLUMNS = [
  'eventName',
  'userIdentity',
  'eventID',
  'userIdentity.type',
  'caller.arn',
  'caller.arn.name',
  'caller.name.type',
] as const;

/** End of the object and the text of each column, or undefined where it is refused. */
function outline(
  text: string,
  before = '',
  reader: RecordOutline = new RecordOutline(COLUMNS),
): Record<string, string> | undefined {
  const bytes = Buffer.from(before + text);
  const end = reader.read(bytes, before.length);
  if (end < 0) return undefined;
  const found = COLUMNS.map((name, column) => {
    return [name, bytes.toString('utf8', reader.starts[column], reader.ends[column])] as const;
  });
  return { end: String(end - before.length), ...Object.fromEntries(found.filter(([, value]) => value !== '')) };
}

describe('columns of a plain record', () => {
  it('are the texts of their values, whatever their type, and other keys and depths do not matter', () => {
    const text = '{"a":{"eventName":"no"},"eventName":"CreateUser","userIdentity":{"type":"Root","x":[1,{}]},"z":[]}';
    expect(outline(`${text},{"eventName":"next"}]`, '[')).toEqual({
      end: String(text.length),
      eventName: '"CreateUser"',
      userIdentity: '{"type":"Root","x":[1,{}]}',
      'userIdentity.type': '"Root"',
    });
  });
  it('may lie right below a key', () => {
    const text = '{"type":"no","caller":{"a":{"arn":1},"arn":{"x":[]},"b":[{"arn":2}]},"arn":"no","z":{"arn":"no"}}';
    expect(outline(text)).toEqual({ end: String(text.length), 'caller.arn': '{"x":[]}' });
  });
  it('may lie two levels below one', () => {
    const text =
      '{"caller":{"name":{"a":[{"type":1}],"type":{"x":1}},"arn":{"name":2,"type":3},"type":4},"name":{"type":5}}';
    expect(outline(text)).toEqual({
      end: String(text.length),
      'caller.arn': '{"name":2,"type":3}',
      'caller.arn.name': '2',
      'caller.name.type': '{"x":1}',
    });
  });
  it('are those of the last key of that name, as for JSON.parse', () => {
    expect(outline('{"eventName":"first","eventName":"last"}')).toMatchObject({ eventName: '"last"' });
    expect(outline('{"caller":{"arn":1},"caller":{"b":2}}')).toEqual({ end: '37' });
    expect(outline('{"caller":{"arn":1},"caller":{"arn":2}}')).toMatchObject({ 'caller.arn': '2' });
    expect(outline('{"caller":{"arn":1},"caller":3}')).toEqual({ end: '31' });
    expect(outline('{"caller":{"name":{"type":1},"name":2}}')).toEqual({ end: '39' });
    expect(outline('{"caller":{"name":{"type":1}},"caller":{}}')).toEqual({ end: '42' });
    expect(outline('{"caller":{"name":{"type":1},"name":{"type":2}}}')).toMatchObject({ 'caller.name.type': '2' });
  });
});

describe('refused, not judged', () => {
  it.each([
    ['white space between tokens', '{"eventName": "x"}'],
    ['a key with an escape', '{"event\\u004eame":"x"}'],
    ['a dotted key below a column', '{"userIdentity.type":"Root"}'],
    ['a dotted key right below one', '{"caller":{"arn.x":"Root"}}'],
    ['a list where a key has columns below it', '{"caller":[{"arn":1}]}'],
    ['a list where a key below has columns below it', '{"caller":{"name":[{"type":1}]}}'],
    ['a dotted key two levels below', '{"caller":{"name.type":1}}'],
    ['a wrapper', '{"x":1,"Records":[{}]}'],
    ['a fraction', '{"a":1.5}'],
    ['a number that JSON does not know', '{"a":01}'],
    ['a word that JSON does not know', '{"a":tru}'],
    ['a missing value', '{"a":}'],
    ['a missing comma', '{"a":1"b":2}'],
    ['a comma too many', '{"a":1,}'],
    ['a bracket of the other kind', '{"a":[1}}'],
    ['a string for a pair', '{"a"}'],
    ['a pair in a list', '{"a":["b":1]}'],
    ['an escape that JSON does not know', '{"a":"\\x"}'],
    ['a control character in a string', '{"a":"\t"}'],
    ['a record that is cut off', '{"a":"b'],
    ['a record cut off after a colon', '{"a":'],
    ['nothing', ''],
    ['nesting beyond what it can follow', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`],
  ])('%s', (_, text) => {
    expect(outline(text)).toBeUndefined();
  });
});

const plainValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const below = fc.dictionary(fc.constantFrom('type', 'arn', 'name'), plainValue);
const caller = fc.dictionary(fc.constantFrom('type', 'arn', 'name'), fc.oneof(plainValue, below));
const record = fc.dictionary(
  fc.oneof(fc.constantFrom('eventName', 'userIdentity', 'eventID', 'caller'), fc.string()),
  fc.oneof(plainValue, caller),
  { maxKeys: 6 },
);

it('what it accepts is valid JSON, and its columns are the values that JSON.parse finds', () => {
  let accepted = 0;
  fc.assert(
    fc.property(record, (value) => {
      const text = JSON.stringify(value);
      const found = outline(text);
      if (found === undefined) return;
      accepted += 1;
      expect(found.end).toBe(String(Buffer.byteLength(text)));
      for (const name of COLUMNS) {
        const wanted = name.split('.').reduce<unknown>(property, value);
        expect(found[name]).toBe(wanted === undefined ? undefined : JSON.stringify(wanted));
      }
    }),
    { numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(1000);
});

it('the records before do not matter, though the keys are foreseen from them', () => {
  const damaged = fc.constantFrom(
    '{"eventName":1,"Records":[]}',
    '{"caller":{"arn.x":1}}',
    '{"eventName":"a',
    '{"":{"":1}}',
  );
  const text = fc.oneof({ weight: 5, arbitrary: record.map((value) => JSON.stringify(value)) }, damaged);
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), (texts) => {
      const reader = new RecordOutline(COLUMNS);
      for (const one of texts) expect(outline(one, '', reader)).toEqual(outline(one));
    }),
    { numRuns: 2000 },
  );
});

it('more kinds of keys than are remembered are no trouble', () => {
  const reader = new RecordOutline(COLUMNS);
  for (let number = 0; number < 1000; number += 1) {
    const text = `{"key${number}":{"arn":1},"eventName":"${number}","caller":{"x${number}":0,"arn":${number}}}`;
    expect(outline(text, '', reader)).toMatchObject({ eventName: `"${number}"`, 'caller.arn': String(number) });
  }
});

it('damage is never accepted: whatever it accepts, JSON.parse accepts up to the same end', () => {
  const damaged = fc
    .tuple(record, fc.nat(), fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '\\', '0', 'x', '\n', ' '))
    .map(([value, at, piece]) => {
      const text = JSON.stringify(value);
      const place = at % text.length;
      return text.slice(0, place) + piece + text.slice(place + 1);
    });
  fc.assert(
    fc.property(damaged, (text) => {
      const found = outline(text);
      if (found === undefined) return;
      const whole = Buffer.from(text).toString('utf8', 0, Number(found.end));
      expect(() => JSON.parse(whole) as unknown).not.toThrow();
    }),
    { numRuns: 5000 },
  );
});

function property(value: unknown, key: string): unknown {
  const isThere = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key);
  return isThere ? (value as Readonly<Record<string, unknown>>)[key] : undefined; // an object that has the key
}
