/** The links of a page in Markdown, and which of them lead nowhere. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString } from 'mdast-util-to-string';

/** The links of a page that lead to a file or a heading that is not there. Addresses on the web are not asked. */
export function deadLinks(file: string): readonly string[] {
  return linksOf(readFileSync(file, 'utf8')).filter((address) => {
    if (/^https?:/u.test(address)) return false;
    const [name = '', heading] = address.split('#');
    const target = name === '' ? file : path.join(path.dirname(file), name);
    if (!existsSync(target)) return true;
    return heading !== undefined && !headingIds(readFileSync(target, 'utf8')).includes(heading);
  });
}

/** The addresses of the links of a page, in their order. */
export function linksOf(markdown: string): readonly string[] {
  const found: string[] = [];
  visit(fromMarkdown(markdown), (node) => {
    if ((node.type === 'link' || node.type === 'image' || node.type === 'definition') && typeof node.url === 'string')
      found.push(node.url);
  });
  return found;
}

/** What a heading is called in an address, as code hosts make it of its text. */
function headingIds(markdown: string): readonly string[] {
  return fromMarkdown(markdown)
    .children.filter((node) => node.type === 'heading')
    .map((node) =>
      toString(node)
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/gu, '-'),
    );
}

interface AnyNode {
  readonly type: string;
  readonly url?: unknown;
  readonly children?: readonly AnyNode[];
}

function visit(node: AnyNode, seen: (node: AnyNode) => void): void {
  seen(node);
  for (const child of node.children ?? []) visit(child, seen);
}
