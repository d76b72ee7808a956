/**
 * The first draft of a rule: it loads, alerts on the action that its author names, and carries one test of every kind
 * that a good rule has. What only its author can say stands there as "TODO", which `rules lint` points at.
 */
import { stringify } from 'yaml';
import type { Level } from '../../rule-language/rule.ts';
import type { JsonObject } from '../../std/json.ts';
import { type DraftTest, memoryDraft, type MemoryKind, memoryTests, often } from './memory-draft.ts';
import { type Platform, platforms } from './platform.ts';

/** What a draft is made from. */
export interface DraftOrder {
  readonly name: string;
  /** UUID, made by the caller: the workshop knows no chance. */
  readonly id: string;
  /** ISO date of today, told by the caller: the workshop knows no clock. */
  readonly date: string;
  readonly cloud: 'aws' | 'gcp';
  /** `eventSource`, or `protoPayload.serviceName`. */
  readonly service: string;
  /** `eventName`, or `protoPayload.methodName`. */
  readonly action: string;
  readonly title: string | undefined;
  readonly level: Level;
  /** An event that the rule shall alert on; the tests patch it instead of a shipped base event. */
  readonly event: JsonObject | undefined;
  /** Whether that event tells of a call that failed; the tests then begin with one that succeeded. */
  readonly hasFailed: boolean;
  /** What the rule remembers of its events; undefined: nothing. */
  readonly memory: MemoryKind | undefined;
}

/** Name of the base event that a draft from an event brings along. */
export function baseNameOf(rule: string): string {
  return `${rule}-event`;
}

/** The text of the rule file. */
export function ruleDraft(order: DraftOrder): string {
  const platform = platforms[order.cloud];
  return [
    yaml(head(order)),
    '# Which logs it reads, and what it looks for. Values are compared without case; docs/rule-language.md has the rest.\n',
    yaml(detection(order, platform)),
    ...(order.memory === undefined ? [] : [MEMORY_COMMENT, yaml(memoryDraft(order.memory))]),
    '# What the analyst reads. The sentence may name {actor}, {action}, {target}, {account} and {raw.any.field}.\n',
    yaml(words(order, platform)),
    '# Each test is a base event and what differs from it. `iamwatch rules test` runs them, `iamwatch rules mutate` shows\n',
    '# which clause no test would miss.\n',
    yaml({ tests: tests(order, platform) }),
  ].join('');
}

/** The text of the file of base events that stands beside a draft from an event. */
export function baseDraft(name: string, event: JsonObject): string {
  return `# The event that ${name} was made from. Take out what must not leave your house.\n${yaml({ [baseNameOf(name)]: event })}`;
}

function yaml(value: JsonObject | Readonly<Record<string, unknown>>): string {
  return stringify(value, { lineWidth: 110, singleQuote: true, aliasDuplicateObjects: false });
}

const TODO = 'TODO';

const MEMORY_COMMENT =
  '# What it remembers of the events above: how many it takes, or what must be new, and which values keep events apart.\n';

function head({ title, action, id, name, date }: DraftOrder): Readonly<Record<string, unknown>> {
  return {
    title: title ?? `${TODO} what was done with ${action}, in a few words`,
    id,
    name,
    status: 'experimental',
    description: `${TODO} what the rule notices, and why it matters.`,
    author: `${TODO} who you are`,
    date,
    modified: date,
    references: [`${TODO} a link to where the idea comes from`],
  };
}

function detection(
  order: DraftOrder,
  { logsource, serviceField, actionField }: Platform,
): Readonly<Record<string, unknown>> {
  return {
    logsource,
    detection: {
      selection: {
        [serviceField]: order.service,
        [actionField]: order.action,
        'iamwatch.outcome': 'success',
      },
      condition: 'selection',
    },
    level: order.level,
  };
}

function words({ service }: DraftOrder, { data }: Platform): Readonly<Record<string, unknown>> {
  return {
    falsepositives: [`${TODO} who does this in daily work`],
    version: 1,
    category: 'Cloud',
    confidence: 'medium',
    sentence: '{actor} called {action} on {target} in account {account}.',
    attackers_goal: `${TODO} what an attacker would want with it.`,
    business: `${TODO} what it may mean for the business.`,
    investigate: [`${TODO} what to look at first`],
    respond: [`${TODO} what to do if it was not meant`],
    blind_spots: [`${TODO} what the rule cannot see`],
    data: [`${data} (${service})`],
    attack: { release: '19.1' },
  };
}

function tests(order: DraftOrder, platform: Platform): readonly DraftTest[] {
  const { memory, level } = order;
  const start = beginning(order, platform);
  const single = singleTests(order, platform, start);
  if (memory === undefined) return single;
  const own = memoryTests(memory, { ...start, pipeline: platform.bases.pipeline, level });
  // One call that is enough by itself is no test of a count.
  const others = memory === 'threshold' ? single.slice(1) : single;
  return [...own, ...others.map((test) => often(memory, test))];
}

/** What the tests begin with. */
interface Beginning {
  readonly base: string;
  readonly patch: JsonObject;
  /** What makes a call of another base event the one that the rule looks for. */
  readonly called: JsonObject;
}

function beginning(order: DraftOrder, platform: Platform): Beginning {
  const { service, action, event, memory, hasFailed } = order;
  const called = { [platform.serviceField]: service, [platform.actionField]: action };
  if (event === undefined) return { base: platform.bases.person, patch: called, called };
  // An event of the author's already says what was called; whether it says when, in a way that can be read, is not known.
  const timed = memory === undefined ? {} : { [platform.timeField]: EVENT_TIME };
  return { base: baseNameOf(order.name), patch: { ...timed, ...(hasFailed ? platform.succeeded : {}) }, called };
}

/** That of the shipped base events. */
const EVENT_TIME = '2026-03-02T09:00:00Z';

function singleTests(order: DraftOrder, platform: Platform, { base, patch, called }: Beginning): readonly DraftTest[] {
  const { service, action } = order;
  const { serviceField, actionField, bases, denied, noParameters, otherAction } = platform;
  return [
    { name: 'the action succeeds', kind: 'positive', event: base, ...patched(patch), expect: { level: order.level } },
    {
      name: 'the call was denied',
      kind: 'near-miss',
      event: base,
      ...patched({ ...patch, ...denied }),
      expect: 'none',
    },
    {
      name: 'another action of the service',
      kind: 'near-miss',
      event: base,
      ...patched({ ...patch, ...called, [actionField]: otherAction(action) }),
      expect: 'none',
    },
    {
      name: "another service's action of the same name",
      kind: 'near-miss',
      event: base,
      ...patched({ ...patch, ...called, [serviceField]: `other.${service}` }),
      expect: 'none',
    },
    {
      name: 'the log holds no parameters',
      kind: 'null-parameters',
      event: base,
      ...patched({ ...patch, ...noParameters }),
      expect: { level: order.level },
    },
    {
      name: 'a pipeline with a harmless name and tool',
      kind: 'bypass',
      event: bases.pipeline,
      ...patched(called),
      expect: { level: order.level },
    },
  ];
}

function patched(patch: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.keys(patch).length === 0 ? {} : { patch };
}
