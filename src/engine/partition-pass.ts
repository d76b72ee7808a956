/**
 * One fold in one batch of a continuing run: what arrived on time is folded with what was kept, and what came too late, or bears a
 * time that lies ahead of the clock, is told by itself where its rule needs no memory.
 */
import type { Alert } from '../alerts/alert.ts';
import { levelRank } from '../alerts/alert.ts';
import { alertWhereMatched, headOf, withEvents } from '../alerts/alert-of-finding.ts';
import type { FindingContext } from '../alerts/finding-context.ts';
import { type Folded, folded, RunningFold } from '../alerts/fold.ts';
import type { Evidence, Sighting } from '../alerts/sighting.ts';
import { BatchFold, type FindingChange } from '../detectors/batch-fold.ts';
import type { Detector, Finding, Observation } from '../detectors/detector.ts';
import { isSameWorst } from '../detectors/key-fold.ts';
import { formatInstant } from '../std/time.ts';
import type { FoldMeaning } from './fold-meaning.ts';
import type { StateChange, StoredAlert } from './ports.ts';
import { snapshotOf, snapshotText } from './snapshot-text.ts';

/** Matches that were not folded as they should, over a batch. */
export interface PassCounts {
  /** Matches older than the watermark: told by themselves, told before, or of rules that remember and so left out. */
  readonly lateTold: number;
  readonly lateKnown: number;
  readonly lateLeftOut: number;
  /** Matches of rules that remember whose time lies ahead of the clock. */
  readonly aheadLeftOut: number;
  /** Matches that came on time after a full tail had been sealed early. */
  readonly unplaced: number;
  /** Folds whose tail was full. */
  readonly sealedEarly: number;
}

/** What a pass works with. */
export interface PassSurroundings {
  readonly change: StateChange;
  readonly context: FindingContext;
  readonly counts: { -readonly [Name in keyof PassCounts]: PassCounts[Name] };
  readonly meaning: FoldMeaning;
  readonly detector: Detector<unknown, Evidence>;
  readonly times: {
    /** What is older is late; what is older than the watermark is sealed after this pass; what is newer lies ahead. */
    readonly lateBeforeMs: number;
    readonly watermarkMs: number;
    readonly aheadAfterMs: number;
  };
  readonly tailMax: number | undefined;
  /** Newest event of a fold of this rule that a bound made the store forget. */
  readonly evictedToMs: number | null;
  /** Called where the fold was not known before. */
  readonly begun: () => void;
}

/** Why an event is not folded with the others. */
type Apart = 'late' | 'ahead';

/** A pass. Take the observations of the fold in their order, then end. */
export class PartitionPass {
  readonly partition: string;
  readonly #about: Sighting;
  readonly #with: PassSurroundings;
  #fold: BatchFold<Evidence> | undefined;
  #isKnown = false;
  #newestMs = Number.NEGATIVE_INFINITY;
  /** Of the copies of a record that stands alone the best comes first, and counts alone. */
  #lastApart: string | undefined;
  #apart: { readonly why: Apart; readonly fold: RunningFold } | undefined;

  constructor(about: Sighting, surroundings: PassSurroundings) {
    this.partition = about.partition;
    this.#about = about;
    this.#with = surroundings;
  }

  async take(next: Observation<Evidence>): Promise<void> {
    const { lateBeforeMs, aheadAfterMs } = this.#with.times;
    if (next.timeMs < lateBeforeMs) return this.#takeApart(next, 'late');
    if (next.timeMs > aheadAfterMs) return this.#takeApart(next, 'ahead');
    this.#fold ??= await this.#load();
    this.#newestMs = Math.max(this.#newestMs, next.timeMs);
    for (const one of this.#fold.take(next)) await this.#apply(one);
  }

  async end(): Promise<void> {
    await this.#endApart();
    if (this.#fold === undefined) return;
    const { change, counts, meaning, begun } = this.#with;
    const { changes, snapshot, unplaced, sealedEarly } = this.#fold.end();
    for (const one of changes) await this.#apply(one);
    counts.unplaced += unplaced;
    if (sealedEarly) counts.sealedEarly += 1;
    const { partition } = this;
    if (snapshot === undefined) {
      if (this.#isKnown) await change.deleteFold(partition);
      return;
    }
    const { rule, cloud, isTimed } = this.#about;
    const newestMs = this.#newestMs;
    const expiresMs = isTimed ? newestMs + meaning.horizonMs : null;
    await change.saveFold({ partition, rule, cloud, newestMs, expiresMs, snapshot: snapshotText(snapshot) });
    if (!this.#isKnown) begun();
  }

  async #load(): Promise<BatchFold<Evidence>> {
    const { change, detector, times, tailMax } = this.#with;
    const stored = await change.fold(this.partition);
    this.#isKnown = stored !== undefined;
    this.#newestMs = stored?.newestMs ?? this.#newestMs;
    const snapshot = stored === undefined ? undefined : snapshotOf(stored.snapshot);
    return new BatchFold(detector, snapshot, { ...times, ...(tailMax !== undefined && { tailMax }) });
  }

  async #apply(one: FindingChange<Evidence>): Promise<void> {
    if (one.kind === 'superseded') await this.#supersede(one.finding, one.successor);
    else await this.#tell(one.finding, one.kind === 'changed' ? one.before : undefined);
  }

  /** Keeps the alert of a finding that is new or changed. */
  async #tell(finding: Finding<Evidence>, before: Finding<Evidence> | undefined): Promise<void> {
    const { change } = this.#with;
    const { eventKey, timeMs } = finding.first;
    const rows = await change.alertsAt(this.partition, eventKey);
    const standing = rows.find(({ alert }) => alert.status !== 'superseded');
    const alert = this.#alertOf(finding, before, standing?.alert);
    if (alert === undefined) return;
    const place = { partition: this.partition, firstKey: eventKey, firstMs: timeMs, untilMs: finding.untilMs ?? null };
    if (standing === undefined) return change.saveAlert({ ...place, alert, news: 'new' });
    const kept = { supersedes: standing.alert.supersedes, status: standing.alert.status };
    if (standing.alert.id === alert.id) {
      const raised = levelRank(alert.level) > levelRank(standing.alert.level);
      const news = standing.news === 'new' ? 'new' : raised ? 'raised' : 'changed';
      return change.saveAlert({ ...place, alert: { ...alert, ...kept }, news });
    }
    // Its worst event is another case of the rule now, and the case is part of the id.
    await change.saveAlert(superseded(standing, alert.id));
    await change.saveAlert({ ...place, alert: { ...alert, supersedes: [standing.alert.id] }, news: 'new' });
  }

  async #supersede(finding: Finding<Evidence>, successor: Finding<Evidence> | undefined): Promise<void> {
    const { change } = this.#with;
    const rows = await change.alertsAt(this.partition, finding.first.eventKey);
    const next = successor && (await this.#standingAt(successor));
    for (const row of rows) {
      if (row.alert.status === 'superseded') continue;
      await change.saveAlert(superseded(row, next?.alert.id ?? null));
      if (next === undefined) continue;
      const supersedes = [...new Set([...(next.alert.supersedes ?? []), row.alert.id])].sort();
      await change.saveAlert({ ...next, alert: { ...next.alert, supersedes }, news: next.news ?? 'changed' });
    }
  }

  async #standingAt({ first }: Finding<Evidence>): Promise<StoredAlert | undefined> {
    const rows = await this.#with.change.alertsAt(this.partition, first.eventKey);
    return rows.find(({ alert }) => alert.status !== 'superseded');
  }

  /** Undefined where the rule was edited and matches none of what a new finding was told of. */
  #alertOf(
    finding: Finding<Evidence>,
    before: Finding<Evidence> | undefined,
    standing: Alert | undefined,
  ): Alert | undefined {
    const { context, meaning } = this.#with;
    const found = this.#marked(folded(finding, this.#about));
    // Of a repeat only the counts are news; to explain the worst event again would cost most.
    const isRepeat = !meaning.remembers && before !== undefined && isSameWorst(before, finding);
    if (isRepeat && standing !== undefined) return withEvents(standing, found);
    const alert = alertWhereMatched(found, context);
    if (alert !== undefined) return alert;
    if (standing !== undefined) return withEvents(standing, found);
    for (const other of [finding.last, finding.first]) {
      const spoken = alertWhereMatched(this.#marked(folded({ ...finding, worst: other }, this.#about)), context);
      if (spoken !== undefined) return spoken;
    }
    return undefined;
  }

  /** What may have been forgotten to stay within bounds may be missing from what is found. */
  #marked(found: Folded): Folded {
    const { evictedToMs, meaning } = this.#with;
    const mayLack = evictedToMs !== null && found.first.timeMs - meaning.horizonMs <= evictedToMs;
    return mayLack ? { ...found, degraded: true } : found;
  }

  async #takeApart(next: Observation<Evidence>, why: Apart): Promise<void> {
    const { change, counts, meaning } = this.#with;
    if (next.eventKey === this.#lastApart) return;
    this.#lastApart = next.eventKey;
    if (meaning.remembers) {
      if (why === 'late') counts.lateLeftOut += 1;
      else counts.aheadLeftOut += 1;
      return;
    }
    if (await change.isTold(this.partition, next)) {
      if (why === 'late') counts.lateKnown += 1;
      return;
    }
    if (why === 'late') counts.lateTold += 1;
    if (this.#apart?.why !== why) await this.#endApart();
    const apart = this.#apart ?? { why, fold: new RunningFold(this.#about, this.#with.detector) };
    this.#apart = apart;
    // What was sealed knows nothing of the time before it: its modifiers cannot be asked.
    for (const found of apart.fold.take({ ...next, isAlone: true })) await this.#tellApart(found, why);
  }

  async #endApart(): Promise<void> {
    const apart = this.#apart;
    this.#apart = undefined;
    for (const found of apart?.fold.end() ?? []) await this.#tellApart(found, apart?.why ?? 'late');
  }

  async #tellApart(found: Folded, why: Apart): Promise<void> {
    const { change, context } = this.#with;
    const alert = alertWhereMatched(this.#marked(found), context);
    if (alert === undefined) throw new Error(`Cannot make alert ${headOf(found, context).id}: its rule does not match`);
    await change.saveAlert({
      partition: this.partition,
      firstKey: found.first.eventKey,
      firstMs: found.first.timeMs,
      untilMs: found.untilMs,
      alert: { ...alert, missing_context: [this.#whyApart(why), ...alert.missing_context] },
      news: 'new',
    });
  }

  #whyApart(why: Apart): string {
    const { lateBeforeMs, aheadAfterMs } = this.#with.times;
    return why === 'late'
      ? `it came after everything before ${formatInstant(lateBeforeMs)} had been closed: it stands alone, not joined with what was found then`
      : `its time lies beyond ${formatInstant(aheadAfterMs)}, ahead of the clock of this machine: it stands alone, not joined with other events`;
  }
}

function superseded(row: StoredAlert, by: string | null): StoredAlert {
  return { ...row, alert: { ...row.alert, status: 'superseded', superseded_by: by }, news: 'superseded' };
}
