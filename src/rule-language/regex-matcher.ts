/**
 * Compiles regular expressions. The linear-time engine runs them all; one that `nativeSource` proves harmless
 * runs natively on short ASCII texts, where both engines agree and backtracking is bounded.
 */
import { RE2JS } from 're2js';
import { isAscii } from '../std/fold-case.ts';
import type { RegexTest } from './detection.ts';
import { engineFlags } from './modifiers/regex.ts';
import { nativeSource } from './native-regex.ts';

/** Texts longer than this always go to the linear-time engine. */
const nativeLengthMax = 512;

/** Makes the function that says whether a text holds a match. */
export function regexMatcher(test: RegexTest): (text: string) => boolean {
  const linear = RE2JS.compile(test.source, engineFlags(test));
  const source = test.multiline ? undefined : nativeSource(test.source, test.dotAll);
  if (source === undefined) return (text) => linear.test(text);
  const native = new RegExp(source, test.ignoreCase ? 'i' : '');
  return (text) => (text.length <= nativeLengthMax && isAscii(text) ? native.test(text) : linear.test(text));
}
