/** `rules pages`: the pages that ship are those of the rules, and users make pages of their own rules. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderWith, iamwatch } from './program.fixture.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const OWN = `
title: Users listed
name: users-listed
logsource: { product: aws, service: cloudtrail }
detection:
  listed: { eventName: ListUsers }
  condition: listed
`;

it('the shipped pages are those of the rules; `bin/iamwatch rules pages --out docs/rules` writes them anew', () => {
  const ran = iamwatch(['rules', 'pages', '--out', 'docs/rules', '--check'], { cwd: ROOT });
  expect(ran).toEqual({ code: 0, out: '', err: '' });
});

it('every link of the shipped pages leads to a file', () => {
  const folder = path.join(ROOT, 'docs', 'rules');
  const dead = readdirSync(folder).flatMap((name) =>
    // What stands between marks of code is no link, whatever it looks like.
    [...withoutCode(readFileSync(path.join(folder, name), 'utf8')).matchAll(/\]\((?!https?:)([^)#]+)\)/gu)]
      .filter(([, address = '']) => !existsSync(path.join(folder, address)))
      .map(([found]) => `${name}: ${found}`),
  );
  expect(dead).toEqual([]);
});

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/<code>.*?<\/code>/gu, '');
}

describe('in a folder of its own', () => {
  const args = ['rules', 'pages', '--no-builtin', '--rules', 'rules', '--out', 'pages'];

  it('writes pages of own rules, with a link to their file', () => {
    const cwd = folderWith({ 'rules/own.yaml': OWN });
    expect(iamwatch(args, { cwd }).code).toBe(0);
    expect(readFileSync(path.join(cwd, 'pages', 'users-listed.md'), 'utf8')).toContain(
      '[`rules/own.yaml`](../rules/own.yaml)',
    );
    expect(iamwatch([...args, '--check'], { cwd })).toEqual({ code: 0, out: '', err: '' });
  });

  it('takes away the page of a rule that is gone, and no file that it did not write', () => {
    const cwd = folderWith({ 'rules/own.yaml': OWN, 'pages/notes.md': '# Mine' });
    iamwatch(args, { cwd });
    writeFileSync(path.join(cwd, 'rules', 'own.yaml'), OWN.replaceAll('users-listed', 'renamed'));
    expect(iamwatch([...args, '--check'], { cwd })).toEqual({
      code: 3,
      out: [
        'of no rule: users-listed.md',
        ...['README.md', 'by-data-source.md', 'by-name.md', 'by-technique.md', 'renamed.md'].map(
          (name) => `stale: ${name}`,
        ),
        '',
      ].join('\n'),
      err: 'Write them anew with the same command, without --check.\n',
    });
    expect(iamwatch(args, { cwd }).code).toBe(0);
    expect(readdirSync(path.join(cwd, 'pages'))).toEqual(
      ['README.md', 'by-data-source.md', 'by-name.md', 'by-technique.md', 'notes.md', 'renamed.md'].sort(),
    );
  });

  it('writes over no file that somebody else wrote', () => {
    const cwd = folderWith({ 'rules/own.yaml': OWN, 'pages/README.md': '# Mine' });
    expect(iamwatch(args, { cwd })).toEqual({
      code: 3,
      out: '',
      err: 'iamwatch: Cannot write pages to pages: README.md there is none of ours. Choose another folder.\n',
    });
    expect(readdirSync(path.join(cwd, 'pages'))).toEqual(['README.md']);
  });

  it('exits with 3 where a rule does not load or the pages cannot be written', () => {
    const cwd = folderWith({ 'rules/own.yaml': OWN, 'rules/bad.yaml': 'title: x', file: '' });
    expect(iamwatch(args, { cwd }).code).toBe(3);
    expect(iamwatch([...args, '--out', 'file/below'], { cwd })).toMatchObject({ code: 3, out: '' });
  });
});
