/** Completion, driven in real shells: what a user sees after pressing the key. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allCommands, commandLine, nameOf } from '../src/cli/completion/command-line.ts';
import { program } from '../src/cli/program.ts';
import { iamwatch } from './program.fixture.ts';
import { whereInstalled } from './installed.fixture.ts';
import { shippedRules } from './shipped-rules.fixture.ts';

const PROGRAM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'iamwatch completion '));
const RULE = 'aws-iam-access-key-for-another-user';

beforeAll(() => {
  // On PATH as `iamwatch`, as a user has it: completion asks it for the names of rules.
  file('iamwatch', `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
  chmodSync(path.join(folder, 'iamwatch'), 0o755);
  file('a log.json', '[]');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
}

const scripts = new Map<string, string>();

/** The script for a shell, as a file. */
function script(shell: string): string {
  const made =
    scripts.get(shell) ??
    file(shell === 'zsh' ? '_iamwatch' : `iamwatch.${shell}`, iamwatch(['completion', shell]).out);
  scripts.set(shell, made);
  return made;
}

function run(shell: string, args: readonly string[]): string {
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH ?? ''}`, HOME: folder, TERM: 'xterm' };
  const { status, stdout, stderr } = spawnSync(shell, args, { cwd: folder, env, encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw new Error(`${shell} ended with ${status ?? 'no status'}: ${stderr}`);
  return stdout;
}

/** What every shell must offer at the end of a line; sorted. */
const OFFERS: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ['iamwatch s', ['scan', 'schema']],
  ['iamwatch completion ', ['bash', 'fish', 'zsh']],
  ['iamwatch rules li', ['lint', 'list']],
  ['iamwatch scan --output ', ['csv', 'json', 'ndjson', 'ocsf', 'table']],
  ['iamwatch scan --output csv --min-level h', ['high']],
  ['iamwatch scan --fail-on high --min-level c', ['critical']],
  ['iamwatch scan --isol', ['--isolate']],
  ['iamwatch rules list --outp', ['--output']],
  ['iamwatch rules list --output j', ['json']],
  [`iamwatch rules show ${RULE.slice(0, -3)}`, [RULE]],
  [`iamwatch rules test x ${RULE.slice(0, -3)}`, [RULE]],
  ['iamwatch schema alert ', []],
  ['iamwatch rules show --no-builtin x ', []],
];

it('names of rules are those of `rules list`, found without reading the rules', () => {
  const names = iamwatch(['rule-names']).out.trimEnd().split('\n');
  expect(names).toEqual(
    shippedRules()
      .map(({ name }) => name)
      .toSorted(),
  );
});

it('what serves completion is not shown to people', () => {
  expect(iamwatch(['--help']).out).not.toContain('rule-names');
});

it.each(['bash', 'zsh', 'fish'])('the script for %s has every command and option, those of others too', (shell) => {
  const missing = allCommands(commandLine(program({ out: () => Promise.resolve(), err: () => undefined })))
    .flatMap((command) => [nameOf(command), ...command.options.flatMap(({ names }) => names)])
    .filter((word) => !iamwatchScript(shell).includes(shell === 'fish' ? word.replace(/^-+/, '') : word));
  expect(missing).toEqual([]);
});

function iamwatchScript(shell: string): string {
  return readFileSync(script(shell), 'utf8');
}

whereInstalled('bash', () => {
  it('can read the script', () => {
    run('bash', ['-n', script('bash')]);
  });

  /** Words as bash cuts a line, then what the function leaves. */
  function offers(line: string): string[] {
    const words = line.split(/ |(?==)|(?<==)/);
    const driver = `
      source "$1"; shift
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
      _iamwatch
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = run('bash', ['--norc', '-c', driver, 'bash', script('bash'), ...words]);
    return out
      .split('\n')
      .filter((word) => word !== '')
      .sort();
  }

  it.each(OFFERS)('%s', (line, offered) => {
    expect(offers(line)).toEqual(offered);
  });

  it.each([
    ['iamwatch scan --output=c', ['csv']],
    ['iamwatch scan --output=', ['csv', 'json', 'ndjson', 'ocsf', 'table']],
    ['iamwatch scan --output=csv --min-l', ['--min-level']],
    ['iamwatch scan a', ['a log.json']],
    ['iamwatch scan --rules a', ['a log.json']],
    ['iamwatch scan - a', ['a log.json']],
    ['iamwatch scan -- --isol', []],
    ['iamwatch scan --since ', []],
  ])('%s', (line, offered) => {
    expect(offers(line)).toEqual(offered);
  });

  it('registers itself for the program', () => {
    expect(run('bash', ['--norc', '-c', 'source "$1"; complete -p iamwatch', 'bash', script('bash')])).toBe(
      'complete -F _iamwatch iamwatch\n',
    );
  });
});

whereInstalled('zsh', () => {
  it('can read the script', () => {
    run('zsh', ['-f', '-n', script('zsh')]);
  });

  /** Lines as they stand after the key was pressed at their ends; typed into an interactive shell. */
  function completed(lines: readonly string[]): string[] {
    const driver = `
      zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell "PS1=ready'>' PS2=; autoload -U compinit; compinit -u -D; bindkey -e; source \${(q)1}"
      shift
      for line in "$@"; do
        zpty -r shell out '*ready>*' # keys are pressed when it listens
        zpty -w -n shell "$line"$'\\t'
        zpty -w -n shell $'\\x01print -r -- "GOT<\\x05>"\\n'
        zpty -r shell out $'*\\nGOT<*>*'
        print -r -- $out
      done
      zpty -d shell`;
    const out = run('zsh', ['-f', '-c', driver, 'zsh', script('zsh'), ...lines]);
    return [...out.matchAll(/^GOT<(?<line>[^\r\n]*)>\r?$/gm)].map((match) => (match.groups?.line ?? '').trimEnd());
  }

  it('completes what only one word can follow', () => {
    const one = OFFERS.flatMap(([line, offered]) =>
      offered.length === 1 ? [[line, `${line.slice(0, line.lastIndexOf(' ') + 1)}${offered[0] ?? ''}`] as const] : [],
    );
    const lines = [...one, ['iamwatch scan --output=c', 'iamwatch scan --output=csv'] as const];
    expect(completed(lines.map(([line]) => line))).toEqual(lines.map(([, line]) => line));
  });

  it('completes from a folder of functions too', () => {
    const driver = `fpath=(\${1:h} $fpath); autoload -U compinit; compinit -u -D; print -r -- $_comps[iamwatch]`;
    expect(run('zsh', ['-f', '-c', driver, 'zsh', script('zsh')])).toBe('_iamwatch\n');
  });
});

whereInstalled('fish', () => {
  it('can read the script', () => {
    run('fish', ['--no-config', '-n', script('fish')]);
  });

  function offers(line: string): string[] {
    const out = run('fish', ['--no-config', '-c', `source '${script('fish')}'; complete -C '${line}'`]);
    return out
      .split('\n')
      .map((row) => row.split('\t')[0] ?? '')
      .filter((word) => word !== '')
      .sort();
  }

  it.each(OFFERS)('%s', (line, offered) => {
    expect(offers(line)).toEqual(offered);
  });

  it.each([
    ['iamwatch scan --output=c', ['--output=csv']],
    ['iamwatch scan a', ['a log.json']],
  ])('%s', (line, offered) => {
    expect(offers(line)).toEqual(offered);
  });
});
