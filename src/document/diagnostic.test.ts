/** Diagnostics are shown on terminals, and rule files come from strangers too. */
import { expect, it } from 'vitest';
import { renderDiagnostic } from './diagnostic.ts';

it('what a file holds cannot change the terminal, and the caret stays below what it marks', () => {
  const text = 'title: \u001b[2J\u202ex y\r\n';
  const diagnostic = { code: 'a-code', severity: 'error', file: 'a.yaml', line: 1, column: 13, endColumn: 14 } as const;
  const shown = renderDiagnostic({ ...diagnostic, message: 'unknown "\u001b[2J"', help: 'write \u0007' }, text);
  expect(shown.split('\n')).toEqual([
    'a.yaml:1:13: error[a-code]: unknown "\\u{1b}[2J"',
    '  |',
    '1 | title: \ufffd[2J\ufffdx y',
    '  |             ^',
    '  = write \\u{7}',
    '',
  ]);
});

it('a long line is cut without leaving half a character', () => {
  const diagnostic = { code: 'a-code', severity: 'error', file: 'a.yaml', line: 1, column: 1, message: 'm' } as const;
  for (const start of ['', 'x']) {
    const shown = renderDiagnostic(diagnostic, start + '\u{1f468}'.repeat(300));
    expect(shown).not.toMatch(/\p{Cs}/u);
    expect(shown).toContain('\u2026');
  }
});
