/** Values of a record as an alert shows them: bounded, and without secrets. */
import type { Leaf } from '../rule-language/field-reader.ts';

/** Longest text of a value on an alert; policy documents are longer and stand in the event. */
const VALUE_LENGTH_MAX = 300;

/** Parameters whose values are secrets or key material: named, never shown. Rules for passwords are none. */
const SECRET =
  /password(?!length|age|reuse)|secret|token|certificate|metadatadocument|private_?key|key_?string|credential(?!s?issued)/i;

/** The value of a field; `path` is its name, by which secrets are known. */
export function valueText(path: string, leaf: Leaf): string {
  const text = wholeValueText(path, leaf);
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}

/** The same in its whole length. */
export function wholeValueText(path: string, leaf: Leaf): string {
  const name = path.split('.').at(-1) ?? path;
  if (SECRET.test(name) && typeof leaf !== 'boolean') return '(not shown)';
  return typeof leaf === 'string' ? leaf : JSON.stringify(leaf, withoutSecrets);
}

/** For `JSON.stringify`: secrets below an object are named and not shown, like those that a rule names itself. */
export function withoutSecrets(key: string, value: unknown): unknown {
  return SECRET.test(key) && typeof value !== 'boolean' && value !== null ? '(not shown)' : value;
}
