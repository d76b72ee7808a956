/** The indexes of the pages: by level, by alert name, by data source and by technique, each with last-changed dates (R93). */
import { levels, type Rule } from '../../rule-language/rule.ts';
import { reachableLevels } from '../../rule-language/severity-modifier.ts';
import { attackOf } from '../../alerts/rule-attack.ts';
import { attackLink } from './attack-link.ts';
import { inline, link, table } from './markdown.ts';
import { platformOf } from './platform.ts';
import { FIRST_LINE } from './rule-page.ts';

/** Where the page of a rule lies, seen from an index. */
type PageOf = (name: string) => string | undefined;

/** All indexes: file name → Markdown. */
export function ruleIndexes(rules: readonly Rule[], pageOf: PageOf): ReadonlyMap<string, string> {
  const byTitle = [...rules].sort((left, right) => compare(left.title, right.title) || compare(left.name, right.name));
  return new Map(INDEXES.map((index) => [index.file, page(index, byTitle, pageOf)]));
}

interface Index {
  readonly file: string;
  readonly title: string;
  readonly label: string;
  /** Headings in their order, with the rules below each. A rule may stand below several. */
  readonly groups: (rules: readonly Rule[]) => ReadonlyMap<string, readonly Rule[]>;
}

const INDEXES: readonly Index[] = [
  { file: 'README.md', title: 'Rules', label: 'by level', groups: byLevel },
  {
    file: 'by-name.md',
    title: 'Rules by alert name',
    label: 'by alert name',
    groups: (rules) => new Map([['', rules]]),
  },
  { file: 'by-data-source.md', title: 'Rules by data source', label: 'by data source', groups: byDataSource },
  {
    file: 'by-technique.md',
    title: 'Rules by ATT&CK tactic and technique',
    label: 'by technique',
    groups: byTechnique,
  },
];

function page({ file, title, groups }: Index, rules: readonly Rule[], pageOf: PageOf): string {
  const ways = INDEXES.map((other) => (other.file === file ? `**${other.label}**` : link(other.label, other.file)));
  const sections = [...groups(rules)].flatMap(([heading, members]) => [
    ...(heading === '' ? [] : [`## ${heading}`]),
    rows(members, pageOf),
  ]);
  const lead = `${rules.length} rules: ${ways.join(', ')}. Each page shows an alert of its rule.`;
  return `${[FIRST_LINE, `# ${inline(title)}`, lead, ...sections].join('\n\n')}\n`;
}

function rows(rules: readonly Rule[], pageOf: PageOf): string {
  return table(
    ['Rule', 'Level', 'Data source', 'Techniques', 'Last changed'],
    rules.map((rule) => [
      link(inline(rule.title), pageOf(rule.name) ?? ''),
      levelsOf(rule),
      platformOf(rule.logsource),
      attackOf(rule)
        .techniques.map(({ id }) => inline(id))
        .join(', '),
      rule.modified ?? rule.date ?? '',
    ]),
  );
}

/** The rule's own level, and how far its variations and modifiers go up. */
function levelsOf(rule: Rule): string {
  const { level } = rule;
  const ranks = reachableLevels(rule).map((one) => levels.indexOf(one));
  const most = levels[Math.max(levels.indexOf(level), ...ranks)] ?? level;
  return most === level ? level : `${level}, up to ${most}`;
}

function byLevel(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  return grouped(
    rules,
    ({ level }) => [level],
    (left, right) => rank(right) - rank(left),
  );
}

function rank(level: string): number {
  return levels.findIndex((one) => one === level);
}

function byDataSource(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  return grouped(rules, ({ data, logsource }) => (data.length === 0 ? [platformOf(logsource)] : data.map(inline)));
}

function byTechnique(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  return grouped(
    rules,
    (rule) => {
      const { tactics, techniques } = attackOf(rule);
      const ids = [...tactics, ...techniques].map(({ id }) => attackLink(id));
      return ids.length === 0 ? ['Mapped to nothing'] : ids;
    },
    tacticsFirst,
  );
}

function tacticsFirst(left: string, right: string): number {
  return attackRank(left) - attackRank(right) || compare(left, right);
}

function attackRank(heading: string): number {
  return heading.startsWith('[TA') ? 0 : heading.startsWith('[T') ? 1 : 2;
}

function grouped(
  rules: readonly Rule[],
  headingsOf: (rule: Rule) => readonly string[],
  order: (left: string, right: string) => number = compare,
): ReadonlyMap<string, readonly Rule[]> {
  const groups = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const heading of new Set(headingsOf(rule))) {
      const members = groups.get(heading);
      if (members === undefined) groups.set(heading, [rule]);
      else members.push(rule);
    }
  }
  return new Map([...groups].sort(([left], [right]) => order(left, right)));
}

/** By code units: the same order on every machine. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
