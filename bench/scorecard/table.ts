/** The scorecard as Markdown, which a terminal shows as well as a page does. */
import { markdownTable } from '../markdown-table.ts';
import { VARIANTS } from '../organisation/attack/kind.ts';
import { atLeast, LEVELS, type Score, type ScoredAlert, type Verdict } from './score.ts';

export interface Judged {
  readonly seeds: readonly number[];
  readonly days: number;
  readonly accounts: number;
  readonly events: number;
  readonly scores: readonly Score[];
}

/** All tables. */
export function scorecard(judged: Judged): string {
  const verdicts = judged.scores.flatMap((one) => one.verdicts);
  const attacks = verdicts.filter(({ instance }) => instance.intent === 'attack');
  const twins = verdicts.filter(({ instance }) => instance.intent === 'benign');
  return [introduction(judged, attacks), recall(attacks), quietness(judged), twinsFlagged(twins)].join('\n\n');
}

function introduction({ seeds, days, accounts, events }: Judged, attacks: readonly Verdict[]): string {
  const low = attacks.filter(({ noticed }) => atLeast(noticed, 'low')).length;
  const medium = attacks.filter(({ noticed }) => atLeast(noticed, 'medium')).length;
  return [
    `Seeds ${seeds.join(', ')}; ${days} days, ${accounts} accounts and projects, ${events.toLocaleString('en-GB')} events in all.`,
    `**${low} of ${attacks.length} attacks noticed at low or above (${percent(low, attacks.length)}), ${medium} at medium or above (${percent(medium, attacks.length)}).**`,
    '',
    'A cell says how many of its attacks were noticed at low or above / at medium or above, and of how many. Noticed: an open',
    'alert shows one of the events that an analyst must see. The last column names the rule that spoke most often.',
  ].join('\n');
}

function recall(attacks: readonly Verdict[]): string {
  const kinds = [...new Set(attacks.map(({ instance }) => instance.kind))].sort();
  const rows = kinds.map((kind) => {
    const ofKind = attacks.filter(({ instance }) => instance.kind === kind);
    return [
      kind,
      ...VARIANTS.map((variant) => cell(ofKind.filter(({ instance }) => instance.variant === variant))),
      foremost(ofKind),
    ];
  });
  const all = [
    '**all**',
    ...VARIANTS.map((variant) => cell(attacks.filter(({ instance }) => instance.variant === variant))),
    '',
  ];
  return markdownTable(['Attack', ...VARIANTS, 'most often by'], [...rows, all]);
}

/** The rule that noticed most of them, at low or above: a kind may be noticed for another reason than its own. */
function foremost(verdicts: readonly Verdict[]): string {
  const counts = new Map<string, number>();
  for (const { rules } of verdicts) {
    for (const [name, level] of Object.entries(rules)) {
      if (atLeast(level, 'low')) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return ranked(counts)[0]?.[0] ?? '';
}

function ranked(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
}

function cell(verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return '–';
  const low = verdicts.filter(({ noticed }) => atLeast(noticed, 'low')).length;
  const medium = verdicts.filter(({ noticed }) => atLeast(noticed, 'medium')).length;
  return `${low} / ${medium} of ${verdicts.length}`;
}

function quietness({ scores, accounts, days, seeds }: Judged): string {
  const alerts = scores.flatMap(({ ofLife }) => ofLife);
  const weeks = (accounts * seeds.length * days) / 7;
  const rows = [...LEVELS].reverse().map((level) => {
    const ofLevel = alerts.filter((alert) => alert.level === level);
    return [level, (ofLevel.length / weeks).toFixed(2), String(ofLevel.length), loudest(ofLevel)];
  });
  return [
    'Daily life, alerts that show no event of any story, per account (or project) and week:',
    '',
    markdownTable(['Level', 'per account and week', 'in all', 'most by'], rows),
  ].join('\n');
}

function loudest(alerts: readonly ScoredAlert[]): string {
  const counts = new Map<string, number>();
  for (const { rule } of alerts) counts.set(rule.name, (counts.get(rule.name) ?? 0) + 1);
  return ranked(counts)
    .slice(0, 3)
    .map(([name, count]) => `${name} (${count})`)
    .join(', ');
}

function twinsFlagged(twins: readonly Verdict[]): string {
  const kinds = [...new Set(twins.map(({ instance }) => instance.kind))].sort();
  const flagged = twins.filter(({ touched }) => atLeast(touched, 'medium'));
  const rows = kinds.flatMap((kind) => {
    const ofKind = twins.filter(({ instance }) => instance.kind === kind);
    const loud = ofKind.filter(({ touched }) => atLeast(touched, 'medium'));
    if (loud.length === 0) return [];
    const names = new Set(
      loud.flatMap(({ rules }) => Object.keys(rules).filter((name) => atLeast(rules[name], 'medium'))),
    );
    return [[kind, loud[0]?.instance.title ?? '', `${loud.length} of ${ofKind.length}`, [...names].sort().join(', ')]];
  });
  return [
    `Benign twins, the same calls for a good reason: ${flagged.length} of ${twins.length} flagged at medium or above.`,
    '',
    ...(rows.length === 0 ? [] : [markdownTable(['Twin of', 'What it is', 'flagged', 'by'], rows)]),
  ].join('\n');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}
