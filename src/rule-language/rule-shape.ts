/** Reports what is wrong with the shape of a rule, at the very node. */
import { didYouMean } from '../document/reporter.ts';
import { reportShape, type ShapeProblem } from '../document/shape.ts';
import { childOf, keyNodeOf, type YamlDocument } from '../document/yaml-documents.ts';
import { nearestName } from '../std/did-you-mean.ts';
import { innerKeys } from './rule-schema.ts';

/** Reports what the schema found wrong with a rule. A wrong detection is told by its own parser. */
export function reportRuleShape(problems: readonly ShapeProblem[], document: YamlDocument): void {
  const { root, reporter } = document;
  const isUntitled = childOf(root, 'title') === undefined;
  reportShape(problems, document, { except: isUntitled ? ['detection', 'title'] : ['detection'], keys: innerKeys });
  if (isUntitled) reporter.error('missing-title', root.items[0]?.key, 'the document has no title');
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
