/** Reports what is wrong with the shape of a document, at the very node. */
import { nearestName } from '../std/did-you-mean.ts';
import { didYouMean } from './reporter.ts';
import type { ShapeProblem } from './rule-schema.ts';
import { childOf, keyNodeOf, type YamlDocument } from './yaml-documents.ts';

/** Reports what the schema found wrong, at the node it names. */
export function reportShape(problems: readonly ShapeProblem[], { root, reporter }: YamlDocument): void {
  for (const { path, message, value, allowed = [] } of problems) {
    let node: unknown = root;
    for (const key of path) node = childOf(node, key) ?? node;
    const key = path.join('.');
    if (key === 'detection' || (key === 'title' && childOf(root, 'title') === undefined)) continue;
    const suggestion = typeof value === 'string' ? didYouMean(nearestName(value, allowed)) : undefined;
    const help = allowed.length === 0 ? undefined : `allowed here: ${allowed.join(', ')}`;
    reporter.error('invalid-value', node, key === '' ? message : `"${key}": ${message}`, { suggestion, help });
  }
  if (childOf(root, 'title') === undefined)
    reporter.error('missing-title', root.items[0]?.key, 'the document has no title');
}

/** Warns of unknown keys that look like a typo of a known one. Other unknown keys are the author's own. */
export function reportTypos({ root, value, reporter }: YamlDocument, known: readonly string[]): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const nearest =
      key.length < 4
        ? undefined
        : nearestName(
            key,
            known.filter((name) => Math.abs(name.length - key.length) <= 2),
          );
    if (nearest === undefined) continue;
    reporter.warn('unknown-key', keyNodeOf(root, key), `unknown key "${key}" is kept as a custom one`, {
      suggestion: didYouMean(nearest),
    });
  }
}
