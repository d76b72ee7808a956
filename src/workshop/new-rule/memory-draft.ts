/** What the draft of a rule that remembers has beside that of any other: its memory, and the tests that hold each part of it. */
import type { RuleKind } from '../../rule-language/rule.ts';

/** Kinds of rules that remember. */
export type MemoryKind = Exclude<RuleKind, 'match'>;

type Document = Readonly<Record<string, unknown>>;

/** What a test of a draft begins with, and what it expects. */
export interface MemoryTests {
  readonly base: string;
  readonly pipeline: string;
  readonly patch: Document;
  readonly called: Document;
  readonly level: string;
}

/** One test of a draft. */
export type DraftTest = Document & { readonly name: string; readonly kind: string; readonly expect: unknown };

/** The keys of the memory. */
export function memoryDraft(kind: MemoryKind): Document {
  return kind === 'threshold'
    ? { threshold: { at_least: 5, within: '10m', by: ['iamwatch.actor.principal'] } }
    : { new_terms: { terms: ['iamwatch.actor.principal'], history: '30d', readiness: '14d' } };
}

/** The tests about time, keys and, for what is new, how much log there is. */
export function memoryTests(kind: MemoryKind, about: MemoryTests): readonly DraftTest[] {
  return kind === 'threshold' ? thresholdTests(about) : newTermsTests(about);
}

/** The same test of a single call, where only enough of them are one. */
export function often(kind: MemoryKind, test: DraftTest): DraftTest {
  if (kind === 'new_terms') return test;
  const { expect, ...rest } = test;
  return { ...rest, times: 5, expect };
}

function thresholdTests({ base, pipeline, patch, called, level }: MemoryTests): readonly DraftTest[] {
  const some = { event: base, patch };
  return [
    {
      name: 'five within ten minutes',
      kind: 'positive',
      ...some,
      times: 5,
      every: '2m',
      expect: { level, alerts: 1, count: 5 },
    },
    { name: 'one less', kind: 'near-miss', ...some, times: 4, every: '2m', expect: 'none' },
    { name: 'five, a little too slow', kind: 'near-miss', ...some, times: 5, every: '150s', expect: 'none' },
    {
      name: 'eight, but of two callers',
      kind: 'near-miss',
      events: [
        { ...some, times: 4 },
        { event: pipeline, patch: called, times: 4 },
      ],
      expect: 'none',
    },
  ];
}

function newTermsTests({ base, pipeline, patch, called, level }: MemoryTests): readonly DraftTest[] {
  const some = { event: base, patch };
  return [
    {
      name: 'again within the history',
      kind: 'near-miss',
      ...some,
      times: 2,
      every: '20d',
      expect: { level, alerts: 1 },
    },
    { name: 'again after the history', kind: 'positive', ...some, times: 2, every: '31d', expect: { alerts: 2 } },
    {
      name: 'another caller',
      kind: 'positive',
      events: [some, { event: pipeline, patch: called }],
      expect: { alerts: 2 },
    },
    { name: 'too little log to know', kind: 'near-miss', ...some, log_since: '13d', expect: 'not-ready' },
  ];
}
