/** Sentences with holes: `{actor} made {target} an administrator in {account}`. `{{` and `}}` stand for braces. */

/**
 * One piece of a sentence. `action` is the last word of its name; `raw` reads the dotted path below the raw record, `matched` below the list elements that an
 * `any_element` search of the rule found; `foreign_accounts` names the accounts that a trust policy in the record lets
 * in and that are not known to be one's own.
 */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'actor' }
  | { readonly kind: 'target' }
  | { readonly kind: 'account' }
  | { readonly kind: 'action' }
  | { readonly kind: 'foreign_accounts' }
  | { readonly kind: MemoryHole }
  | { readonly kind: 'raw' | 'matched'; readonly path: string };

/** Pieces that only a rule with a memory can fill. */
export type MemoryHole = 'count' | 'measured' | 'limit' | 'window' | 'span' | 'values' | 'history';

/** A checked sentence. */
export interface Template {
  readonly source: string;
  readonly parts: readonly TemplatePart[];
}

/** Parses a sentence; the text of a problem instead where a brace or a name is wrong. */
export function parseTemplate(source: string): Template | { readonly problem: string } {
  const parts: TemplatePart[] = [];
  let text = '';
  for (const [piece] of source.matchAll(/\{\{|\}\}|\{[^{}]*\}|[{}]|[^{}]+/gu)) {
    if (piece === '{' || piece === '}')
      return { problem: `unpaired "${piece}"; write "${piece}${piece}" for the character` };
    if (piece === '{{' || piece === '}}' || !piece.startsWith('{')) {
      text += piece === '{{' ? '{' : piece === '}}' ? '}' : piece;
      continue;
    }
    const hole = parseHole(piece.slice(1, -1));
    if (hole === undefined) return { problem: `unknown placeholder "${piece}"` };
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
    parts.push(hole);
  }
  if (text !== '') parts.push({ kind: 'text', text });
  return { source, parts };
}

const MEMORY_HOLES: readonly MemoryHole[] = ['count', 'measured', 'limit', 'window', 'span', 'values', 'history'];

/** The pieces of a sentence that ask for a memory. */
export function memoryHoles({ parts }: Template): readonly MemoryHole[] {
  return MEMORY_HOLES.filter((hole) => parts.some(({ kind }) => kind === hole));
}

/** Fills the holes: `value` answers for every part that is no text. */
export function fillTemplate(template: Template, value: (part: TemplatePart) => string): string {
  return template.parts.map((part) => (part.kind === 'text' ? part.text : value(part))).join('');
}

function parseHole(name: string): TemplatePart | undefined {
  if (isPlain(name)) return { kind: name };
  for (const kind of ['raw', 'matched'] as const) {
    if (name.startsWith(`${kind}.`) && /^\w+\.\S+$/u.test(name)) return { kind, path: name.slice(kind.length + 1) };
  }
  return undefined;
}

type Plain = Exclude<TemplatePart['kind'], 'text' | 'raw' | 'matched'>;

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

/** What {@link parseTemplate} accepts, as a regular expression. */
export const SENTENCE_PATTERN = `^(?:[^{}]|\\{\\{|\\}\\}|\\{(?:${PLAIN.join('|')}|(?:raw|matched)\\.[^\\s{}]+)\\})*$`;

function isPlain(name: string): name is Plain {
  return PLAIN.some((known) => known === name);
}
