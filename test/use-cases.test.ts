/**
 * Every page of docs/use-cases is tried: its sample logs are scanned as it says and tell what it says, its parts stand in the order
 * that all of them share, its links lead somewhere, the rules that it names can reach the levels that it gives them.
 * `IAMWATCH_WRITE_MANUAL=1 npx vitest run test/use-cases.test.ts` writes what commands print anew; read the difference.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString } from 'mdast-util-to-string';
import { describe, expect, it, test } from 'vitest';
import { levels } from '../src/rule-language/rule.ts';
import { reachableLevels } from '../src/rule-language/severity-modifier.ts';
import { filesOf, follow } from './manual-run.fixture.ts';
import { deadLinks, linksOf } from './page-links.fixture.ts';
import { alertsOf, folderWith, iamwatch } from './program.fixture.ts';
import { shippedRules } from './shipped-rules.fixture.ts';

const FOLDER = fileURLToPath(new URL('../docs/use-cases', import.meta.url));
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));
const pages = files.filter((name) => name !== 'README.md');

const PARTS = [
  'Understanding the threat',
  'Scenario',
  'Why it happens',
  'What can go wrong',
  'Prerequisites',
  'Detection steps',
  'Next steps',
  'What iamwatch does not do yet',
];
const FOR_EXECUTIVES = ['In one minute', 'What can happen.', 'How likely it is noticed.', 'What to decide.'];

/** The levels that each shipped rule can reach. */
const reach = new Map(shippedRules().map((rule) => [rule.name, reachableLevels(rule)]));

function pathOf(name: string): string {
  return path.join(FOLDER, name);
}

function textOf(name: string): string {
  return readFileSync(pathOf(name), 'utf8');
}

describe.each(pages)('%s', (name) => {
  const { children } = fromMarkdown(textOf(name));

  it('its commands print what it says, and it names every rule that its logs raise', () => {
    const { folder, files: logs, commands } = follow(pathToFileURL(pathOf(name)));
    expect(commands.length).toBeGreaterThan(1);
    const raised = alertsOf(
      iamwatch(['scan', '--output', 'ndjson', ...logs.filter((log) => log.endsWith('.json'))], { cwd: folder }),
    ).map(({ rule }) => `../rules/${rule.name}.md`);
    expect(raised.length).toBeGreaterThan(1);
    expect([...new Set(raised)].filter((address) => !linksOf(textOf(name)).includes(address))).toEqual([]);
  });

  it('begins for an executive', () => {
    const box = children.find((node) => node.type === 'blockquote');
    const bold = box?.children.flatMap((node) =>
      node.type === 'paragraph' ? node.children.filter(({ type }) => type === 'strong').map((it) => toString(it)) : [],
    );
    expect(bold).toEqual(FOR_EXECUTIVES);
  });

  it('has its parts in the order of all pages', () => {
    const parts = children.flatMap((node) => (node.type === 'heading' && node.depth === 2 ? [toString(node)] : []));
    expect(parts).toEqual(PARTS);
  });

  it('gives no rule a level that it cannot reach', () => {
    const given = [...textOf(name).matchAll(/\[([a-z0-9-]+)\]\(\.\.\/rules\/([a-z0-9-]+)\.md\) \(([^)]+)\)/gu)];
    expect(given.length).toBeGreaterThan(2);
    for (const [whole, words, rule = '', givenLevels = ''] of given) {
      expect(words, whole).toBe(rule);
      const said = levels.filter((level) => new RegExp(`\\b${level}\\b`, 'u').test(givenLevels));
      expect(said, whole).not.toEqual([]);
      expect(
        said.filter((level) => reach.get(rule)?.includes(level) !== true),
        whole,
      ).toEqual([]);
    }
  });
});

/** Pages of rules are made from the rules, and another test holds them: what has to be there is the rule. */
function isPageOfRule(address: string): boolean {
  const name = /^\.\.\/rules\/([^/]+)\.md$/u.exec(address)?.[1];
  return name !== undefined && reach.has(name);
}

test.each(files)('%s: every link leads somewhere', (name) => {
  expect(deadLinks(pathOf(name)).filter((address) => !isPageOfRule(address))).toEqual([]);
});

describe("Log360's scenario: groups and Roles Anywhere in a quiet night", () => {
  function told(log: string): readonly string[] {
    const folder = folderWith(filesOf(pathToFileURL(pathOf('roles-anywhere-and-groups.md'))));
    const args = ['scan', '--profile', 'profile.yaml', '--output', 'ndjson', log];
    return alertsOf(iamwatch(args, { cwd: folder })).map(({ rule, level }) => `${rule.name} ${level}`);
  }

  it('by somebody outside of the list of administrators, every change is told at medium or above', () => {
    expect(told('night.json')).toEqual([
      'aws-iam-group-created medium',
      'aws-iam-group-deleted medium',
      'aws-roles-anywhere-trust-anchor-external-ca high',
      'aws-roles-anywhere-profile-created medium',
    ]);
  });

  it('by an administrator with a certificate authority of the company, no step is told louder, and most are quieter', () => {
    expect(told('planned.json')).toEqual([
      'aws-iam-group-created low',
      'aws-iam-group-deleted low',
      'aws-roles-anywhere-profile-created medium',
    ]);
  });
});

test('the index names every page', () => {
  expect(linksOf(textOf('README.md'))).toEqual(expect.arrayContaining(pages));
});
