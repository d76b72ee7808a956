/** Remembers the last answers of a question that depends on its value alone. */

/** Enough for the documents of one record: they are asked about again and again, and then never more. */
const KEPT = 4;

/**
 * The same question, which answers at once where one of the last few values comes again: the same text, or the very same
 * object (objects are never changed once they are read).
 */
export function remember<Value, Answer>(ask: (value: Value) => Answer): (value: Value) => Answer {
  const kept: { readonly value: Value; readonly answer: Answer }[] = [];
  return (value) => {
    const known = kept.find((one) => one.value === value);
    if (known !== undefined) return known.answer;
    const answer = ask(value);
    kept.unshift({ value, answer });
    kept.length = Math.min(kept.length, KEPT);
    return answer;
  };
}
