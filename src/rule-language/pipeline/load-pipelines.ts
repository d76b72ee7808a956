/** Reads pipeline files in Sigma's format: every problem at once; a pipeline with an error is left out as a whole. */
import { isMap, isScalar, isSeq } from 'yaml';
import { z } from 'zod';
import type { Diagnostic } from '../../document/diagnostic.ts';
import { didYouMean } from '../../document/reporter.ts';
import { childOf, keyNodeOf, readDocuments, type YamlDocument } from '../../document/yaml-documents.ts';
import { nearestName } from '../../std/did-you-mean.ts';
import { nested } from './apply.ts';
import { fieldConditions } from './condition/field-condition.ts';
import { itemConditions } from './condition/item-condition.ts';
import { conditionKeys, readConditions } from './condition/read-conditions.ts';
import { ruleConditions } from './condition/rule-condition.ts';
import { oneOrMore, readOptions, type OptionSource } from './options.ts';
import type { Pipeline, PipelineItem } from './pipeline.ts';
import { placeholderHelp, refusedParts, refusedTransformations } from './transformation/refused.ts';
import { transformations } from './transformation/registry.ts';
import type { ReadContext, TransformationKind } from './transformation/transformation.ts';

/** A pipeline file as read from disk. */
export interface PipelineFile {
  readonly file: string;
  readonly text: string;
}

const commonKeys: readonly string[] = [
  ...['id', 'type'],
  ...conditionKeys('rule'),
  ...conditionKeys('detection_item'),
  ...conditionKeys('field_name'),
];

const scalar = z.union([z.string(), z.number()]);

/** What stands at the top of a pipeline, beside its items. */
const head = {
  name: z.string().optional(),
  priority: z.number().default(0),
  vars: z.record(z.string(), z.union([scalar.transform((one) => [one]), z.array(scalar)])).default({}),
  /** Which converters may use it. There is none here, so all pipelines may be used. */
  allowed_backends: oneOrMore.optional(),
};

const itemsMax = 2_000;

/** Reads pipelines. Lower priorities come first, equal ones in the order of the files. */
export function loadPipelines(files: readonly PipelineFile[], sink: Diagnostic[]): readonly Pipeline[] {
  const pipelines = files.flatMap(({ file, text }) =>
    readDocuments(file, text, sink).flatMap((document) => readPipeline(document) ?? []),
  );
  return [...pipelines].sort((left, right) => left.priority - right.priority);
}

function readPipeline(document: YamlDocument): Pipeline | undefined {
  const { root, reporter } = document;
  for (const [key, reason] of refusedParts) {
    const node = childOf(root, key);
    if (node === undefined || (isSeq(node) && node.items.length === 0)) continue;
    reporter.error('pipeline-part-refused', keyNodeOf(root, key), `"${key}" is not supported: ${reason}`);
  }
  const options = readOptions(head, { document, node: root, path: [] }, ['transformations', ...refusedParts.keys()]);
  const list = childOf(root, 'transformations');
  if (list === undefined) {
    reporter.error('empty-pipeline', root.items[0]?.key, 'the pipeline has no transformations');
    return undefined;
  }
  const items = readItems(list, ['transformations'], document);
  if (items === undefined || options === undefined || reporter.errorCount() > 0) return undefined;
  const { name = reporter.file, priority, vars } = options;
  return { name, priority, vars: new Map(Object.entries(vars)), items, file: reporter.file };
}

const context: ReadContext = { commonKeys, readItems, applyItems: nested };

function readItems(
  list: unknown,
  path: readonly (string | number)[],
  document: YamlDocument,
): readonly PipelineItem[] | undefined {
  if (!isSeq(list) || list.items.length > itemsMax) {
    document.reporter.error('invalid-value', list, `"${path.join('.')}" must be a list of at most ${itemsMax} items`);
    return undefined;
  }
  const items = list.items.map((node, index) => readItem({ document, node, path: [...path, index] }));
  const complete = items.filter((item) => item !== undefined);
  return complete.length === items.length ? complete : undefined;
}

function readItem(source: OptionSource): PipelineItem | undefined {
  const kind = kindOf(source);
  const holdsForRule = readConditions('rule', ruleConditions, source);
  const holdsForItem = readConditions('detection_item', itemConditions, source);
  const holdsForField = readConditions('field_name', fieldConditions, source);
  const transformation = kind?.read(source, context);
  if (!transformation || !holdsForRule || !holdsForItem || !holdsForField) return undefined;
  const id = childOf(source.node, 'id');
  return {
    id: isScalar(id) ? String(id.value) : undefined,
    holdsForRule,
    holdsForItem: (rule, item) => holdsForItem({ rule, item }),
    holdsForField: (rule, field) => holdsForField({ rule, field }),
    transformation,
  };
}

function kindOf({ node, document: { reporter } }: OptionSource): TransformationKind | undefined {
  const type = childOf(node, 'type');
  if (!isMap(node) || !isScalar(type)) {
    reporter.error('invalid-value', node, 'an item must be a map with the "type" of its transformation');
    return undefined;
  }
  const word = String(type.value);
  const kind = transformations.find((one) => one.type === word);
  if (kind !== undefined) return kind;
  const reason = refusedTransformations.get(word);
  if (reason !== undefined) {
    const help = word.endsWith('_placeholders') ? placeholderHelp : undefined;
    reporter.error('transformation-refused', type, `"${word}" is not supported: ${reason}`, { help });
    return undefined;
  }
  const names = transformations.map((one) => one.type).sort();
  reporter.error('unknown-transformation', type, `unknown transformation "${word}"`, {
    suggestion: didYouMean(nearestName(word, names)),
    help: `allowed here: ${names.join(', ')}`,
  });
  return undefined;
}
