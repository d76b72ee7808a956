/** Regular expressions that say what a plain text says: harder to read, slower, and upper and lower case differ in them. */
import type { RegexTest } from '../../../rule-language/detection.ts';
import { parts } from '../search-part.ts';
import type { LintCheck } from '../lint-check.ts';

/** Looks for expressions without anything regular. */
export const needlessRegex: LintCheck = {
  looksAt: 'written',
  codes: [
    {
      code: 'needless-regex',
      severity: 'warning',
      summary: 'A regular expression looks for a plain text.',
    },
  ],
  find: (rule) =>
    parts(rule).flatMap(({ search, places, file }) => {
      if (search.kind !== 'field') return [];
      return search.tests.flatMap((test) => {
        const place = places.get(test);
        const plain = test.kind === 'regex' ? plainForm(test) : undefined;
        if (place === undefined || plain === undefined) return [];
        const suggestion = `write ${search.field.text}${plain.modifiers}: '${plain.text}'`;
        const help = plain.modifiers.includes('cased')
          ? 'without "cased" upper and lower case are the same'
          : undefined;
        const message = 'this regular expression is a plain text';
        return [{ code: 'needless-regex', place, file, message, suggestion, help }];
      });
    }),
};

/** The text that an expression stands for, with the modifiers that say the same; undefined where it says more. */
function plainForm({ source, ignoreCase, multiline }: RegexTest): { modifiers: string; text: string } | undefined {
  if (multiline) return undefined;
  const { open, body, close } = /^(?<open>\^|\.\*)?(?<body>.*?)(?<close>(?<!\\)\$|\.\*)?$/su.exec(source)?.groups ?? {};
  if (body === undefined || body === '') return undefined;
  const text = body.replaceAll(/\\([^\w\s])/gu, (_, character: string) => encodeEscaped(character));
  if (/[\\^$.|?*+()[\]{}]/u.test(text)) return undefined;
  const position = positionOf(open === '^', close === '$');
  const plain = decodeEscaped(text);
  // Wildcards of a plain text would have to be escaped again.
  if (/[*?\\]/u.test(plain)) return undefined;
  return { modifiers: `${position}${ignoreCase ? '' : '|cased'}`, text: plain.replaceAll("'", "''") };
}

function positionOf(isAtStart: boolean, isAtEnd: boolean): string {
  if (isAtStart && isAtEnd) return '';
  if (isAtStart) return '|startswith';
  return isAtEnd ? '|endswith' : '|contains';
}

/** Escaped characters wait as private ones, so that they are not taken for signs of the expression. */
const SHIFT = 0xe000;

function encodeEscaped(character: string): string {
  return String.fromCharCode(SHIFT + character.charCodeAt(0));
}

function decodeEscaped(text: string): string {
  return text.replaceAll(/[\ue000-\ue0ff]/gu, (one) => String.fromCharCode(one.charCodeAt(0) - SHIFT));
}
