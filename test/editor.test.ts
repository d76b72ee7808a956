/** What an author of rules sees in an editor that runs the YAML language server, with the schema of the repository. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleFiles } from './shipped-rules.fixture.ts';
import { editor, type Editor, type Offered, type Position } from './language-server.fixture.ts';

const RULES = fileURLToPath(new URL('../rules', import.meta.url));
const MODELINE = '# yaml-language-server: $schema=../schemas/rule.schema.json\n';

const RULE = `${MODELINE}title: A rule
level: high
attackers_goal: Keep access.
logsource: { product: aws, service: cloudtrail }
detection:
  created:
    eventName: CreateUser
    iamwatch.outcome: success
    requestParameters.policyDocument|grants_admin: true
    userAgent|startswith: x
  condition: created
`;

let opened: Editor;
let number = 0;

beforeAll(async () => {
  opened = await editor(RULES);
});
afterAll(async () => {
  await opened[Symbol.asyncDispose]();
});

/** Opens a text in which `‸` stands for the cursor. */
async function withCursor(
  text: string,
): Promise<readonly [file: string, position: Position, marked: readonly string[]]> {
  const [before = '', after = ''] = text.split('‸');
  const lines = before.split('\n');
  const file = `own-${(number += 1)}.yaml`;
  const marked = await opened.open(file, before + after);
  return [
    file,
    { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
    marked.map(({ message, range }) => `${range.start.line + 1}: ${message}`),
  ];
}

async function offered(text: string): Promise<ReadonlyMap<string, string>> {
  const [file, position] = await withCursor(text);
  return new Map((await opened.complete(file, position)).map((item) => [item.label, docOf(item)]));
}

function docOf({ documentation = '' }: Offered): string {
  return typeof documentation === 'string' ? documentation : documentation.value;
}

async function shown(text: string): Promise<string> {
  const [file, position] = await withCursor(text);
  return opened.hover(file, position);
}

async function marked(text: string): Promise<readonly string[]> {
  return (await withCursor(text))[2];
}

describe('completion', () => {
  it('offers the five levels and says what they mean', async () => {
    const levels = await offered(`${MODELINE}title: A rule\nlevel: ‸`);
    expect([...levels.keys()].sort()).toEqual(['critical', 'high', 'informational', 'low', 'medium']);
    expect(levels.get('high')).toContain('Looked at now');
  });

  it('offers the keys of a rule with their meaning', async () => {
    const keys = await offered(`${MODELINE}title: A rule\nattac‸`);
    expect(keys.get('attackers_goal')).toContain('What an attacker would want with it');
  });

  it('offers fields with their modifiers, below a search identifier', async () => {
    const keys = await offered(`${MODELINE}title: A rule\ndetection:\n  created:\n    iamw‸`);
    expect(keys.get('iamwatch.actor.kind')).toContain('service-account');
    expect(keys.get('iamwatch.gcp.bindings|any_element')).toContain('one element of the list');
    expect(keys.get('eventName|startswith')).toContain('the field starts with the text');
    expect(keys.get('requestParameters.policyDocument|grants_admin')).toContain('makes its holder administrator');
  });

  it('offers the fields of an element inside of any_element', async () => {
    const text = `${MODELINE}title: A rule\ndetection:\n  granted:\n    iamwatch.gcp.bindings|any_element:\n      rol‸`;
    const keys = await offered(text);
    expect(keys.get('role|role_administers')).toContain('change who may do what');
    expect([...keys.keys()]).not.toContain('eventName');
  });

  it.each([
    ['a test', 'tests:\n  - name: t\n    ‸', ['event', 'events', 'expect', 'kind', 'patch', 'profile', 'without']],
    ['a variation', 'variations:\n  - name: v\n    ‸', ['condition', 'level', 'sentence']],
    ['a filter', 'logsource: {}\nfilter:\n  ‸', ['condition', 'rules']],
    ['a correlation', 'correlation:\n  ‸', ['group-by', 'rules', 'timespan', 'type']],
  ])('offers the keys of %s', async (_, text, names) => {
    expect([...(await offered(`${MODELINE}title: A rule\n${text}`)).keys()]).toEqual(expect.arrayContaining(names));
  });
});

describe('hover', () => {
  it.each([
    ['attackers_‸goal', 'What an attacker would want with it'],
    ['level: hi‸gh', 'Looked at now'],
    ['iamwatch.out‸come', 'success, failure or denied'],
    ['policyDocument|grants_‸admin', 'makes its holder administrator'],
    ['userAgent|starts‸with', 'the field starts with the text'],
    ['cond‸ition', 'When the rule holds'],
    ['creat‸ed:', 'A search identifier'],
  ])('over %s', async (word, text) => {
    const plain = word.replace('‸', '');
    expect(RULE).toContain(plain);
    expect((await shown(RULE.replace(plain, word))).replaceAll('\\', '')).toContain(text);
  });
});

describe('marks', () => {
  it('nothing in a rule that is right, and nothing in any that ships', async () => {
    expect(await marked(RULE)).toEqual([]);
    for (const { text } of ruleFiles.filter((_, index) => index % 6 === 0))
      expect(await marked(MODELINE + text)).toEqual([]);
  });

  it.each([
    ['a level that is none', 'level: high', 'level: severe', /^3: .*"informational".*"critical"/u],
    ['a modifier that is none', 'startswith', 'startwith', /^11: Unknown modifier/u],
    [
      'modifiers that cannot be combined',
      'startswith',
      'startswith|endswith',
      /^11: These modifiers cannot be combined/u,
    ],
    ['a field that is none', 'iamwatch.outcome', 'iamwatch.outcom', /^9: The normalised event has no such field/u],
    ['an answer that is none', 'grants_admin: true', 'grants_admin: maybe', /^10: A predicate is asked for/u],
    ['a missing condition', '  condition: created\n', '', /^\d: Missing property "condition"/u],
  ])('%s', async (_, right, wrong, message) => {
    expect(RULE).toContain(right);
    expect(await marked(RULE.replace(right, wrong))).toEqual([expect.stringMatching(message)]);
  });
});
