/** The text of a value: numbers and booleans in their JSON form, objects serialised, empty arrays none. */
import type { Leaf } from './field-reader.ts';

/** The text that text tests see, or undefined where a value has none. */
export function leafText(leaf: Leaf): string | undefined {
  if (typeof leaf === 'string') return leaf;
  if (typeof leaf === 'object') return Array.isArray(leaf) ? undefined : serialise(leaf);
  return String(leaf);
}

/** A structure nested too deeply for `JSON.stringify` has no text. */
function serialise(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
