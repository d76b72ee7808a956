/** `iamwatch rules list` and `rules show`. */
import { colors } from './colors.ts';
import type { RuleWords } from '../rule-language/memory-rule.ts';
import { memoryText, modifierText } from '../rule-language/memory-text.ts';
import { kindOf, type Rule } from '../rule-language/rule.ts';
import { reachableLevels } from '../rule-language/severity-modifier.ts';
import type { RuleSet } from '../rule-language/rule-set.ts';
import { detectorPeriods } from '../workshop/page/detector-period.ts';
import { printable, printableDocument } from '../std/printable.ts';
import { wrap } from './alert-table.ts';
import { DONE } from './exit-code.ts';
import { ruleCalled } from './rule-choice.ts';
import { loadRuleSources, type RuleOptions } from './rule-source.ts';
import type { Streams } from './streams.ts';

/** Lists rules: a line each, or an array of rule objects. */
export async function listRules(
  options: RuleOptions & { readonly output: 'table' | 'json' },
  streams: Streams,
): Promise<number> {
  const loaded = await loadRuleSources(options, streams.err, { needsTests: options.output === 'json' });
  const rules: readonly Listed[] = [...loaded.rules, ...correlationsOf(loaded.ruleSet)];
  if (options.output === 'json') {
    await streams.out(`${printableDocument(rules.map(ruleJson))}\n`);
    return DONE;
  }
  const rows = rules.map((rule) =>
    [rule.name, kindOf(rule), reachableLevels(rule).join('/'), rule.catalogue.join(' '), rule.title].map(printable),
  );
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    await streams.out(`${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`);
  }
  streams.err(`${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}\n`);
  return DONE;
}

/** What a list says of a rule: one over events, or a correlation of such. */
type Listed = RuleWords & Pick<Rule, 'memory' | 'modifiers' | 'logsource' | 'variations' | 'tests'>;

/** Sigma correlations stand behind the rules that they count. */
function correlationsOf({ rules, memoryRules }: RuleSet): readonly Listed[] {
  const own = new Set<RuleWords>(rules);
  return memoryRules.flatMap(({ words, memory, sources }): readonly Listed[] => {
    const [first] = sources;
    if (own.has(words) || first === undefined) return [];
    return [{ ...words, memory, logsource: first.rule.logsource, modifiers: [], variations: [], tests: [] }];
  });
}

/** Shows one rule for an analyst. */
export async function showRule(wanted: string, options: RuleOptions, streams: Streams): Promise<number> {
  const { rules } = await loadRuleSources(options, streams.err);
  await streams.out(`${page(ruleCalled(wanted, rules))}\n`);
  return DONE;
}

function ruleJson(rule: Listed): Record<string, unknown> {
  return {
    id: rule.id ?? rule.name,
    name: rule.name,
    title: rule.title,
    kind: kindOf(rule),
    version: rule.version,
    status: rule.status ?? null,
    level: rule.level,
    variations: rule.variations.map(({ name, level }) => ({ name, level })),
    confidence: rule.confidence ?? null,
    category: rule.category ?? null,
    catalogue: rule.catalogue,
    description: rule.description ?? null,
    logsource: rule.logsource,
    counterparts: rule.counterparts,
    no_counterpart: rule.noCounterpart ?? null,
    data: rule.data,
    attack: rule.attack ?? null,
    tags: rule.tags,
    attackers_goal: rule.attackersGoal ?? null,
    business: rule.business ?? null,
    investigate: rule.investigate,
    respond: rule.respond,
    falsepositives: rule.falsepositives,
    blind_spots: rule.blindSpots,
    references: rule.references,
    author: rule.author ?? null,
    date: rule.date ?? null,
    modified: rule.modified ?? null,
    memory: rule.memory === undefined ? null : memoryText(rule.memory),
    modifiers: rule.modifiers.map(({ name, raise, memory }) => ({ name, raise, where: memoryText(memory) })),
    ...detectorPeriods(rule),
    file: rule.file,
    tests: rule.tests.length,
  };
}

function page(rule: Rule): string {
  const attack = rule.attack?.techniques.map(({ id, origin }) => `${id} (${origin})`) ?? rule.tags;
  return [
    colors.bold(printable(rule.title)),
    `${printable(rule.name)} · level ${rule.level} · confidence ${rule.confidence ?? 'not stated'} · ${printable(rule.catalogue.join(' '))}`,
    section('What it notices', rule.description),
    section('What it remembers', rule.memory === undefined ? undefined : memoryText(rule.memory)),
    list(
      'Variations',
      rule.variations.map(({ name, level, title }) => `${name}: ${level}${title === undefined ? '' : `, ${title}`}`),
    ),
    list('Modifiers', rule.modifiers.map(modifierText)),
    section("Attacker's goal", rule.attackersGoal),
    section('For the business', rule.business),
    list('Investigate', rule.investigate),
    list('Respond', rule.respond),
    list('Also looks like this', rule.falsepositives),
    list('Cannot see', rule.blindSpots),
    list('In the other cloud', rule.noCounterpart === undefined ? rule.counterparts : [rule.noCounterpart]),
    list('Needs', rule.data),
    list('ATT&CK', attack),
    list('Read more', rule.references),
    `File: ${printable(rule.file)}, ${rule.tests.length} tests`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function section(title: string, text: string | undefined): string {
  return text === undefined ? '' : `\n${colors.bold(title)}\n${indent(text)}`;
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `\n${colors.bold(title)}\n${items.map((item) => indent(item).replace(/^ {2}/, '- ')).join('\n')}`;
}

function indent(text: string): string {
  return wrap(text, 76)
    .map((line) => `  ${printable(line)}`)
    .join('\n');
}
