/** What stands on the page of a rule and in the indexes, and that no text of a rule breaks them. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { loadRules } from '../../rule-language/load.ts';
import type { Json, JsonObject } from '../../std/json.ts';
import { rulePages } from './rule-pages.ts';

const base: JsonObject = {
  eventVersion: '1.11',
  eventTime: '2026-03-02T09:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'ListUsers',
  eventID: '0b7c9a52-3e4d-4c1a-8a55-1f2e3d4c5b01',
  awsRegion: 'us-east-1',
  recipientAccountId: '111122223333',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', userName: 'alice' },
};

const OWN = {
  title: 'Users listed',
  name: 'users-listed',
  date: '2026-01-31',
  modified: '2026-02-28',
  logsource: { product: 'aws', service: 'cloudtrail' },
  detection: { listed: { eventName: 'ListUsers' }, condition: 'listed' },
  level: 'low',
  tests: [
    {
      name: 'somebody asks nothing',
      kind: 'near-miss',
      event: 'call',
      patch: { eventName: 'GetUser' },
      expect: 'none',
    },
    { name: 'alice lists the users', kind: 'positive', event: 'call', expect: 'alert' },
  ],
};

function pagesOf(...rules: readonly Readonly<Record<string, Json>>[]): ReadonlyMap<string, string> {
  const files = rules.map((rule, index) => ({ file: `${index}.yaml`, text: JSON.stringify({ ...OWN, ...rule }) }));
  const loaded = loadRules(files);
  expect(loaded.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return rulePages(loaded.rules, {
    bases: new Map([['call', base]]),
    fileAddress: ({ file }) => `../../rules/${file}`,
  });
}

function pageOf(rule: Readonly<Record<string, Json>>): string {
  return pagesOf(rule).get('users-listed.md') ?? '';
}

function treeOf(markdown: string) {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function headings(markdown: string): readonly string[] {
  return treeOf(markdown)
    .children.filter(({ type }) => type === 'heading')
    .map((node) => toString(node));
}

/** The first word of every piece of HTML, each once. */
function tags(markdown: string): readonly string[] {
  const found = new Set<string>();
  function visit(node: ReturnType<typeof treeOf> | ReturnType<typeof treeOf>['children'][number]): void {
    if (node.type === 'html') found.add(node.value.split(/\s/u)[0] ?? '');
    if ('children' in node) node.children.forEach(visit);
  }
  visit(treeOf(markdown));
  found.delete('<!--');
  return [...found].sort();
}

describe('the page of a rule', () => {
  it('shows the alert of its first positive test, and what would have silenced it', () => {
    const page = pageOf({ sentence: '{actor} called {action}.' });
    expect(page).toContain('Raised by the event of its test “alice lists the users”.\n\n> alice called ListUsers.');
    expect(page).toContain('| Actor | `arn:aws:iam::111122223333:user/alice` (user) |');
    expect(page).toContain('- without `eventName`');
    const [json = ''] = /(?<=```json\n).*?(?=\n```)/su.exec(page) ?? [];
    expect(JSON.parse(json)).toMatchObject({ rule: { name: 'users-listed' }, level: 'low', dedup: { suppressed: 0 } });
  });

  it.each([
    ['none has one', []],
    ['none raises one', [{ name: 'silent', event: 'call', patch: { eventName: 'GetUser' }, expect: 'none' }]],
    ['its event cannot be made', [{ name: 'lost', event: 'no-such-base', expect: 'alert' }]],
  ])('says so where its tests raise no alert: %s', (_, tests) => {
    expect(pageOf({ tests })).toContain('None of its tests raises one.');
  });

  it('carries the periods of the detector (R92)', () => {
    const page = pageOf({ dedup: { period: '5d' } });
    for (const row of [
      'Activation period | none: it needs no history',
      'Training period | none',
      'Test period | N/A (single event)',
      'Deduplication period | 120 hours',
    ])
      expect(page).toContain(`| ${row} |`);
    expect(pageOf({ dedup: { period: '1d', targets: 'together' } })).toContain(
      '| Deduplication period | 24 hours, over all targets |',
    );
    expect(pageOf({ dedup: 'none' })).toContain('| Deduplication period | none: every event is an alert |');
  });

  it('says when it was published and changed', () => {
    expect(pageOf({})).toContain('First published 2026-01-31, last changed 2026-02-28');
  });

  it('is the same however hostile the texts of the rule are', () => {
    const evil = 'a | b `c` </details> <script> ``` \n\n# Heading\n\n---\n\n- [x](http://e.com) **b** ~~~';
    const sentence = evil.replace('# ', '').replaceAll(/[[\]]/gu, '$&$&');
    const texts = { attackers_goal: evil, business: evil, description: evil, sentence };
    const lists = Object.fromEntries(
      ['investigate', 'respond', 'blind_spots', 'data', 'falsepositives', 'references', 'missing_context'].map(
        (key) => [key, [evil, 'plain']],
      ),
    );
    const variations = [{ name: evil, condition: 'listed', level: 'high', description: evil }];
    const tests = [{ name: evil, kind: 'positive', event: 'call', expect: 'alert' }];
    const plain = JSON.parse(
      JSON.stringify({ ...texts, ...lists, variations, tests }, (_, value: unknown) =>
        value === evil ? 'plain' : value,
      ),
    ) as Record<string, Json>; // what was a rule stays one
    const [hostile, harmless] = [
      pageOf({ ...texts, ...lists, variations, tests, category: evil, author: evil }),
      pageOf({ ...plain, category: 'plain', author: 'plain' }),
    ];
    expect(headings(hostile)).toEqual(headings(harmless));
    expect(headings(hostile).length).toBeGreaterThan(12);
    expect(tags(hostile)).toEqual(['</details>', '<br>', '<details>']);
  });

  it('has a link to its counterpart where that has a page', () => {
    const pages = pagesOf(
      { counterparts: ['other-rule', 'rule-of-nobody'] },
      { name: 'other-rule', title: 'Other', counterparts: ['users-listed'] },
    );
    expect(pages.get('users-listed.md')).toContain('- [`other-rule`](other-rule.md)\n- `rule-of-nobody`');
  });
});

describe('the indexes', () => {
  const rules = [
    {
      title: 'B',
      name: 'b',
      level: 'high',
      data: ['Source two'],
      attack: { techniques: [{ id: 'T1098', origin: 'local, unvalidated' }] },
    },
    { title: 'A', name: 'a', level: 'low', data: ['Source one', 'Source two'] },
    { title: 'C', name: 'c', level: 'high', variations: [{ name: 'v', condition: 'listed', level: 'critical' }] },
  ];

  it.each([
    ['README.md', ['Rules', 'high', 'low'], ['B', 'C', 'A']],
    ['by-name.md', ['Rules by alert name'], ['A', 'B', 'C']],
    ['by-data-source.md', ['Rules by data source', 'AWS CloudTrail', 'Source one', 'Source two'], ['C', 'A', 'A', 'B']],
    ['by-technique.md', ['Rules by ATT&CK tactic and technique', 'T1098', 'Mapped to nothing'], ['B', 'A', 'C']],
  ])('%s', (file, titles, order) => {
    const index = pagesOf(...rules).get(file) ?? '';
    expect(headings(index)).toEqual(titles);
    expect([...index.matchAll(/^\| \[(\w)\]\(\w\.md\) .* \| 2026-02-28 \|$/gmu)].map(([, name]) => name)).toEqual(
      order,
    );
  });

  it('say how far variations go up', () => {
    expect(pagesOf(...rules).get('README.md')).toContain('| [C](c.md) | high, up to critical |');
  });
});

it('every rule has a file name that no other page takes, on file systems that do not tell A from a too', () => {
  const names = ['README', 'by-name', 'A/../b', 'a b', 'A-B', '…', 'CON', 'x'.repeat(200)];
  const pages = pagesOf(...names.map((name) => ({ name, title: name })));
  const files = [...pages.keys()];
  expect(files).toHaveLength(4 + names.length);
  expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(files.length);
  for (const file of files) expect(file).toMatch(/^[\w.-]{1,130}\.md$/u);
});
