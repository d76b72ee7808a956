/** Reads the options of a transformation or a condition: checked against a schema, reported where they stand. */
import { RE2JS } from 're2js';
import { isMap } from 'yaml';
import { z } from 'zod';
import { check, reportShape, type ShapeProblem } from '../../document/shape.ts';
import { childOf, keyText, plainValue, type YamlDocument } from '../../document/yaml-documents.ts';

/** Where a map of options stands. */
export interface OptionSource {
  readonly document: YamlDocument;
  readonly node: unknown;
  /** Keys and positions that lead to it from the top of the document. */
  readonly path: readonly (string | number)[];
}

/** Options by their names, as zod checks them. */
export type OptionShape = Readonly<Record<string, z.ZodType>>;

/** What a shape of options yields. */
export type OptionsOf<Shape extends OptionShape> = z.output<z.ZodObject<Shape>>;

/** One text or several. */
export const oneOrMore = z.union([z.string().transform((one): readonly string[] => [one]), z.array(z.string())]);

/** A value that a rule may hold. */
export const plainScalar = z.union([z.string(), z.number(), z.boolean()]);

/** The options of a map, without the keys that others read; undefined after problems have been reported. */
export function readOptions<Shape extends OptionShape>(
  shape: Shape,
  { document, node, path }: OptionSource,
  others: readonly string[],
): OptionsOf<Shape> | undefined {
  const own = isMap(node) ? node.items.filter(({ key }) => !others.includes(keyText(key))) : [];
  const value = Object.fromEntries(own.map((pair) => [keyText(pair.key), plainValue(pair.value)]));
  const checked = z.strictObject(shape).safeParse(value);
  if (checked.success) return checked.data;
  // The same schema yields the problems in words; a missing option is told as missing.
  const found = check<unknown>(z.strictObject(shape), value) as readonly ShapeProblem[];
  const problems = found.map((problem) => ({
    ...problem,
    path: [...path, ...problem.path],
    message: problem.message.endsWith('received undefined') ? 'is missing' : problem.message,
  }));
  reportShape(problems, document, { keys: [...Object.keys(shape), ...others] });
  return undefined;
}

/** A regular expression of a pipeline, for the linear-time engine; undefined after a problem has been reported. */
export function readRegex(source: string, at: unknown, { document }: OptionSource): RE2JS | undefined {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace('error parsing regexp: ', '') : String(error);
    document.reporter.error('invalid-regex', at, `cannot use this regular expression: ${reason}`, {
      help: 'regular expressions run in a linear-time engine, which has no lookaround and no backreferences',
    });
    return undefined;
  }
}

/** The node of one option, or the map it is missing from. */
export function optionNode({ node }: OptionSource, key: string): unknown {
  return childOf(node, key) ?? node;
}
