/** `utf16le` (`wide`), `utf16be`, `utf16`, `base64`, `base64offset`: the field holds the value in an encoded form. */
import type { Pattern } from '../detection.ts';
import { literalPattern } from '../pattern.ts';
import { described, type Modifier, type Problem, type TextDraft } from './modifier.ts';

/** Texts that the dashes of one value may be written out to before they are encoded. */
const alternativesMax = 10_000;
const beside = ['all', 'cased', 'neq', 'contains', 'startswith', 'endswith', 'windash', 'expand'];
const behind = ['contains', 'startswith', 'endswith'];
const base64Names = ['base64', 'base64offset'];
const utf16Names = ['utf16le', 'utf16be', 'utf16'];

/** UTF-16, low byte first. */
export const utf16le: Modifier = utf16('utf16le', ['wide'], 'the value in UTF-16, low byte first', (text) =>
  utf16Bytes(text, false),
);

/** UTF-16, high byte first. */
export const utf16be: Modifier = utf16('utf16be', [], 'the value in UTF-16, high byte first', (text) =>
  utf16Bytes(text, true),
);

/** UTF-16, low byte first, behind a byte order mark. */
export const utf16bom: Modifier = utf16('utf16', [], 'the value in UTF-16 behind a byte order mark', (text) => {
  return `\u00ff\u00fe${utf16Bytes(text, false)}`;
});

/** The Base64 form of the whole value. */
export const base64: Modifier = {
  ...described('base64', 'the Base64 form of the value', {
    combinesWith: [...beside, ...utf16Names],
    standsBefore: behind,
  }),
  role: 'transform',
  transform: (draft) => encode(draft, (bytes) => [toBase64(bytes)], false),
};

/** The three Base64 forms that the value can take inside a longer text. */
export const base64offset: Modifier = {
  ...described('base64offset', 'the three Base64 forms of the value inside a longer text', {
    combinesWith: [...beside, ...utf16Names],
    standsBefore: behind,
  }),
  role: 'transform',
  transform: (draft) =>
    encode(draft, (bytes) => (bytes.length < 2 ? [] : [0, 1, 2].map((offset) => base64At(bytes, offset))), false),
};

function utf16(name: string, aliases: readonly string[], summary: string, write: (text: string) => string): Modifier {
  return {
    ...described(name, summary, {
      aliases,
      combinesWith: [...beside, ...base64Names],
      standsBefore: [...behind, ...base64Names],
    }),
    role: 'transform',
    transform: (draft) => encode(draft, (text) => [write(text)], true),
  };
}

function encode(draft: TextDraft, write: (text: string) => readonly string[], toBytes: boolean): TextDraft | Problem {
  const texts = draft.alternatives.flatMap((pattern) => plainTexts(pattern) ?? []);
  if (draft.alternatives.some((pattern) => plainTexts(pattern) === undefined)) {
    return {
      code: 'wildcard-in-encoded-value',
      problem: 'a value with wildcards cannot be encoded',
      help: 'write \\* or \\? for the character',
    };
  }
  if (texts.length > alternativesMax)
    return { code: 'too-many-alternatives', problem: `the value stands for more than ${alternativesMax} texts` };
  const written = texts.map((text) => write(toBytes || draft.isBytes ? text : utf8Bytes(text)));
  if (written.some((forms) => forms.length === 0 || forms.includes(''))) {
    return { code: 'value-too-short', problem: 'the value is too short for this encoding: it would match everything' };
  }
  return { alternatives: written.flat().map(literalPattern), isBytes: toBytes };
}

/** The texts that a pattern without wildcards stands for. */
function plainTexts(pattern: Pattern): readonly string[] | undefined {
  let texts: readonly string[] = [''];
  for (const token of pattern) {
    if (token.kind === 'any-run' || token.kind === 'any-one') return undefined;
    const pieces = token.kind === 'literal' ? [token.text] : token.characters;
    texts = texts.flatMap((text) => pieces.map((piece) => text + piece)).slice(0, alternativesMax + 1);
  }
  return texts;
}

function utf16Bytes(text: string, highFirst: boolean): string {
  return Array.from({ length: text.length }, (_, index) => {
    const unit = text.charCodeAt(index);
    const [low, high] = [String.fromCharCode(unit & 0xff), String.fromCharCode(unit >> 8)];
    return highFirst ? high + low : low + high;
  }).join('');
}

/** One character per byte. */
function utf8Bytes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

function toBase64(bytes: string): string {
  return btoa(bytes);
}

function base64At(bytes: string, offset: number): string {
  const skipped = [0, 2, 3][offset] ?? 0;
  const unsure = [0, 3, 2][(bytes.length + offset) % 3] ?? 0;
  const encoded = toBase64(' '.repeat(offset) + bytes);
  return encoded.slice(skipped, encoded.length - unsure);
}
