/** `rules explain` as a user runs it: the texts are golden (`-u` rewrites them), what is asked for wrongly is told. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { entry } from '../src/events/gcp-audit/entry.fixture.ts';
import { printable } from '../src/std/printable.ts';
import { type Explanation, isExplanation } from '../src/workshop/explain/explanation.ts';
import { folderWith, iamwatch, type Ran } from './program.fixture.ts';

const GOLDEN = fileURLToPath(new URL('golden/explain', import.meta.url));
const EVENTS = path.join(GOLDEN, 'events.json');

/** Runs from where the golden files lie, so that the paths in the text are the same everywhere. */
function explain(args: readonly string[], stdin?: string | Buffer): Ran {
  const options = stdin === undefined ? {} : { stdin };
  return iamwatch(['rules', 'explain', ...args], { cwd: GOLDEN, ...options });
}

function own(...args: readonly string[]): readonly string[] {
  return ['role-changed.yaml', 'events.json', '--no-builtin', ...args];
}

describe('the text', () => {
  it.each([
    ['silent', own('--event', 'e-silent', '--why-not')],
    ['fires', own('--event', 'e-fires', '--why-not')],
    ['other', own('--event', 'e-other', '--why-not')],
    ['all', own('--all', '--why-not')],
    ['element', ['gcp-iam-public-grant', 'test:the grant is taken away', '--why-not']],
  ])('%s', async (name, args) => {
    const ran = explain(args);
    expect(ran.code).toBe(0);
    for (const line of ran.out.split('\n')) {
      if (name !== 'all') expect(line.length).toBeLessThanOrEqual(80);
    }
    await expect(ran.out).toMatchFileSnapshot(`golden/explain/${name}.txt`);
  });

  it('shows no secret, and nothing that a terminal obeys', () => {
    const { out } = explain(own('--event', 'e-silent', '--why-not'));
    expect(out).not.toContain('hunter2');
    expect(printable(out.replaceAll('\n', ''))).toBe(out.replaceAll('\n', ''));
  });
});

describe('the manual', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const manual = readFileSync(path.join(root, 'docs/explain.md'), 'utf8');
  const sessions = [...manual.matchAll(/```console\n\$ iamwatch ([^\n]+)\n(.+?)```/gsu)].map(
    ([, line = '', text = '']) => {
      const words = [...line.matchAll(/"([^"]*)"|\S+/gu)].map(([word, quoted]) => quoted ?? word);
      return [line, words, text] as const;
    },
  );

  it.each(sessions)('%s', (_line, words, text) => {
    expect(iamwatch(words, { cwd: root }).out.trimEnd()).toBe(text.trimEnd());
  });

  it('has sessions', () => {
    expect(sessions).toHaveLength(3);
  });
});

describe('the JSON', () => {
  it('is what the schema says, for every event', () => {
    const { out, code } = explain(own('--all', '--why-not', '--output', 'json'));
    expect(code).toBe(0);
    const lines = out.split('\n').filter((line) => line !== '');
    expect(lines.map((line) => isExplanation(JSON.parse(line)))).toEqual([true, true, true]);
    expect(out).not.toContain('hunter2');
    expect(printable(out.replaceAll('\n', ''))).toBe(out.replaceAll('\n', ''));
  });

  it('points at the lines of the rule file', () => {
    const explained = jsonOf(own('--event', 'e-fires'));
    const lines = readFileSync(path.join(GOLDEN, 'role-changed.yaml'), 'utf8').split('\n');
    for (const { name, place } of explained.explained.detection.identifiers) {
      expect(lines[(place?.line ?? 0) - 1]?.slice((place?.column ?? 0) - 1)).toMatch(new RegExp(`^${name}:`));
    }
    expect(explained.why_not).toBeNull();
  });
});

describe('the rule', () => {
  it('is named by name, id, catalogue id or file', () => {
    const named = jsonOf(['aws-iam-administrator-policy-created', 'test:everything is allowed']);
    for (const word of [
      named.rule.id,
      'A47',
      path.relative(GOLDEN, shipped('aws/iam/administrator-policy-created.yaml')),
    ]) {
      expect(jsonOf([word, 'test:everything is allowed']).rule).toEqual(named.rule);
    }
    expect(named.explained).toMatchObject({ holds: true, level: 'medium', variation: null });
  });

  it('must be one', () => {
    const several = explain([shipped('gcp/iam'), EVENTS, '--event', 'e-fires']);
    expect(several).toMatchObject({ code: 2, out: '' });
    expect(several.err).toContain('name one of them');
    const unknown = explain(['aws-iam-administrator-policy-create', EVENTS]);
    expect(unknown).toMatchObject({ code: 2, out: '' });
    expect(unknown.err).toContain('Did you mean aws-iam-administrator-policy-created?');
  });
});

describe('the event', () => {
  it('is the only one of its input, whatever that is wrapped in', () => {
    const text = JSON.stringify(JSON.parse(readFileSync(EVENTS, 'utf8')) as { Records: unknown[] });
    const [first] = (JSON.parse(text) as { Records: unknown[] }).Records; // our own file
    const rule = ['role-changed.yaml', '-', '--no-builtin', '--output', 'json'];
    const plain = explain(rule, JSON.stringify(first));
    expect(plain.code).toBe(0);
    expect(explain(rule, gzipSync(JSON.stringify({ Records: [first] }))).out).toBe(plain.out);
  });

  it('is chosen by its id where there are several', () => {
    const ran = explain(own());
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('holds 3 events; choose one with --event ID');
    expect(ran.err).toContain('e-silent  UpdateAssumeRolePolicy');
    const typo = explain(own('--event', 'e-silnt'));
    expect(typo).toMatchObject({ code: 2, out: '' });
    expect(typo.err).toContain('Did you mean e-silent?');
  });

  it('is one of the tests of the rule, with the organisation of the test', () => {
    const ran = explain(['aws-iam-administrator-policy-created', 'test:everything is alowed']);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('Did you mean "everything is allowed"?');
    expect(explain(['role-changed.yaml', 'test:any', '--no-builtin'])).toMatchObject({ code: 2, out: '' });
    const beyond = explain(['aws-iam-administrator-policy-created', 'test:everything is allowed', '--event', '2']);
    expect(beyond.err).toContain('has 1 event; --event takes its number');
  });

  it('of another cloud has no difference that would help, and the text says so', () => {
    const folder = folderWith({ 'gcp.json': JSON.stringify(entry()) });
    const ran = explain(['role-changed.yaml', path.join(folder, 'gcp.json'), '--no-builtin', '--why-not']);
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('it reads logs of aws, the event is of gcp');
    expect(ran.out.replaceAll('\n', ' ')).toContain('No change of the record makes it fire');
  });

  it('that cannot be read ends with 4', () => {
    const folder = folderWith({ 'words.json': 'words' });
    expect(explain(['role-changed.yaml', path.join(folder, 'words.json')])).toMatchObject({ code: 4, out: '' });
    expect(explain(['role-changed.yaml', path.join(folder, 'none.json')])).toMatchObject({ code: 4, out: '' });
  });
});

function jsonOf(args: readonly string[]): Explanation {
  const { out } = explain([...args, '--output', 'json']);
  return JSON.parse(out) as Explanation; // its shape has a test of its own
}

function shipped(name: string): string {
  return fileURLToPath(new URL(`../rules/${name}`, import.meta.url));
}
