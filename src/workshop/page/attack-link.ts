/** What a rule covers of ATT&CK, with links to its pages. */
import { attackFromTags } from '../../alerts/attack-tags.ts';
import type { Alert } from '../../alerts/alert.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { inline, link } from './markdown.ts';

/** The mapping that alerts of the rule carry: its own, else that of its tags. */
export function attackOf({ attack, tags }: Rule): Alert['attack'] {
  if (attack === undefined) return attackFromTags(tags);
  const { release, tactics, techniques, analytics } = attack;
  return { release: release ?? null, tactics: [...tactics], techniques: [...techniques], analytics: [...analytics] };
}

/** An id with a link to its page; text where it is none of ATT&CK's. */
export function attackLink(id: string): string {
  const address = addressOf(id);
  return address === undefined ? inline(id) : link(id, `https://attack.mitre.org/${address}/`);
}

function addressOf(id: string): string | undefined {
  if (/^TA\d{4}$/u.test(id)) return `tactics/${id}`;
  if (/^T\d{4}(?:\.\d{3})?$/u.test(id)) return `techniques/${id.replace('.', '/')}`;
  return undefined;
}
