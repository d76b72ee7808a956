/** Checks the shape of a document against a schema, and reports what is wrong at the very node. */
import type { z } from 'zod';
import { nearestName } from '../std/did-you-mean.ts';
import { didYouMean } from './reporter.ts';
import { childOf, keyNodeOf, type YamlDocument } from './yaml-documents.ts';

/** A key path into a document, and what is wrong there. */
export interface ShapeProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The key at the end of the path means nothing. */
  readonly isUnknownKey?: boolean;
  /** What the file says there, and what it may say, where the choice is limited. */
  readonly value?: unknown;
  readonly allowed?: readonly string[];
}

/** Checks a value against a schema. */
export function check<T>(schema: z.ZodType<T>, value: unknown): T | readonly ShapeProblem[] {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  return result.error.issues.flatMap((issue) => shapeProblems(issue, value));
}

function shapeProblems(issue: z.core.$ZodIssue, document: unknown): readonly ShapeProblem[] {
  if (issue.code === 'invalid_union') {
    // The branch of the value's own type; where none is, the words of all of them.
    const meant = issue.errors.find(
      (branch) => !branch.some(({ code, path }) => path.length === 0 && isOfAnotherKind(code)),
    );
    const words = issue.errors.flatMap((branch) =>
      branch.flatMap((inner) => (inner.code === 'invalid_value' && inner.path.length === 0 ? inner.values : [])),
    );
    if (meant === undefined && words.length > 0)
      return [shapeProblem({ code: 'invalid_value', path: issue.path, values: words, message: '' }, document)];
    if (meant !== undefined)
      return meant.flatMap((inner) => shapeProblems({ ...inner, path: [...issue.path, ...inner.path] }, document));
  }
  if (issue.code !== 'unrecognized_keys') return [shapeProblem(issue, document)];
  const path = issue.path.map((key) => (typeof key === 'symbol' ? '' : key));
  return issue.keys.map((key) => ({ path: [...path, key], message: 'means nothing here', isUnknownKey: true }));
}

function isOfAnotherKind(code: z.core.$ZodIssue['code']): boolean {
  return code === 'invalid_type' || code === 'invalid_value';
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

/** What reporting may be told. */
export interface ShapeReport {
  /** Top-level keys whose problems are left out, because somebody else tells them better. */
  readonly except?: readonly string[];
  /** Keys of the format, for "did you mean". */
  readonly keys?: readonly string[];
}

/** Reports what the schema found wrong, at the node it names. */
export function reportShape(
  problems: readonly ShapeProblem[],
  { root, reporter }: YamlDocument,
  { except = [], keys = [] }: ShapeReport = {},
): void {
  for (const { path, message, isUnknownKey = false, value, allowed = [] } of problems) {
    if (isUnknownKey) {
      const name = String(path.at(-1));
      let parent: unknown = root;
      for (const step of path.slice(0, -1)) parent = childOf(parent, step);
      const suggestion = didYouMean(nearestName(name, keys));
      reporter.error('unknown-key', keyNodeOf(parent, name), `the key "${name}" ${message}`, { suggestion });
      continue;
    }
    let node: unknown = root;
    for (const key of path) node = childOf(node, key) ?? node;
    const key = path.join('.');
    if (except.includes(key)) continue;
    const suggestion = typeof value === 'string' ? didYouMean(nearestName(value, allowed)) : undefined;
    const help = allowed.length === 0 ? undefined : `allowed here: ${allowed.join(', ')}`;
    reporter.error('invalid-value', node, key === '' ? message : `"${key}": ${message}`, { suggestion, help });
  }
}
