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
  // Both are made for the first text that asks: of the few hundred expressions of a rule set most are never asked.
  let native: RegExp | 'none' | undefined;
  let linear: RE2JS | undefined;
  return (text) => {
    native ??= nativeRegex(test) ?? 'none';
    if (native !== 'none' && text.length <= nativeLengthMax && isAscii(text)) return native.test(text);
    linear ??= RE2JS.compile(test.source, engineFlags(test));
    return linear.test(text);
  };
}

function nativeRegex(test: RegexTest): RegExp | undefined {
  const source = test.multiline ? undefined : nativeSource(test.source, test.dotAll);
  return source === undefined ? undefined : new RegExp(source, test.ignoreCase ? 'i' : '');
}
