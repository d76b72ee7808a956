/**
 * Times, durations, networks and texts for terminals. Law: any text is read without an exception; a time that is read can be
 * written, and reads as itself again; a network takes in its own address; printable text holds nothing that a terminal obeys,
 * and is cut into lines that fit.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isInNetwork, parseNetwork } from '../../src/std/ip-network.ts';
import { printable } from '../../src/std/printable.ts';
import { chopped, textWidth } from '../../src/std/text-width.ts';
import { formatInstant, parseDuration, parseInstant } from '../../src/std/time.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { oddText } from '../generate/odd.ts';
import { target } from '../target.ts';
import { isAlertable } from './instant-range.ts';

const SEEDS = [
  ...[
    '2026-03-02T09:00:00Z',
    '2026-03-02 09:00:00.123456789+02:00',
    '2024-02-29T23:59:59.999Z',
    '2026-03-02 09:00:00 UTC',
  ],
  ...[
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
    '24h',
    '999999999w',
    '203.0.113.0/24',
    '2001:db8::/32',
    '::ffff:203.0.113.7',
  ],
];
const PIECES = [
  '0',
  '9',
  '-',
  ':',
  '.',
  'T',
  'Z',
  ' ',
  '+',
  '/',
  '24',
  '60',
  '31',
  '30',
  '02',
  '::',
  'f',
  '128',
  '\u001b',
  '\ud800',
];

export const instants = target<string>({
  name: 'instants',
  law: 'times, durations, networks and terminal texts are read without an exception and mean what they say',
  inputs: fc.oneof({ weight: 4, arbitrary: mutatedText(SEEDS, PIECES) }, { weight: 1, arbitrary: oddText }),
  runsInTest: 5000,
  check(text) {
    const timeMs = parseInstant(text);
    if (timeMs !== undefined) {
      assert.ok(isAlertable(timeMs));
      const written = formatInstant(timeMs);
      if (/^\d{4}-/.test(written)) assert.equal(parseInstant(written), timeMs, written);
    }
    const durationMs = parseDuration(text);
    assert.ok(durationMs === undefined || Number.isSafeInteger(durationMs));
    const network = parseNetwork(text);
    if (network !== undefined) assert.ok(isInNetwork(network.address.toString(), network), 'its own address');
    const shown = printable(text);
    // eslint-disable-next-line no-control-regex -- control characters are what it is about
    assert.doesNotMatch(shown, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/);
    const lines = chopped(shown, 10);
    assert.equal(lines.join(''), shown);
    for (const line of lines) assert.ok(textWidth(line) <= 10, line);
  },
});
