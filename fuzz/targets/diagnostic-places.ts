/** What every diagnostic owes to its reader: a place that is there, words, and a form in which it can be shown. */
import assert from 'node:assert/strict';
import { renderDiagnostic, type Diagnostic } from '../../src/document/diagnostic.ts';

/** Checks all diagnostics of one file. */
export function checkDiagnostics(diagnostics: readonly Diagnostic[], file: string, text: string): void {
  const lines = text.split('\n');
  for (const diagnostic of diagnostics) {
    const { line, column, endColumn, code, severity, message } = diagnostic;
    const where = `${code} at ${line}:${column}-${endColumn ?? ''}`;
    assert.equal(diagnostic.file, file);
    assert.match(code, /^[a-z\d-]+$/, where);
    assert.match(severity, /^(?:error|warning)$/, where);
    assert.ok(message.length > 0, where);
    assert.ok(line >= 1 && line <= lines.length, `${where}: no such line of ${lines.length}`);
    const length = lines[line - 1]?.length ?? 0;
    // One behind the last character is where something is missing.
    assert.ok(column >= 1 && column <= length + 1, `${where}: the line has ${length} characters`);
    assert.ok(
      endColumn === undefined || (endColumn > column && endColumn <= length + 2),
      `${where}: the line has ${length} characters`,
    );
    const shown = renderDiagnostic(diagnostic, text);
    assert.ok(shown.length < 20_000 + 3 * length, `${where}: shown in ${shown.length} characters`);
    assert.doesNotMatch(shown, /[^\P{Cc}\t\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u, where);
  }
}
