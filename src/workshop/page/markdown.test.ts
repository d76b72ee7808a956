/** Texts of rules stay text: what is written into Markdown is what a reader of GitHub's dialect gets back. */
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { printable } from '../../std/printable.ts';
import { bullets, code, codeBlock, inline, link, reference, table } from './markdown.ts';

type Node = ReturnType<typeof parsed> | ReturnType<typeof parsed>['children'][number];

function parsed(markdown: string) {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function kindsIn(node: Node): readonly string[] {
  return [node.type, ...('children' in node ? node.children.flatMap(kindsIn) : [])];
}

/** Addresses and mail addresses may become links: their text stays. */
const HARMLESS = ['text', 'link'];

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...('\\`*_{}[]<>()#+-.!|~&$=:@"\' \n\t0a'.match(/./gsu) ?? [])),
      fc.constantFrom(
        '```',
        '\n```\n',
        '\n````\n',
        '---',
        '<b>',
        '</details>',
        '<!--',
        '1. ',
        '# ',
        '- ',
        '| a |',
        '&lt;',
        '&#124;',
        '\\|',
      ),
      fc.constantFrom(
        'http://a.b/c_d*e',
        'www.a.com',
        'a@b.de',
        '![x](y)',
        '[^1]',
        '\u202e',
        '\u0007',
        '~~',
        'x_y_z',
        '$$',
      ),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** What is shown of a text: blanks fold, control characters are written out. */
function shown(text: string): string {
  return printable(text.replace(/\s+/gu, ' ').trim());
}

describe('a text of a rule', () => {
  it('is nothing but that text, in a paragraph, a list, a heading and a table', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const wanted = shown(text);
        fc.pre(wanted !== '');
        const written = inline(text);
        for (const [markdown, frame] of [
          [written, ['root', 'paragraph']],
          [bullets([written]), ['root', 'list', 'listItem', 'paragraph']],
          [`# ${written} .`, ['root', 'heading']],
          [`> ${written}`, ['root', 'blockquote', 'paragraph']],
        ] as const) {
          const tree = parsed(markdown);
          expect(toString(tree)).toBe(markdown.startsWith('# ') ? `${wanted} .` : wanted);
          expect(
            kindsIn(tree).filter((kind) => !frame.some((one) => one === kind) && !HARMLESS.includes(kind)),
          ).toEqual([]);
        }
        const cells = parsed(table([written, 'b'], [[written, written]]));
        const kinds = kindsIn(cells).filter((kind) => !HARMLESS.includes(kind));
        expect(kinds).toEqual([
          'root',
          'table',
          'tableRow',
          'tableCell',
          'tableCell',
          'tableRow',
          'tableCell',
          'tableCell',
        ]);
        expect(toString(cells)).toBe(`${wanted}b${wanted}${wanted}`);
      }),
      { numRuns: 500 },
    );
  });

  it('is nothing but code as code, in a paragraph and in a table', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const wanted = shown(text);
        fc.pre(wanted !== '');
        for (const markdown of [`x ${code(text)}`, table(['x'], [[code(text)]])]) {
          const tree = parsed(markdown);
          const kinds = kindsIn(tree).filter((kind) =>
            ['html', 'inlineCode', 'delete', 'emphasis', 'strong', 'image'].includes(kind),
          );
          // A tag is only our own.
          expect(kinds.length === 1 ? kinds : [...new Set(kinds)]).toEqual(
            wanted.includes('|') ? ['html'] : ['inlineCode'],
          );
          expect(toString(tree).replaceAll(/<\/?code>/g, '')).toBe((markdown.startsWith('x ') ? 'x ' : 'x') + wanted);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('stays inside of its block of code', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const tree = parsed(`${codeBlock(text, 'json')}\n\nafter`);
        expect(tree.children.map(({ type }) => type)).toEqual(['code', 'paragraph']);
      }),
      { numRuns: 500 },
    );
  });
});

it.each([
  ['https://example.com/a_(b)?c=d&e=*', 'link'],
  ['javascript:alert(1)', 'text'],
  ['A book <https://example.com>', 'text'],
])('the reference %s', (text, kind) => {
  const tree = parsed(bullets([reference(text)]));
  expect(toString(tree)).toBe(text);
  if (kind === 'link') expect(kindsIn(tree)).toContain('link');
});

it('a link leads where it says, whatever stands in its address', () => {
  const tree = parsed(link('x', 'a b/(c)<d>[e]`f`"g.md'));
  expect(kindsIn(tree)).toEqual(['root', 'paragraph', 'link', 'text']);
  expect(JSON.stringify(tree)).toContain('a%20b/%28c%29%3Cd%3E%5Be%5D%60f%60%22g.md');
});
