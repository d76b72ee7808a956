/**
 * The prepared form of the shipped rules (P3): the same rules as their YAML, used only where it is surely theirs.
 *
 * The program is copied, so that its rules and its code can be edited, and what another build left behind counts for nothing.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadRules } from '../src/rule-language/load.ts';
import { type PreparedRule, preparedRule, prepareRule } from '../src/rule-language/prepared-rule.ts';
import { ruleFiles } from './shipped-rules.fixture.ts';

it('every shipped rule survives being written and read back', () => {
  const { rules } = loadRules(ruleFiles);
  const back = rules.map((rule) =>
    preparedRule(JSON.parse(JSON.stringify(prepareRule(rule))) as PreparedRule, rule.file),
  );
  expect(rules.length).toBeGreaterThan(0);
  expect(back).toEqual(
    rules.map((rule) => ({ ...rule, source: '', places: new Map(), tests: [], equivalentMutants: [] })),
  );
});

const ROOT = path.resolve(import.meta.dirname, '..');
const copy = mkdtempSync(path.join(tmpdir(), 'iamwatch-prepared-'));
const PREPARED = path.join(copy, 'dist', 'prepared-rules.json');
const RULE = path.join(copy, 'rules', 'aws', 'iam', 'user-created.yaml');
let written = '';

function run(...args: readonly string[]): { readonly out: string; readonly err: string } {
  const { stdout, stderr } = spawnSync(process.execPath, [path.join(copy, 'dist', 'cli', 'main.js'), ...args], {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { out: stdout, err: stderr };
}

beforeAll(() => {
  for (const name of ['dist', 'rules', 'pipelines', 'examples', 'package.json']) {
    cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  rmSync(PREPARED, { force: true });
  spawnSync(process.execPath, [path.join(copy, 'dist', 'cli', 'prepare-rules.js')], { stdio: 'inherit' });
  written = readFileSync(PREPARED, 'utf8');
}, 120_000);
afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});
beforeEach(() => {
  writeFileSync(PREPARED, written);
});

it('holds every shipped rule file', () => {
  const { files } = JSON.parse(written) as { readonly files: object };
  expect(Object.keys(files)).toHaveLength(ruleFiles.length);
});

it('prints what the YAML prints, to the letter', () => {
  const commands = [
    ['scan', '--output', 'json', '--min-level', 'informational', 'examples'],
    ['scan', '--output', 'ocsf', '--min-level', 'informational', '--rules', 'rules/aws/iam', 'examples'],
    ['rules', 'list'],
    ['rules', 'match', 'examples'],
    ['rules', 'parity'],
  ] as const;
  const fast = commands.map((args) => run(...args));
  rmSync(PREPARED);
  expect(commands.map((args) => run(...args))).toEqual(fast);
  expect(fast.map(({ out }) => out.length > 100)).toEqual(commands.map(() => true));
});

describe('a rule is told by its prepared form', () => {
  const TITLE =
    /^title: (.*)$/m.exec(readFileSync(path.join(ROOT, 'rules/aws/iam/user-created.yaml'), 'utf8'))?.[1] ?? '';
  const PLANTED = 'Planted in the prepared form';

  /** The title that a run gives the rule, where the prepared form has another one than the rule. */
  function titleOf(): string {
    writeFileSync(PREPARED, written.replaceAll(JSON.stringify(TITLE), JSON.stringify(PLANTED)));
    const line =
      run('rules', 'list')
        .out.split('\n')
        .find((one) => one.startsWith('aws-iam-user-created ')) ?? '';
    return line.endsWith(PLANTED) ? PLANTED : line.endsWith(TITLE) ? TITLE : line;
  }

  it('where its file is the one that was prepared', () => {
    expect(titleOf()).toBe(PLANTED);
  });

  it('and not where its file was edited since, were it by a comment', () => {
    const text = readFileSync(RULE, 'utf8');
    writeFileSync(RULE, `# edited\n${text}`);
    expect(titleOf()).toBe(TITLE);
    writeFileSync(RULE, text);
  });

  it('and not where the code that reads rules is another one', () => {
    const code = path.join(copy, 'dist', 'rule-language', 'parse-search.js');
    const text = readFileSync(code, 'utf8');
    writeFileSync(code, `${text}\n// edited\n`);
    expect(titleOf()).toBe(TITLE);
    writeFileSync(code, text);
  });

  it('and an added rule is read beside it', () => {
    const added = path.join(copy, 'rules', 'aws', 'iam', 'added.yaml');
    writeFileSync(
      added,
      readFileSync(RULE, 'utf8')
        .replace(/^id: .*$/m, '')
        .replace(/^name: .*$/m, 'name: added-rule'),
    );
    const { out, err } = run('rules', 'list');
    expect(out).toMatch(/^added-rule /m);
    expect(out).toMatch(/^aws-iam-user-created /m);
    expect(err).toMatch(new RegExp(`^${ruleCount() + 1} rules$`, 'm'));
    rmSync(added);
  });

  it('nor is it used where it cannot be read', () => {
    writeFileSync(PREPARED, written.slice(0, 1000));
    expect(run('rules', 'list').err).toBe(`${ruleCount()} rules\n`);
  });
});

function ruleCount(): number {
  return loadRules(ruleFiles).rules.length;
}
