/**
 * Sentences with holes: `{actor} made {target} an administrator[ by {raw.requestParameters.policyName}]`. What stands in
 * square brackets is left out where one of its holes has nothing to say. `{{`, `}}`, `[[` and `]]` stand for the characters.
 */

/**
 * One piece of a sentence. `action` is the last word of its name; `raw` reads the dotted path below the raw record, `matched` below the list elements that an
 * `any_element` search of the rule found; `foreign_accounts` names the accounts that a trust policy in the record lets
 * in and that are not known to be one's own.
 */
export type Hole =
  | { readonly kind: 'actor' }
  | { readonly kind: 'target' }
  | { readonly kind: 'account' }
  | { readonly kind: 'action' }
  | { readonly kind: 'foreign_accounts' }
  | { readonly kind: MemoryHole }
  | { readonly kind: 'raw' | 'matched'; readonly path: string };

/** Pieces that only a rule with a memory can fill. */
export type MemoryHole = 'count' | 'measured' | 'limit' | 'window' | 'span' | 'values' | 'history';

interface Text {
  readonly kind: 'text';
  readonly text: string;
}

/** What is left out as a whole where one of its holes has nothing to say. */
interface OptionalPart {
  readonly kind: 'optional';
  readonly parts: readonly (Text | Hole)[];
}

/** A checked sentence. */
export interface Template {
  readonly source: string;
  readonly parts: readonly (Text | Hole | OptionalPart)[];
}

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['{{', '{'],
  ['}}', '}'],
  ['[[', '['],
  [']]', ']'],
]);

/** Parses a sentence; the text of a problem instead where a brace, a bracket or a name is wrong. */
export function parseTemplate(source: string): Template | { readonly problem: string } {
  const parts: (Text | Hole | OptionalPart)[] = [];
  let optional: (Text | Hole)[] | undefined;
  for (const [piece] of source.matchAll(/\{\{|\}\}|\[\[|\]\]|\{[^{}]*\}|[{}[\]]|[^{}[\]]+/gu)) {
    if (piece === '[' && optional === undefined) {
      optional = [];
    } else if (piece === ']' && optional !== undefined) {
      if (optional.every(({ kind }) => kind === 'text'))
        return { problem: 'nothing in the square brackets may be absent' };
      parts.push({ kind: 'optional', parts: optional });
      optional = undefined;
    } else if (/^[{}[\]]$/u.test(piece)) {
      return { problem: unpaired(piece) };
    } else {
      const part = piece.startsWith('{') && piece !== '{{' ? parseHole(piece.slice(1, -1)) : textOf(piece);
      if (part === undefined) return { problem: `unknown placeholder "${piece}"` };
      (optional ?? parts).push(part);
    }
  }
  return optional === undefined ? { source, parts } : { problem: unpaired('[') };
}

const MEMORY_HOLES: readonly MemoryHole[] = ['count', 'measured', 'limit', 'window', 'span', 'values', 'history'];

/** The holes of a sentence that ask for a memory. */
export function memoryHoles(template: Template): readonly MemoryHole[] {
  return MEMORY_HOLES.filter((hole) => holesOf(template).some(({ kind }) => kind === hole));
}

function textOf(piece: string): Text {
  return { kind: 'text', text: ESCAPED.get(piece) ?? piece };
}

function unpaired(character: string): string {
  return `unpaired "${character}"; write "${character}${character}" for the character`;
}

/** Every hole of a sentence. */
export function holesOf({ parts }: Template): readonly Hole[] {
  return parts
    .flatMap((part) => (part.kind === 'optional' ? part.parts : [part]))
    .filter((part) => part.kind !== 'text');
}

/** Fills the holes: `value` answers for each, undefined where it has nothing to say; `absent` says that outside of brackets. */
export function fillTemplate(
  template: Template,
  value: (hole: Hole) => string | undefined,
  absent: (hole: Hole) => string,
): string {
  return template.parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      if (part.kind !== 'optional') return value(part) ?? absent(part);
      const filled = part.parts.map((one) => (one.kind === 'text' ? one.text : value(one)));
      return filled.includes(undefined) ? '' : filled.join('');
    })
    .join('');
}

function parseHole(name: string): Hole | undefined {
  if (isPlain(name)) return { kind: name };
  for (const kind of ['raw', 'matched'] as const) {
    if (name.startsWith(`${kind}.`) && /^\w+\.\S+$/u.test(name)) return { kind, path: name.slice(kind.length + 1) };
  }
  return undefined;
}

type Plain = Exclude<Hole['kind'], 'raw' | 'matched'>;

const PLAIN_MEANINGS: Readonly<Record<Plain, string>> = {
  actor: 'name of who acted',
  action: 'last word of the name of the action',
  target: 'kind and name of the first target',
  account: 'account or project in which it happened',
  count: 'how many actions the alert folds; for rules with a memory',
  measured: 'the highest number that was reached within the window; for thresholds',
  limit: 'the number that a threshold asks for',
  window: 'the time in which a threshold wants it, such as 10 minutes',
  span: 'time between the first and the last event; for rules with a memory',
  values: 'the different values that a threshold counted, ten of them at most',
  history: 'how far back new terms look, such as 30 days',
  foreign_accounts: 'accounts that a trust policy in the record lets in and that are not known to be yours',
};

const PLAIN = Object.keys(PLAIN_MEANINGS) as readonly Plain[]; // the keys of the record

/** Holes of a sentence, as written, with what fills them. */
export const SENTENCE_HOLE_MEANINGS: ReadonlyMap<string, string> = new Map([
  ...PLAIN.map((name): [string, string] => [`{${name}}`, PLAIN_MEANINGS[name]]),
  ['{raw.field.path}', 'what the raw record holds at that path; secrets are named and not shown'],
  ['{matched.field}', 'that field of the list elements that `any_element` found'],
]);

/** All holes, for messages. */
export const SENTENCE_HOLES = [...SENTENCE_HOLE_MEANINGS.keys()].join(', ');

const TEXT_PATTERN = String.raw`[^{}[\]]|\{\{|\}\}|\[\[|\]\]`;
const HOLE_PATTERN = String.raw`\{(?:${PLAIN.join('|')}|(?:raw|matched)\.[^\s{}]+)\}`;

/** What {@link parseTemplate} accepts, as a regular expression. */
export const SENTENCE_PATTERN = String.raw`^(?:${TEXT_PATTERN}|${HOLE_PATTERN}|\[(?:${TEXT_PATTERN})*${HOLE_PATTERN}(?:${TEXT_PATTERN}|${HOLE_PATTERN})*\])*$`;

function isPlain(name: string): name is Plain {
  return PLAIN.some((known) => known === name);
}
