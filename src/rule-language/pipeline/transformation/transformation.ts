/** What a kind of transformation is: a name, options, and what it does to a rule. */
import type { YamlDocument } from '../../../document/yaml-documents.ts';
import type { OptionShape, OptionSource, OptionsOf } from '../options.ts';
import { readOptions } from '../options.ts';
import type { PipelineItem, Transformation } from '../pipeline.ts';

/** Keys of an item that are no options of its transformation. */
export type CommonKeys = readonly string[];

/** What reading a transformation needs beside its options. */
export interface ReadContext {
  readonly commonKeys: CommonKeys;
  /** Reads a list of items, for transformations that hold some; undefined after problems have been reported. */
  readonly readItems: (
    node: unknown,
    path: readonly (string | number)[],
    document: YamlDocument,
  ) => readonly PipelineItem[] | undefined;
  /** Does what the items say, in their order. */
  readonly applyItems: (items: readonly PipelineItem[]) => Transformation;
}

/** A kind of transformation. */
export interface TransformationKind {
  readonly type: string;
  /** One sentence for the manual. */
  readonly summary: string;
  /** Undefined after problems have been reported. */
  readonly read: (source: OptionSource, context: ReadContext) => Transformation | undefined;
}

/** Makes a kind of transformation of its options and what it does. */
export function transformationKind<Shape extends OptionShape>(
  about: { readonly type: string; readonly summary: string; readonly options: Shape },
  build: (options: OptionsOf<Shape>, source: OptionSource, context: ReadContext) => Transformation | undefined,
): TransformationKind {
  return {
    type: about.type,
    summary: about.summary,
    read: (source, context) => {
      const options = readOptions(about.options, source, context.commonKeys);
      return options === undefined ? undefined : build(options, source, context);
    },
  };
}
