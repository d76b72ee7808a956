/** All transformations by name. */
import { failureTransformations } from './failures.ts';
import { fieldNameTransformations } from './field-names.ts';
import { nest } from './nest.ts';
import { placeholderTransformations } from './placeholders.ts';
import { rulePartTransformations } from './rule-parts.ts';
import { searchTransformations } from './searches.ts';
import { stringTransformations } from './strings.ts';
import type { TransformationKind } from './transformation.ts';
import { valueTransformations } from './values.ts';

/** Every kind of transformation that pipelines may name. */
export const transformations: readonly TransformationKind[] = [
  ...fieldNameTransformations,
  ...stringTransformations,
  ...valueTransformations,
  ...placeholderTransformations,
  ...searchTransformations,
  ...rulePartTransformations,
  ...failureTransformations,
  nest,
];
