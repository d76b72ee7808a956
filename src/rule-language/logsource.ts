/** Reads log sources. Public rules spell them in capitals here and there; the logs have one spelling. */
import type { Logsource } from './rule.ts';

/** The log source of a document, as far as it can be read. */
export function readLogsource(value: unknown): Logsource {
  const parts = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const [category, product, service] = ['category', 'product', 'service'].map((key) => {
    const part = parts[key];
    return typeof part === 'string' ? part.toLowerCase() : undefined;
  });
  const definition = typeof parts.definition === 'string' ? parts.definition : undefined;
  return { category, product, service, definition };
}
