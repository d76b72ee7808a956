/** What `devset-adjudication.yaml` says of every labelled case of the development set; its head explains the words. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { LEVELS } from '../src/alerts/alert.ts';
import { isCatalogueId } from './catalogue-id.fixture.ts';

const id = z.string().refine(isCatalogueId, 'no entry of the catalogue');
const ids = z.array(id).min(1);
const level = z.enum(LEVELS).exclude(['informational']);
const reason = z.string().min(1);

/** Whether one event tells, and if not, why. */
export const KINDS = ['single', 'threshold', 'sequence', 'baseline', 'out-of-scope', 'stub'] as const;

/** An alert that must come: on that action, of a rule that covers one of the ids, at that level or above. */
const need = z.strictObject({ action: z.string(), ids, level });

const entry = z
  .strictObject({
    case: z.string(),
    kind: z.enum(KINDS),
    must_name: z.array(need).min(1).optional(),
    must_not: z.strictObject({ at_least: level, unless: ids.optional() }).optional(),
    waits_for: ids.optional(),
    reason,
  })
  .refine(({ kind, must_name: needs }) => needs === undefined || kind === 'single', 'one event tells, so kind: single')
  .refine(
    ({ kind, waits_for: waits }) =>
      kind === 'single' || (waits !== undefined) === ['threshold', 'sequence', 'baseline'].includes(kind),
    'what needs memory, and nothing else, waits for something',
  );

const file = z.strictObject({
  cases: z.array(entry),
  outside: z.array(z.strictObject({ reason, under: z.array(z.string()).min(1) })),
});

export type Kind = (typeof KINDS)[number];
export type Need = z.infer<typeof need>;

/** What is asked about one case. */
export interface Adjudication {
  readonly kind: Kind;
  readonly mustName: readonly Need[];
  readonly mustNot: { readonly atLeast: Need['level']; readonly unless: readonly string[] };
  readonly reason: string;
}

const { cases, outside } = file.parse(
  parse(readFileSync(new URL('devset-adjudication.yaml', import.meta.url), 'utf8')),
);

/** Cases with an entry of their own, as they stand in the file. */
export const adjudicatedCases: readonly string[] = cases.map((one) => one.case);

/** Folders (or single cases) that are outside of the catalogue, as they stand in the file. */
export const outsideFolders: readonly string[] = outside.flatMap(({ under }) => under);

/** Whether a case is, or lies in, one of {@link outsideFolders}. */
export function liesUnder(folder: string, caseId: string): boolean {
  return caseId === folder || caseId.startsWith(`${folder}/`);
}

/** What the file says of a case: its own entry, else that of its folder; undefined where it has neither. */
export function adjudicationOf(caseId: string): Adjudication | undefined {
  const own = cases.find((one) => one.case === caseId);
  if (own !== undefined) {
    const { at_least: atLeast = 'medium', unless = [] } = own.must_not ?? {};
    return { kind: own.kind, mustName: own.must_name ?? [], mustNot: { atLeast, unless }, reason: own.reason };
  }
  const group = outside.find(({ under }) => under.some((folder) => liesUnder(folder, caseId)));
  return (
    group && { kind: 'out-of-scope', mustName: [], mustNot: { atLeast: 'medium', unless: [] }, reason: group.reason }
  );
}
