/** The manual page, read by the formatters that people have. That it is up to date is a golden file. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { EXAMPLES } from '../src/cli/manual/page.ts';
import { iamwatch } from './program.fixture.ts';
import { shippedRules } from './shipped-rules.fixture.ts';
import { whereInstalled } from './installed.fixture.ts';

const FILE = fileURLToPath(new URL('../man/iamwatch.1', import.meta.url));
const PAGE = readFileSync(FILE, 'utf8');

function run(program: string, args: readonly string[]): { readonly out: string; readonly said: string } {
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  expect(status).toBe(0);
  return { out: stdout, said: stderr };
}

it('has the sections that a manual page has', () => {
  const sections = [...PAGE.matchAll(/^\.SH (?<name>.*)$/gm)].map((match) => match.groups?.name);
  expect(sections).toEqual([
    'NAME',
    'SYNOPSIS',
    'DESCRIPTION',
    'COMMANDS',
    'EXIT STATUS',
    'ENVIRONMENT',
    'FILES',
    'EXAMPLES',
    'SEE ALSO',
  ]);
});

it('begins no line of text with a sign of the formatter', () => {
  expect(PAGE.split('\n').filter((line) => /^['.](?!(?:TH|SH|SS|TP|PP|RS|RE|nf|fi|br|BR)(?: |$))/.test(line))).toEqual(
    [],
  );
});

it('has examples that the program understands', () => {
  for (const [line] of EXAMPLES) {
    const [, args = ''] = /iamwatch (?<args>[^|>]*)/.exec(line) ?? [];
    const words = args
      .trim()
      .split(' ')
      .map((word) => (word === 'logs/' ? fileURLToPath(new URL('../examples', import.meta.url)) : word));
    expect([line, [0, 1, 4].includes(iamwatch(words).code ?? -1)]).toEqual([line, true]);
  }
  const named = EXAMPLES.flatMap(([line]) => /rules show (?<name>\S+)/.exec(line)?.groups?.name ?? []);
  expect(shippedRules().map(({ name }) => name)).toEqual(expect.arrayContaining(named));
});

whereInstalled('groff', () => {
  it('formats it without a warning', () => {
    const { out, said } = run('groff', ['-man', '-Tascii', '-ww', '-P-c', '-P-b', '-P-u', FILE]);
    expect(said).toBe('');
    expect(out).toContain('--output format');
  });
});

whereInstalled('mandoc', () => {
  it('finds nothing wrong but the missing date, which would change every day', () => {
    const { stdout, stderr } = spawnSync('mandoc', ['-Tlint', '-Wwarning', FILE], { encoding: 'utf8' });
    const said = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
    expect(said.filter((line) => !line.includes('missing date'))).toEqual([]);
  });
});
