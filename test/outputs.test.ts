/** What `scan` prints in each format: pinned, valid, empty where nothing is found, and safe whatever a log holds. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { COLUMNS, LIST_SEPARATOR } from '../src/alerts/csv/columns.ts';
import { isFormula } from '../src/alerts/csv/cell.ts';
import { draftAlert } from '../src/alerts/draft.ts';
import type { Alert } from '../src/alerts/alert.ts';
import { UNMAPPED, toDetectionFinding } from '../src/alerts/ocsf/to-detection-finding.ts';
import type { DetectionFinding } from '../src/alerts/ocsf/detection-finding.ts';
import { complaints } from '../src/alerts/ocsf/validate.fixture.ts';
import { organisationProfile, type OrganisationProfile } from '../src/context/organisation-profile.ts';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import { rawEventView } from '../src/events/event-view.ts';
import { loadBases } from '../src/rule-language/base-event.ts';
import { policyPredicates } from '../src/rule-language/policy-predicates.ts';
import { testEvents } from '../src/rule-language/test-events.ts';
import { compileRuleSet, type RuleSet } from '../src/rule-language/rule-set.ts';
import type { JsonObject } from '../src/std/json.ts';
import { alertsOf, folderWith, iamwatch } from './program.fixture.ts';
import { baseFiles, shippedRules } from './shipped-rules.fixture.ts';

const EXAMPLES = fileURLToPath(new URL('../examples', import.meta.url));
const MANUAL = readFileSync(new URL('../docs/outputs.md', import.meta.url), 'utf8');

/** Somebody makes a key for another user: one alert. */
function keyFor(userName: string, patch: JsonObject = {}): JsonObject {
  return record({
    eventName: 'CreateAccessKey',
    requestParameters: { userName },
    responseElements: { accessKey: { accessKeyId: 'AKIAEXAMPLE000000009', userName, status: 'Active' } },
    eventID: `key-${userName}`,
    ...patch,
  });
}

function logs(...records: readonly JsonObject[]): string {
  return folderWith({ 'a.json': JSON.stringify(records) });
}

/** What a run over one log prints; names of files are those of the log's folder. */
function printed(format: string, folder: string): string {
  const ran = iamwatch(['scan', '--output', format, 'a.json'], { cwd: folder });
  expect(ran.code).toBe(0);
  return ran.out;
}

function rows(text: string): string[][] {
  return parse(text, { record_delimiter: '\r\n' });
}

describe('two alerts', () => {
  const records = [keyFor('backup'), keyFor('support, "night"')];

  it('as json, pinned, and the same in ndjson', async () => {
    const folder = logs(...records);
    const out = printed('json', folder);
    await expect(out).toMatchFileSnapshot('golden/alerts.json');
    const lines = printed('ndjson', folder).trimEnd().split('\n');
    expect(JSON.parse(out)).toEqual(lines.map((line) => JSON.parse(line) as unknown));
    expect(lines).toHaveLength(2);
  });

  it('as csv, pinned: a row for each', async () => {
    const out = printed('csv', logs(...records));
    await expect(out).toMatchFileSnapshot('golden/alerts.csv');
    expect(rows(out).map(([id]) => id)).toEqual(['id', expect.any(String), expect.any(String)]);
  });

  it('as ocsf, pinned', async () => {
    const out = printed('ocsf', logs(...records));
    // The program's version is no part of the contract.
    await expect(out.replaceAll(/("vendor_name":"iamwatch","version":)"[^"]+"/g, '$1"0.0.0"')).toMatchFileSnapshot(
      'golden/alerts.ocsf',
    );
  });
});

it.each(['json', 'csv'])('a run whose alerts are all below --min-level is an empty document (%s)', (format) => {
  const { out } = iamwatch(['scan', '--min-level', 'critical', '--output', format, logs(keyFor('backup'))]);
  expect(format === 'json' ? JSON.parse(out) : rows(out).slice(1)).toEqual([]);
});

describe('what an attacker typed', () => {
  const NAME = '=cmd|\'/C calc\'!A0\u202e\u001b[2J\r\n"x",+1';
  const hostile = keyFor('backup', {
    userIdentity: {
      type: 'IAMUser',
      userName: NAME,
      arn: `arn:aws:iam::111122223333:user/${NAME}`,
      accountId: '111122223333',
    },
    userAgent: '@SUM(1+9)*cmd',
  });

  it('is no formula in csv, and stands on one line', () => {
    const out = printed('csv', logs(hostile));
    const [, cells = [], ...more] = rows(out);
    expect(more).toEqual([]);
    expect(out.split('\r\n')).toHaveLength(3);
    const cell = new Map(COLUMNS.map(({ name }, index) => [name, cells[index]]));
    expect(cell.get('actor_name')).toBe("'=cmd|'/C calc'!A0\\u{202e}\\u{1b}[2J\\u{d}\\u{a}\"x\",+1");
    expect(cell.get('user_agent')).toBe("'@SUM(1+9)*cmd");
    expect(cells.filter((text) => isFormula(text) && !text.startsWith("'"))).toEqual([]);
  });

  it.each(['table', 'json', 'ndjson', 'ocsf'])(
    'does nothing to a terminal in %s, and JSON keeps its value',
    (format) => {
      const out = printed(format, logs(hostile));
      expect(out.replaceAll(/\r\n|\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      if (format !== 'table') expect(JSON.stringify(JSON.parse(out))).toContain(JSON.stringify(NAME).slice(1, -1));
    },
  );
});

describe('a reader that goes away', () => {
  it.each(['table', 'json'])('ends nothing and changes no exit code (%s)', async (format) => {
    const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
    const child = spawn(process.execPath, [program, 'scan', '--output', format, EXAMPLES], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, counted: told.includes('alerts:') }).toEqual({ code: 0, counted: true });
  });
});

describe('findings of OCSF are valid', () => {
  it('over the examples', () => {
    const { out } = iamwatch(['scan', '--output', 'ocsf', '--min-level', 'informational', EXAMPLES]);
    const findings = out.split('\n').filter((line) => line !== '');
    expect(findings.length).toBeGreaterThan(10);
    expect(findings.flatMap((line) => complaints(JSON.parse(line)))).toEqual([]);
  });

  it('over every alert of the tests inside the shipped rules', () => {
    const alerts = alertsOfRules();
    expect(alerts.length).toBeGreaterThan(500);
    expect(alerts.flatMap((alert) => complaints(toDetectionFinding(alert, '0.0.0')))).toEqual([]);
  });

  it('and name the service of every call of AWS', () => {
    const nameless = alertsOfRules()
      .filter(({ cloud }) => cloud === 'aws') // a method of Google Cloud names its service itself
      .filter((alert) => toDetectionFinding(alert, '0.0.0').evidences?.[0]?.api?.service === undefined);
    expect(nameless.map(({ rule }) => rule.name)).toEqual([]);
  });
});

let found: readonly Alert[] | undefined;

/** Alerts of all tests inside the shipped rules; made once, because it takes seconds. */
function alertsOfRules(): readonly Alert[] {
  const { bases } = loadBases(baseFiles);
  found ??= shippedRules().flatMap((rule) => {
    const engineOf = (profile: OrganisationProfile): RuleSet =>
      compileRuleSet([rule], { predicates: policyPredicates(profile) });
    const stranger = organisationProfile();
    const plain = engineOf(stranger);
    return rule.tests
      .filter(({ expect: expected }) => expected.kind === 'alert')
      .flatMap((test) => {
        const profile = test.profile === undefined ? stranger : organisationProfile(test.profile);
        const engine = test.profile === undefined ? plain : engineOf(profile);
        return testEvents(test.events, bases).flatMap((record) => {
          const view = rawEventView(record);
          return engine
            .match(view)
            .map((match) => draftAlert(match, view, { file: 'a.json', record: 1 }, { engine, profile }));
        });
      });
  });
  return found;
}

describe('the manual', () => {
  it('has the columns of csv in their order', () => {
    expect(tableOf('### Columns')).toEqual(COLUMNS.map(({ name, meaning }) => [`\`${name}\``, meaning]));
    expect(MANUAL).toContain(`\`${LIST_SEPARATOR}\``);
  });

  it('has every attribute that a finding has, and no other', () => {
    const findings: unknown[] = [...alertsOfRules().map((alert) => toDetectionFinding(alert, '0.0.0')), invoked()];
    const paths = new Set(findings.flatMap((one) => [...leavesOf(JSON.parse(JSON.stringify(one)))]));
    const documented = tableOf('### Mapping').flatMap(([attributes = '']) =>
      [...attributes.matchAll(/`(?<path>[^`]+)`/g)].map((match) => match.groups?.path ?? ''),
    );
    expect(documented.toSorted()).toEqual([...paths].toSorted());
  });

  it('names what stands under unmapped', () => {
    const [, list = ''] = /`unmapped` holds (?<list>[^.]+)\./.exec(MANUAL) ?? [];
    expect([...list.matchAll(/`(?<name>\w+)`/g)].map(([, name]) => name)).toEqual([...UNMAPPED]);
  });

  it('has examples that are true', () => {
    const example = /```json\n(?<json>\{\n[^`]*)```/.exec(MANUAL)?.groups?.json ?? '{}';
    const shown = JSON.parse(example) as Partial<DetectionFinding>; // ours
    const made = JSON.parse(printed('ocsf', logs(keyFor('backup')))) as DetectionFinding; // the program's
    expect(made).toMatchObject({ ...shown, unmapped: {} });
  });
});

/** What no rule's test has: a service that called for the actor, repeats, and an ARN that is not the principal's. */
function invoked(): DetectionFinding {
  const [alert] = alertsOf(iamwatch(['scan', '--output', 'ndjson', logs(keyFor('backup'))]));
  if (alert === undefined) throw new Error('There is an alert to begin with.');
  const arn = 'arn:aws:iam::111122223333:user/other';
  const actor = { ...alert.actor, arn, invoked_by: 'cloudformation.amazonaws.com' };
  return toDetectionFinding({ ...alert, actor, count: 2 }, '0.0.0');
}

/** Rows of the table below a heading of the manual. */
function tableOf(heading: string): string[][] {
  const after = MANUAL.slice(MANUAL.indexOf(`${heading}\n`));
  const table = /\n\|[^\n]+\n\|[-| ]+\n(?<rows>(?:\|[^\n]+\n)+)/.exec(after)?.groups?.rows ?? '';
  return table
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

/** Paths of what has no parts, as OCSF writes them: `resources[].uid`. Of `unmapped` and `data` only the name. */
function* leavesOf(value: unknown, path = ''): Generator<string> {
  if (path === 'unmapped' || path.endsWith('.data') || typeof value !== 'object' || value === null) yield path;
  else if (Array.isArray(value)) for (const item of value) yield* leavesOf(item, `${path}[]`);
  else
    for (const [name, inner] of Object.entries(value)) yield* leavesOf(inner, path === '' ? name : `${path}.${name}`);
}
