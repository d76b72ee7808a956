/** Transformations that put a value in the place of another, whatever it was. */
import { z } from 'zod';
import { ruleValue } from '../../parse-search.ts';
import { withAlternatives } from '../item-text.ts';
import { optionNode, plainScalar } from '../options.ts';
import { actsOn, marked } from '../pipeline.ts';
import { scalarLike } from '../read-draft.ts';
import { mapRule } from '../rule-draft.ts';
import { type TransformationKind, transformationKind } from './transformation.ts';

/** Modifiers that say how the values of an item are taken together, not what they are. */
const linking: ReadonlySet<string> = new Set(['all', 'neq', 'cased']);

/** All transformations of values of any type. */
export const valueTransformations: readonly TransformationKind[] = [
  transformationKind(
    {
      type: 'set_value',
      summary: 'puts one value in the place of every value; what modifiers said about the old ones goes with them',
      options: { value: plainScalar.nullable(), force_type: z.enum(['str', 'num']).optional() },
    },
    ({ value, force_type: type }, source) => {
      const isNumber = type === 'num' && (typeof value === 'boolean' || value === null || !isNumeric(String(value)));
      if (isNumber || (type !== undefined && (value === null || typeof value === 'boolean'))) {
        const wanted = type === 'num' ? 'a number' : 'a text';
        source.document.reporter.error(
          'invalid-value',
          optionNode(source, 'value'),
          `this value cannot be made ${wanted}`,
        );
        return undefined;
      }
      const set = type === 'str' ? String(value) : type === 'num' ? Number(value) : value;
      return (rule, scope) =>
        mapRule(rule, (item) => {
          const [first] = item.values;
          if (first === undefined || !actsOn(rule, scope, item)) return item;
          const words = item.words.filter((word) => linking.has(word) && (set !== null || word === 'all'));
          return {
            ...marked(item, scope),
            words: words.filter((word) => word !== 'all'),
            values: [scalarLike(first, set)],
          };
        });
    },
  ),
  transformationKind(
    {
      type: 'convert_type',
      summary: 'makes values texts (`str`) or numbers (`num`); a text that is no number is an error',
      options: { target_type: z.enum(['str', 'num']) },
    },
    ({ target_type: type }) =>
      (rule, scope) =>
        mapRule(rule, (item, reporter) => {
          if (!actsOn(rule, scope, item)) return item;
          const values = item.values.map((value) => {
            const read = ruleValue(value);
            if (read.kind === 'null' || read.kind === (type === 'str' ? 'text' : 'number')) return value;
            if (type === 'str') return scalarLike(value, read.text);
            if (isNumeric(read.text)) return scalarLike(value, Number(read.text));
            reporter.error('pipeline-refuses', value, `a pipeline makes this value a number, and it is none`);
            return value;
          });
          const isSame = values.every((value, index) => value === item.values[index]);
          return isSame
            ? item
            : withAlternatives(
                marked(item, scope),
                values.map((value) => [value]),
              );
        }),
  ),
];

function isNumeric(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
