/** `re` with `i`, `m`, `s`: regular expressions that a linear-time engine can run. */
import { RE2JS } from 're2js';
import type { FieldTest, RegexTest } from '../detection.ts';
import { expandText, type ExpandStyle } from './expand.ts';
import { described, type ItemContext, type Modifier, type Problem, textOf } from './modifier.ts';

const patternLengthMax = 4_096;
const flags = ['i', 'm', 's'];
const beside = ['all', 'neq', 'contains', 'expand'];
/** The engine resolves the escapes of a regular expression itself. */
const inRegex: ExpandStyle = { value: (value) => RE2JS.quote(value), escape: (pair) => pair };

/** An unanchored, case-sensitive search. */
export const re: Modifier = {
  ...described('re', 'an unanchored regular expression search; upper and lower case differ', {
    combinesWith: [...beside, ...flags],
  }),
  role: 'operator',
  read: readRegex,
};

/** Upper and lower case are the same to `re`. */
export const ignoreCase: Modifier = flag('i', 'ignorecase', 'upper and lower case are the same to "re"');

/** `^` and `$` fit at line ends too. */
export const multiline: Modifier = flag('m', 'multiline', '^ and $ fit at line ends too');

/** `.` fits a line break too. */
export const dotAll: Modifier = flag('s', 'dotall', '. fits a line break too');

/** Flags of a regular expression as the linear-time engine wants them. */
export function engineFlags(test: Omit<RegexTest, 'kind' | 'source'>): number {
  return (
    (test.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (test.multiline ? RE2JS.MULTILINE : 0) |
    (test.dotAll ? RE2JS.DOTALL : 0)
  );
}

function flag(name: string, alias: string, summary: string): Modifier {
  return {
    ...described(name, summary, {
      aliases: [alias],
      combinesWith: [...beside, 're', ...flags.filter((other) => other !== name)],
      needs: ['re'],
    }),
    role: 'option',
  };
}

function readRegex(value: Parameters<typeof textOf>[0], { names, placeholders }: ItemContext): FieldTest | Problem {
  const text = textOf(value);
  if (text === undefined) return { code: 'value-not-text', problem: '"re" takes a regular expression' };
  const sources = names.has('expand') ? expandText(text, placeholders, inRegex) : [text];
  if ('problem' in sources) return sources;
  const tests: RegexTest[] = [];
  for (const source of sources) {
    const options = { ignoreCase: names.has('i'), multiline: names.has('m'), dotAll: names.has('s') };
    const problem = checkRegex(source, engineFlags(options));
    if (problem !== undefined) return problem;
    tests.push({ kind: 'regex', source, ...options });
  }
  const [first, ...more] = tests;
  return first !== undefined && more.length === 0 ? first : { kind: 'either', tests };
}

function checkRegex(source: string, flagBits: number): Problem | undefined {
  if (source.length > patternLengthMax)
    return { code: 'invalid-regex', problem: `the regular expression is longer than ${patternLengthMax} characters` };
  try {
    RE2JS.compile(source, flagBits);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace('error parsing regexp: ', '') : String(error);
    return {
      code: 'invalid-regex',
      problem: `cannot use this regular expression: ${reason}`,
      help: 'regular expressions run in a linear-time engine, which has no lookaround and no backreferences',
    };
  }
}
