/** An alert on the page of its rule: as the analyst sees it, and the part of its JSON that nothing else on the page says. */
import type { Alert } from '../../alerts/alert.ts';
import { shortAction } from '../../alerts/short-action.ts';
import { printableJson } from '../../std/printable.ts';
import type { ExampleAlert } from './example-alert.ts';
import { bullets, code, codeBlock, inline, table } from './markdown.ts';

/** The section; says so where no test raises an alert. */
export function exampleSection(example: ExampleAlert | undefined): string {
  if (example === undefined) return 'None of its tests raises one.';
  const { alert, test } = example;
  return [
    `Raised by the event of its test “${inline(test.name)}”.`,
    `> ${inline(alert.explanation.reason)}`,
    table(['', ''], facts(alert)),
    silenced(alert),
    missing(alert),
    json(alert),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function facts(alert: Alert): readonly (readonly string[])[] {
  const { actor, source, auth, events } = alert;
  const address = source.address === null ? '' : ` from ${code(source.address)}`;
  return [
    ['Level', `${alert.level}${sumOf(alert)}${alert.confidence === null ? '' : `, confidence ${alert.confidence}`}`],
    ['Variation', alert.variation === null ? 'none' : inline(alert.variation)],
    ['Actor', `${code(actor.principal)} (${inline(actor.kind)})`],
    ['Action', `${code(shortAction(alert.cloud, events[0]?.action ?? ''))}: ${inline(auth.outcome)}`],
    ['Target', alert.targets.map(({ type, id, name }) => `${inline(type)} ${code(name ?? id)}`).join('<br>') || 'none'],
    ['Where', `${code(alert.account ?? '')}${alert.region === null ? '' : `, ${inline(alert.region)}`}${address}`],
    ['When', inline(alert.time ?? 'unknown')],
    ['How', `${inline(source.access_method)}${auth.method === null ? '' : `, by ${inline(auth.method)}`}`],
  ];
}

/** ` = medium + 1 (first time in 14 days)`. */
function sumOf({ severity: { base, modifiers } }: Alert): string {
  if (modifiers.length === 0) return '';
  const steps = modifiers.map(({ name, change }) => ` ${change < 0 ? '-' : '+'} ${Math.abs(change)} (${inline(name)})`);
  return ` = ${base}${steps.join('')}`;
}

function silenced({ explanation }: Alert): string {
  if (explanation.would_not_fire_if.length === 0) return '';
  const edges = explanation.would_not_fire_if.map(({ edits, fewer_events: fewer, earlier_events: earlier }) => {
    if (fewer !== null) return `with ${fewer} ${fewer === 1 ? 'event' : 'events'} fewer`;
    if (earlier !== null) return 'with an earlier event of the same kind in the time before';
    return edits
      .map(({ field, set }) => (set === null ? `without ${code(field)}` : `with ${code(field)} = ${code(set)}`))
      .join(' and ');
  });
  const isAboutOne = explanation.would_not_fire_if.every(({ edits }) => edits.length > 0);
  return `The same ${isAboutOne ? 'event' : 'events'} would have been silent (each was tried):\n\n${bullets(edges)}`;
}

function missing({ missing_context: texts }: Alert): string {
  return texts.length === 0
    ? ''
    : `What iamwatch would need to know to be more certain:\n\n${bullets(texts.map(inline))}`;
}

/** Keys whose text stands on the page already. */
const SAID: ReadonlySet<string> = new Set(['attackers_goal', 'business', 'investigate', 'respond', 'missing_context']);

function json(alert: Alert): string {
  const text = JSON.stringify(alert, (key, value: unknown) => (isSaid(key, value) ? undefined : value), 2);
  return [
    '<details>',
    '<summary>The alert as JSON, without what is empty and what this page says elsewhere</summary>',
    '',
    codeBlock(text.split('\n').map(printableJson).join('\n'), 'json'),
    '',
    '</details>',
  ].join('\n');
}

function isSaid(key: string, value: unknown): boolean {
  if (key === 'set') return false; // null says that the field is taken away
  return SAID.has(key) || value === null || (Array.isArray(value) && value.length === 0);
}
