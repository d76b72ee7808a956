/**
 * Answers for records from their bytes: what no rule can match is passed over, what only rules match that plain fields decide is
 * judged and remembered without being parsed.
 */
import type { EventView } from '../../events/audit-event.ts';
import type { MemoryFeed } from '../../rule-language/memory-rule.ts';
import type { RuleSet } from '../../rule-language/rule-set.ts';
import type { Rule } from '../../rule-language/rule.ts';
import type { MakeRunStore } from '../ports.ts';
import { type Filters, Skimmer, type Skimmed } from '../skim.ts';
import { COLUMN_BOUNDS, type ColumnBounds } from './column-bounds.ts';
import { ColumnJudge } from './column-judge.ts';
import { ColumnMemory, type ParsedPlace, type PendingFolded, type RecordPlace } from './column-memory.ts';
import { columnsOf, LOGS, rowRulesOf } from './column-rules.ts';

/** What a run asks of records. */
export class ColumnAnswers {
  /** Tells which records are answered here; undefined where every one is parsed. */
  readonly skimmer: Skimmer | undefined;
  readonly #remembering: ReadonlySet<Rule>;
  readonly #judges: Readonly<Partial<Record<Skimmed['cloud'], ColumnJudge>>>;
  readonly #memory: ColumnMemory | undefined;
  #matches = 0;

  /** @param options.makeRunStore Without it rules that remember are left to whoever parses. */
  constructor(
    ruleSet: RuleSet,
    {
      isolate,
      makeRunStore,
      matchesOnly = false,
      bounds = COLUMN_BOUNDS,
    }: {
      readonly isolate: boolean;
      readonly makeRunStore: MakeRunStore | undefined;
      readonly matchesOnly?: boolean;
      readonly bounds?: ColumnBounds | undefined;
    },
  ) {
    const rules = makeRunStore === undefined ? [] : rowRulesOf(ruleSet);
    const decided = rules.filter(({ isDecided }) => isDecided);
    const answered = new Set(decided.map(({ rule }) => rule));
    this.#remembering = new Set(rules.map(({ rule }) => rule));
    const filters: Filters = Object.fromEntries(
      LOGS.flatMap(({ source }) => {
        const filter = ruleSet.columnFilter(source, answered);
        return filter === undefined ? [] : [[source.cloud, filter]];
      }),
    );
    const logs = LOGS.filter(({ source }) => filters[source.cloud] !== undefined);
    const asked = logs.filter((log) => decided.some((rule) => rule.log === log));
    const further = [...decided.flatMap(columnsOf), ...asked.flatMap((log) => [...log.deciding, ...log.ownColumns])];
    const skimmer = logs.length === 0 ? undefined : new Skimmer(filters, further);
    this.skimmer = skimmer;
    function placeOf(column: string): number {
      return skimmer?.columns.indexOf(column) ?? -1;
    }
    this.#judges = Object.fromEntries(
      asked.map((log) => [log.source.cloud, new ColumnJudge(log, rules, { ruleSet, placeOf, bounds })]),
    );
    this.#memory =
      makeRunStore === undefined || rules.length === 0 || matchesOnly
        ? undefined
        : new ColumnMemory(rules, ruleSet, { isolate, placeOf, makeRunStore, bounds });
  }

  /** Matches of records that were not parsed. */
  get matches(): number {
    return this.#matches;
  }

  /** Whether the matches of a rule are remembered here. */
  remembers(rule: Rule): boolean {
    return this.#remembering.has(rule);
  }

  /** Takes a record that was skimmed. @returns false where it has to be parsed; then nothing was taken. */
  take({ cloud, columns }: Skimmed, at: RecordPlace): boolean {
    const judge = this.#judges[cloud];
    if (judge === undefined) return true;
    const judgement = judge.judge(columns);
    if (judgement === undefined) return false;
    if (judgement.count > 0 && this.#memory?.take(columns, judgement, at) === false) return false;
    this.#matches += judgement.count;
    return true;
  }

  /** Takes what a parsed event contributes to one of the rules that are remembered here. */
  takeParsed(feed: MemoryFeed, view: EventView, at: ParsedPlace): void {
    this.#memory?.takeParsed(feed, view, at);
  }

  /** What was found, without the records. */
  found(): Iterable<PendingFolded> {
    return this.#memory?.found() ?? [];
  }

  /** Frees what is held outside of memory. */
  close(): void {
    this.#memory?.close();
  }
}
