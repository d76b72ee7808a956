/** Transformations of `%name%` in values under `expand`. What they leave is for the values given with the command. */
import { RE2JS } from 're2js';
import { z } from 'zod';
import { withAlternatives } from '../item-text.ts';
import { actsOn, marked, type Scope, type Transformation } from '../pipeline.ts';
import { scalarLike } from '../read-draft.ts';
import { type ItemDraft, mapRule } from '../rule-draft.ts';
import type { Reporter } from '../../../document/reporter.ts';
import type { OptionSource } from '../options.ts';
import { type TransformationKind, transformationKind } from './transformation.ts';

const options = { include: z.array(z.string()).optional(), exclude: z.array(z.string()).optional() };
const alternativesMax = 10_000;

/** All transformations of placeholders. */
export const placeholderTransformations: readonly TransformationKind[] = [
  transformationKind(
    {
      type: 'value_placeholders',
      summary: "puts the values of the pipeline's `vars` in; wildcards in them are wildcards",
      options,
    },
    (choice, source) =>
      replacing(choice, source, (name, { vars }, item) => {
        const values = vars.get(name);
        if (values === undefined) return undefined;
        return values.map((value) => (item.words.includes('re') ? RE2JS.quote(String(value)) : String(value)));
      }),
  ),
  transformationKind(
    { type: 'wildcard_placeholders', summary: 'lets placeholders stand for any text', options },
    (choice, source) => replacing(choice, source, (_, __, item) => [item.words.includes('re') ? '.*' : '*']),
  ),
];

interface Choice {
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}

/** The texts that a placeholder stands for; undefined where nobody said. */
type Replacement = (name: string, scope: Scope, item: ItemDraft) => readonly string[] | undefined;

function replacing(
  { include, exclude }: Choice,
  source: OptionSource,
  replace: Replacement,
): Transformation | undefined {
  if (include !== undefined && exclude !== undefined) {
    source.document.reporter.error('invalid-value', source.node, '"include" and "exclude" cannot stand together');
    return undefined;
  }
  function isMeant(name: string): boolean {
    return include?.includes(name) ?? !(exclude?.includes(name) ?? false);
  }
  return (rule, scope) =>
    mapRule(rule, (item, reporter) => {
      if (!item.words.includes('expand') || !actsOn(rule, scope, item)) return item;
      const alternatives = item.values.map((value) => {
        if (typeof value.value !== 'string') return [value];
        const texts = expanded(value.value, (name) => (isMeant(name) ? valuesOf(name, value, reporter) : undefined));
        return texts.length === 1 && texts[0] === value.value ? [value] : texts.map((text) => scalarLike(value, text));
      });
      const isSame = alternatives.every((texts, index) => texts.length === 1 && texts[0] === item.values[index]);
      return isSame ? item : withAlternatives(marked(item, scope), alternatives);

      function valuesOf(name: string, at: unknown, to: Reporter): readonly string[] | undefined {
        const values = replace(name, scope, item);
        if (values !== undefined) return values.map((one) => one.replaceAll('%', '\\%'));
        const help = `vars of the pipelines: ${[...scope.vars.keys()].sort().join(', ') || 'none'}`;
        to.error('unresolved-placeholder', at, `placeholder "%${name}%" has no value in the pipelines`, { help });
        return undefined;
      }
    });
}

/** All texts that a text stands for; escaped percent signs and placeholders of others stay. */
function expanded(text: string, valuesOf: (name: string) => readonly string[] | undefined): readonly string[] {
  let texts: readonly string[] = [''];
  for (const { 0: piece, groups } of text.matchAll(/\\[\\%]|%(?<name>[\w.:-]+)%|[^\\%]+|[\\%]/gu)) {
    const name = groups?.name;
    const ends = (name === undefined ? undefined : valuesOf(name)) ?? [piece];
    texts = texts.flatMap((start) => ends.map((end) => start + end)).slice(0, alternativesMax);
  }
  return texts;
}
