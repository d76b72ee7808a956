/** Links to the pages of ATT&CK. */
import { inline, link } from './markdown.ts';

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
