/** Values of a record as an explanation shows them: a few, cut where they are long, and never a secret. */
import { wholeValueText } from '../../alerts/value-text.ts';
import type { Leaf } from '../../rule-language/field-reader.ts';
import type { ShownValues } from './explained-rule.ts';

/** Values of one field that are shown; a list in a record may have thousands. */
const VALUES_MAX = 8;

/** Longest text of a value that is shown whole. */
const LENGTH_MAX = 300;

/** The values of a field; `field` is its name, by which secrets are known. */
export function shownValues(field: string, leaves: readonly Leaf[]): ShownValues {
  const values = leaves.slice(0, VALUES_MAX).map((leaf) => shownValue(field, leaf));
  return { values, more: leaves.length - values.length };
}

/** One value. A text that is empty or has blanks at an end stands in quotes, else nobody would see it. */
export function shownValue(field: string, leaf: Leaf): string {
  const text = wholeText(field, leaf);
  const cut = text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}… (${text.length} characters)` : text;
  return typeof leaf === 'string' && (text === '' || /^\s|\s$/u.test(text)) ? JSON.stringify(cut) : cut;
}

/** `JSON.stringify` gives up on what is nested too deeply. */
function wholeText(field: string, leaf: Leaf): string {
  try {
    return wholeValueText(field, leaf);
  } catch (error) {
    if (error instanceof RangeError) return '(nested too deeply to be shown)';
    throw error;
  }
}
