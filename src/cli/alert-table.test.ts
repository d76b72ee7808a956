import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertFor } from '../alerts/alert.fixture.ts';
import type { Alert } from '../alerts/alert.ts';
import { textWidth } from '../std/text-width.ts';
import { AlertTable, wrap } from './alert-table.ts';

const ALERT = alertFor('detection: { it: { eventName: ListUsers }, condition: it }');

interface Texts {
  readonly actor: string;
  readonly target: string;
  readonly action: string;
  readonly account: string;
  readonly reason: string;
}

function alertWith({ actor, target, action, account, reason }: Texts): Alert {
  return {
    ...ALERT,
    account,
    count: 12,
    actor: { ...ALERT.actor, name: actor },
    targets: [{ type: 'user', id: target, name: target, account: null }],
    events: [{ id: 'e', time: null, action, input: ALERT.input }],
    explanation: { ...ALERT.explanation, reason },
  };
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '日本',
        '😀',
        '👩‍👩‍👧',
        '🇩🇪',
        'e\u0301\u0301',
        '\u001b[31m',
        '\ud83d',
        'x',
        ' ',
        '/',
        'A',
        '１',
        '☎️',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
);
const texts = fc.record({ actor: text, target: text, action: text, account: text, reason: text });

describe('the table', () => {
  it('never is wider than the terminal and never lets a control character through, whatever an alert says', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 80, max: 200 }), (named, columns) => {
        const row = stripVTControlCharacters(new AlertTable(columns).row(alertWith(named)));
        expect(row).not.toMatch(/[^\P{C}\n\p{Co}\p{Cn}]/u);
        for (const line of row.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(columns);
      }),
      { numRuns: 500 },
    );
  });

  it('cuts no name short that a person can read', () => {
    const name = 'a-very-long-name/日本語の名前/with-emoji-😀😀😀😀😀😀';
    const row = new AlertTable(80).row(alertWith({ actor: 'x', target: name, action: 'y', account: '-', reason: 'z' }));
    const cells = stripVTControlCharacters(row)
      .split('\n')
      .map((line) => line.slice(-30).trim());
    expect(row).not.toContain('…');
    expect(cells.join('').replace(/\s/g, '')).toContain('日本語の名前/');
  });

  it('stays small for a name of megabytes', () => {
    const long = 'x'.repeat(5_000_000);
    const named = { actor: long, target: long, action: long, account: long, reason: 'short' };
    expect(new AlertTable(80).row(alertWith(named)).length).toBeLessThan(10_000);
  });
});

it('wrapping keeps every word and the width', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 4, max: 40 }), (words, width) => {
      const lines = wrap(words, width);
      expect(lines.join('').replace(/\s/g, '')).toBe(words.replace(/\s/g, ''));
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
    }),
  );
});
