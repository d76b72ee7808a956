/** `nest`: several items under the conditions of one. */
import { z } from 'zod';
import { optionNode } from '../options.ts';
import { type TransformationKind, transformationKind } from './transformation.ts';

/** Does what its items say, in their order. */
export const nest: TransformationKind = transformationKind(
  {
    type: 'nest',
    summary: 'does what its `items` say, in their order',
    options: { items: z.array(z.unknown()).min(1) },
  },
  (_, source, { readItems, applyItems }) => {
    const items = readItems(optionNode(source, 'items'), [...source.path, 'items'], source.document);
    return items === undefined ? undefined : applyItems(items);
  },
);
