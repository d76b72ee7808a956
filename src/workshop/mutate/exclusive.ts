/**
 * Tells search identifiers that can never hold together, because they want different texts of a field that has one
 * value: an event is no `CreateUser` and `DeleteUser` at once. Two variations that exclude each other may stand in any
 * order, and no test can tell.
 */
import type { Search } from '../../rule-language/detection.ts';
import { mayMeet, wantedTexts, type WantedText } from './wanted-text.ts';

/** Whether no event can pass both searches. False where nothing proves it. */
export function areExclusive(one: Search, other: Search): boolean {
  return demands(one).some((left) =>
    demands(other).some(
      (right) => left.field === right.field && !left.texts.some((a) => right.texts.some((b) => mayMeet(a, b))),
    ),
  );
}

/** Fields that no record has twice or as a list. */
const SINGLE_VALUED: ReadonlySet<string> = new Set([
  'eventName',
  'eventSource',
  'userIdentity.type',
  'protoPayload.methodName',
  'protoPayload.serviceName',
  'iamwatch.outcome',
  'iamwatch.action',
  'iamwatch.actor.kind',
  'iamwatch.actorIsTarget',
  'iamwatch.gcp.method',
  'iamwatch.gcp.level',
  'iamwatch.gcp.operation.phase',
]);

/** What a search wants of the one value of a field: any of these texts. */
interface Demand {
  readonly field: string;
  readonly texts: readonly WantedText[];
}

function demands(search: Search): readonly Demand[] {
  if (search.kind === 'all-of') return search.searches.flatMap(demands);
  if (search.kind !== 'field' || !SINGLE_VALUED.has(search.field.text)) return [];
  const texts = wantedTexts(search);
  return texts === undefined ? [] : [{ field: search.field.text, texts }];
}
