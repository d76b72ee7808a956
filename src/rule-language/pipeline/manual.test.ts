/** The examples of the manual are tests: each transformation and condition has one, and it does what the manual says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { loadRules, type LoadResult } from '../load.ts';
import type { Rule } from '../rule.ts';
import type { Detection, Search } from '../detection.ts';
import { fieldConditions } from './condition/field-condition.ts';
import { itemConditions } from './condition/item-condition.ts';
import { ruleConditions } from './condition/rule-condition.ts';
import { transformations } from './transformation/registry.ts';

const manual = readFileSync(new URL('../../../docs/pipelines.md', import.meta.url), 'utf8');

interface Section {
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly string[];
}

/** The examples between two comments of the manual, by their headings. */
function sections(begin: string, end: string): readonly Section[] {
  const part = manual.slice(manual.indexOf(begin), manual.indexOf(end));
  return part
    .split(/^### /mu)
    .slice(1)
    .map((section) => {
      const [name = '', ...rest] = section.split('\n');
      const text = rest.join('\n');
      const blocks = [...text.matchAll(/^```(?:yaml|text)\n(?<block>[\s\S]*?)^```$/gmu)].map(
        ({ groups }) => groups?.block ?? '',
      );
      return { name: name.replaceAll('`', ''), text, blocks };
    });
}

/** A whole rule of the keys that an example shows. */
function ruleOf(keys: string): string {
  const [rule = '', ...more] = keys.split(/^---$/mu);
  const { logsource, detection, ...rest } = parse(rule) as Record<string, unknown>;
  const whole = {
    title: 'Example',
    logsource: logsource ?? { product: 'aws', service: 'cloudtrail' },
    detection: detection ?? { selection: { eventName: 'x' }, condition: 'selection' },
    ...rest,
  };
  return [JSON.stringify(whole), ...more].join('\n---\n');
}

function load(rule: string, ...items: readonly string[]): LoadResult {
  const pipeline = { vars: { admins: ['alice', 'bob*'] }, transformations: items.map((item): unknown => parse(item)) };
  const pipelines = items.length === 0 ? [] : [{ file: 'pipeline.yaml', text: JSON.stringify(pipeline) }];
  return loadRules([{ file: 'rule.yaml', text: rule }], { pipelines });
}

/** What the rules mean, without where they say so. */
function meanings({ rules }: LoadResult): unknown {
  return rules.map((rule) => ({
    logsource: rule.logsource,
    fields: rule.fields,
    custom: [...rule.custom],
    detection: outline(rule.detection),
    filters: rule.filters.map(({ name, detection }) => [name, outline(detection)]),
  }));
}

function outline({ identifiers, condition }: Detection): unknown {
  return { identifiers: [...identifiers], condition };
}

/** The errors of a rule, as the manual prints them. */
function errorsOf({ diagnostics }: LoadResult): readonly string[] {
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code}: ${message}\n`);
}

describe('transformations', () => {
  const all = sections('<!-- transformations', '<!-- end of transformations');

  test('each has its section', () => {
    expect(all.map(({ name }) => name).sort()).toEqual(transformations.map(({ type }) => type).sort());
  });

  test.each(transformations.map(({ type, summary }) => [type, summary]))(
    '%s begins with its summary',
    (type, summary) => {
      expect(
        all
          .find(({ name }) => name === type)
          ?.text.trim()
          .startsWith(summary),
      ).toBe(true);
    },
  );

  test.each(all.map(({ name, blocks }) => [name, ...blocks]))('%s', (name, item = '', before = '', after = '') => {
    expect(item).toContain(name);
    const loaded = load(ruleOf(before), item);
    if (after.startsWith('pipeline-refuses: ')) {
      expect(errorsOf(loaded)).toEqual([after]);
      expect(loaded.rules).toEqual([]);
      return;
    }
    const expected = meanings(load(ruleOf(after)));
    expect(errorsOf(loaded)).toEqual([]);
    expect(meanings(loaded)).toEqual(expected);
    expect(meanings(load(ruleOf(before)))).not.toEqual(expected);
  });
});

describe('conditions', () => {
  const all = sections('<!-- conditions', '<!-- end of conditions');
  const kinds = [
    ...ruleConditions.map(({ type, summary }) => ({ name: `rule_conditions: ${type}`, summary })),
    ...itemConditions.map(({ type, summary }) => ({ name: `detection_item_conditions: ${type}`, summary })),
    ...fieldConditions.map(({ type, summary }) => ({ name: `field_name_conditions: ${type}`, summary })),
  ];
  const earlier = [
    'id: earlier\ntype: field_name_mapping\nmapping: { who: user }\nrule_conditions: [{ type: logsource, product: aws }]',
    'type: set_state\nkey: vendor\nval: google',
  ];

  it('each has its section', () => {
    expect(all.map(({ name }) => name).sort()).toEqual(kinds.map(({ name }) => name).sort());
  });

  /** Whether an item with the conditions acts on a rule: it doubles every item under another name. */
  function acts(conditions: string, rule: string): boolean {
    const item = `type: field_name_suffix\nsuffix: .acted\n${conditions}`;
    return fieldsOf(load(ruleOf(rule), ...earlier, item).rules[0]).some((field) => field.endsWith('.acted'));
  }

  test.each(all.map(({ name, blocks }) => [name, ...blocks] as const))(
    '%s',
    (_, conditions = '', acting = '', passing = '') => {
      expect(acts(conditions, acting)).toBe(true);
      if (passing !== '') expect(acts(conditions, passing)).toBe(false);
    },
  );
});

function fieldsOf(rule: Rule | undefined): readonly string[] {
  return [...(rule?.detection.identifiers.values() ?? [])].flatMap(fieldsIn);
}

function fieldsIn(search: Search): readonly string[] {
  if (search.kind === 'all-of' || search.kind === 'any-of') return search.searches.flatMap(fieldsIn);
  return search.kind === 'field' ? [search.field.text] : [];
}
