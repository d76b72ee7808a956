/**
 * Finds a text that a regular expression fits. It takes the shortest way: the first alternative, the fewest repeats.
 *
 * Written here because the libraries that do it draw at random, for JavaScript's dialect. It need not be right: what it
 * proposes is tried, and what it cannot read is left to the values in the rule's own tests.
 */

interface Reading {
  readonly source: string;
  position: number;
}

/** Candidates for a text that holds a match; they may be wrong. */
export function regexWitnesses(source: string): readonly string[] {
  const branches = topBranches(source).slice(0, BRANCHES_MAX);
  return branches.flatMap((branch) => {
    try {
      return [alternatives({ source: branch, position: 0 })];
    } catch (error) {
      if (error instanceof UnreadableRegex) return [];
      throw error;
    }
  });
}

/** Alternatives of which a text is made. */
const BRANCHES_MAX = 4;

/** Part of the syntax that is not read here. */
class UnreadableRegex extends Error {
  override readonly name = 'UnreadableRegex';
}

function topBranches(source: string): readonly string[] {
  const branches = [''];
  let depth = 0;
  for (const [piece] of source.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|./gsu)) {
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    if (piece === '|' && depth === 0) branches.push('');
    else branches.push((branches.pop() ?? '') + piece);
  }
  return branches;
}

function alternatives(reading: Reading): string {
  const first = sequence(reading);
  while (reading.source.charAt(reading.position) === '|') {
    reading.position += 1;
    sequence(reading);
  }
  return first;
}

function sequence(reading: Reading): string {
  let text = '';
  while (reading.position < reading.source.length && !/[|)]/u.test(reading.source.charAt(reading.position))) {
    const atom = readAtom(reading);
    text += atom.repeat(leastRepeats(reading));
  }
  return text;
}

function readAtom(reading: Reading): string {
  const rest = reading.source.slice(reading.position);
  const character = /^./su.exec(rest)?.[0] ?? '';
  if (character === '(') return readGroup(reading, rest);
  if (character === '[') return readClass(reading, rest);
  if (character === '\\') return readEscape(reading, rest);
  reading.position += character.length;
  if (character === '^' || character === '$') return '';
  return character === '.' ? 'x' : character;
}

function readGroup(reading: Reading, rest: string): string {
  const flags = /^\(\?[imsU-]+\)/u.exec(rest)?.[0];
  if (flags !== undefined) {
    reading.position += flags.length;
    return '';
  }
  const open = /^\((?:\?(?:[imsU-]*:|P?<\w+>))?/u.exec(rest)?.[0] ?? '(';
  if (open === '(' && rest.startsWith('(?')) throw new UnreadableRegex();
  reading.position += open.length;
  const inner = alternatives(reading);
  if (reading.source.charAt(reading.position) !== ')') throw new UnreadableRegex();
  reading.position += 1;
  return inner;
}

/** Characters to try where a class does not list what it takes. */
const COMMON = ['x', 'a', '0', '-', '_', ' ', 'A', '/', '.', ':', '@'];

function readClass(reading: Reading, rest: string): string {
  const written = /^\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]/su.exec(rest)?.[0];
  if (written === undefined) throw new UnreadableRegex();
  reading.position += written.length;
  const native = nativeClass(written);
  const listed = Array.from(written.slice(1, -1)).filter((one) => one !== '^' && one !== '\\');
  const found = [...listed, ...COMMON].find((one) => native.test(one));
  if (found === undefined) throw new UnreadableRegex();
  return found;
}

function nativeClass(written: string): RegExp {
  try {
    return new RegExp(`^${written}$`);
  } catch {
    throw new UnreadableRegex();
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  d: '0',
  D: 'x',
  w: 'x',
  W: '-',
  s: ' ',
  S: 'x',
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  b: '',
  B: '',
  A: '',
  z: '',
};

function readEscape(reading: Reading, rest: string): string {
  const escaped = rest.charAt(1);
  if (/[xpPQEuC\d]/u.test(escaped)) throw new UnreadableRegex();
  reading.position += 2;
  return Object.hasOwn(ESCAPES, escaped) ? (ESCAPES[escaped] ?? '') : escaped;
}

/** Longest run that a repeat may ask for. */
const REPEATS_MAX = 200;

function leastRepeats(reading: Reading): number {
  const found = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})[?+]?/u.exec(reading.source.slice(reading.position));
  if (found === null) return 1;
  reading.position += found[0].length;
  if (found[1] !== undefined) return Math.min(REPEATS_MAX, Number(found[1]));
  return found[0].startsWith('+') ? 1 : 0;
}
