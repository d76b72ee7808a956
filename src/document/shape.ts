/** Checks the shape of a document against a schema, and reports what is wrong at the very node. */
import { z } from 'zod';
import { nearestName } from '../std/did-you-mean.ts';
import { didYouMean } from './reporter.ts';
import { childOf, type YamlDocument } from './yaml-documents.ts';

/** A key path into a document, and what is wrong there. */
export interface ShapeProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** What the file says there, and what it may say, where the choice is limited. */
  readonly value?: unknown;
  readonly allowed?: readonly string[];
}

/** Checks a value against a schema. */
export function check<T>(schema: z.ZodType<T>, value: unknown): T | readonly ShapeProblem[] {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  return result.error.issues.map((issue) => shapeProblem(issue, value));
}

function shapeProblem(issue: z.core.$ZodIssue, document: unknown): ShapeProblem {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? '' : key));
  if (issue.code !== 'invalid_value') return { path, message: issue.message };
  let value = document;
  for (const key of path) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  return {
    path,
    message: value === undefined ? 'is missing' : 'is none of the words allowed',
    value,
    allowed: issue.values.map(String),
  };
}

/** Reports what the schema found wrong, at the node it names. Problems under the top-level keys `except` are left out. */
export function reportShape(
  problems: readonly ShapeProblem[],
  { root, reporter }: YamlDocument,
  except: readonly string[] = [],
): void {
  for (const { path, message, value, allowed = [] } of problems) {
    let node: unknown = root;
    for (const key of path) node = childOf(node, key) ?? node;
    const key = path.join('.');
    if (except.includes(key)) continue;
    const suggestion = typeof value === 'string' ? didYouMean(nearestName(value, allowed)) : undefined;
    const help = allowed.length === 0 ? undefined : `allowed here: ${allowed.join(', ')}`;
    reporter.error('invalid-value', node, key === '' ? message : `"${key}": ${message}`, { suggestion, help });
  }
}
