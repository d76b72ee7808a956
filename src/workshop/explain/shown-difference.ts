/** Differences for people and for pages: which edits, and the same in words. Secrets are named and not shown. */
import { edgesOf, type Engine } from '../../alerts/counterfactual.ts';
import { fieldsOf } from '../../alerts/explanation.ts';
import { withoutSecrets } from '../../alerts/value-text.ts';
import type { EventView } from '../../events/audit-event.ts';
import type { RuleMatch } from '../../rule-language/rule-set.ts';
import type { Logsource } from '../../rule-language/rule.ts';
import { isObject, type Json, type JsonObject } from '../../std/json.ts';
import { type Difference, EDITS_MAX } from './difference.ts';
import { type JsonPath, pathText, valueAt } from './located-value.ts';
import type { EditSet, RecordEdit } from './record-edit.ts';
import { shownValue } from './shown-value.ts';

/** One edit of the record. */
export interface ShownEdit {
  /** Keys and positions from the record to the place. */
  readonly path: JsonPath;
  /** The same as text. */
  readonly at: string;
  readonly change: 'set' | 'unset';
  /** What is set; null for what is taken away. */
  readonly value: Json;
  /** What stands there now; null where nothing does. */
  readonly was: string | null;
  /** The change in words: `errorCode were absent (it is AccessDenied)`. */
  readonly text: string;
}

/** What would change the verdict. */
export interface ShownDifference {
  /** Whether a difference was found, and towards which verdict. */
  readonly kind: 'would-fire' | 'would-not-fire' | 'none';
  /** One sentence that says what was found, or why nothing was. */
  readonly text: string;
  /** Each alone changes the verdict: one that makes the rule fire, or some that silence it. */
  readonly sets: readonly (readonly ShownEdit[])[];
}

/** The difference that makes a silent rule fire, or why there is none. */
export function shownDifference(
  found: Exclude<Difference, { kind: 'fires' }>,
  event: EventView,
  { product, service }: Logsource,
): ShownDifference {
  switch (found.kind) {
    case 'found':
      return {
        kind: 'would-fire',
        text: `It would fire if ${found.edits.length === 1 ? 'this' : 'these'} were so:`,
        sets: [shownEdits(found.edits, event.raw)],
      };
    case 'other-logs': {
      const wanted = [product, service].filter((part) => part !== undefined).join(' ');
      const text = `No change of the record makes it fire: it reads the logs of ${wanted}, and the event is of ${event.cloud} ${event.service}.`;
      return { kind: 'none', text, sets: [] };
    }
    case 'none':
      return { kind: 'none', text: noneText(found.nearest), sets: [] };
  }
}

function noneText(nearest: number | undefined): string {
  if (nearest !== undefined) {
    return `It takes ${nearest} changes at least, as far as was tried; more than ${EDITS_MAX} make another event of it.`;
  }
  return 'No difference was found. The values that fit may be unknown: a positive test in the rule gives them. Or no event can fit.';
}

/** The differences that would silence a rule that fires, as its alert names them. */
export function silencingDifference(match: RuleMatch, event: EventView, engine: Engine): ShownDifference {
  const sets = edgesOf(match, event, engine, fieldsOf(match.rule)).map(({ edits }) =>
    shownEdits(
      edits.map(({ field, set }): RecordEdit => ({ path: field.split('.'), set: set ?? undefined })),
      event.raw,
    ),
  );
  const text =
    sets.length === 0
      ? 'It fires already, and no small change that would silence it was found.'
      : 'It fires already. It would not fire if any one of these were so:';
  return { kind: sets.length === 0 ? 'none' : 'would-not-fire', text, sets };
}

function shownEdits(edits: EditSet, record: JsonObject): readonly ShownEdit[] {
  return edits.map(({ path, set }) => {
    const at = pathText(path);
    const name = path.findLast((step) => typeof step === 'string') ?? '';
    const before = valueAt(record, path);
    const was = before === undefined ? null : textOf(name, before);
    const now = was === null ? 'it is not there' : `it is ${was}`;
    const wish = set === undefined ? 'absent' : textOf(name, set);
    return {
      path,
      at,
      change: set === undefined ? 'unset' : 'set',
      value: set === undefined ? null : withSecretsHidden(name, set),
      was,
      text: `${at} were ${wish} (${now})`,
    };
  });
}

function textOf(name: string, value: Json): string {
  if (value === null) return 'null';
  return typeof value === 'object' && !isObject(value)
    ? value.map((element) => textOf(name, element)).join(', ') || 'an empty list'
    : shownValue(name, value);
}

/** What is set may be taken over from elsewhere in the record. */
function withSecretsHidden(name: string, value: Json): Json {
  const shown: unknown = JSON.parse(JSON.stringify({ [name]: value }, withoutSecrets));
  // Made from JSON by changing texts in it.
  return valueAt(shown as JsonObject, [name]) ?? null;
}
