/** A store in memory for tests of the engine: the twin of those that keep anything. Values survive only what JSON keeps. */
import type {
  CloudClock,
  FilePosition,
  RuleState,
  SpillingSorter,
  StateChange,
  StateStore,
  StoredAlert,
  StoredFold,
} from './ports.ts';

interface Content {
  readonly clocks: Map<string, CloudClock>;
  readonly logBegins: Map<string, number>;
  readonly rules: Map<string, RuleState>;
  readonly folds: Map<string, StoredFold>;
  readonly alerts: Map<string, StoredAlert>;
  readonly positions: Map<string, FilePosition>;
}

/** Keeps everything in maps; a change works on a copy that replaces them at its end. */
export class MemoryStore implements StateStore {
  #content: Content = {
    clocks: new Map(),
    logBegins: new Map(),
    rules: new Map(),
    folds: new Map(),
    alerts: new Map(),
    positions: new Map(),
  };

  positions(): Promise<readonly FilePosition[]> {
    return Promise.resolve([...this.#content.positions.values()]);
  }

  async change<T>(work: (change: StateChange) => Promise<T>): Promise<T> {
    const copy = structuredClone(this.#content);
    const outcome = await work(new MemoryChange(copy));
    this.#content = copy;
    return outcome;
  }

  async *news(): AsyncIterable<StoredAlert> {
    const told = [...this.#content.alerts.values()].filter(({ news }) => news !== null);
    for (const row of await Promise.resolve(told.sort(byOrder))) yield row;
  }

  forgetNews(): Promise<void> {
    for (const [key, row] of this.#content.alerts) this.#content.alerts.set(key, { ...row, news: null });
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** All alerts, for tests. */
  get alerts(): readonly StoredAlert[] {
    return [...this.#content.alerts.values()].sort(byOrder);
  }

  /** All folds, for tests. */
  get folds(): readonly StoredFold[] {
    return [...this.#content.folds.values()];
  }
}

class MemoryChange implements StateChange {
  readonly #content: Content;

  constructor(content: Content) {
    this.#content = content;
  }

  clocks(): Promise<readonly CloudClock[]> {
    return Promise.resolve([...this.#content.clocks.values()]);
  }

  saveClock(clock: CloudClock): Promise<void> {
    return put(this.#content.clocks, clock.cloud, clock);
  }

  logBegins(): Promise<ReadonlyMap<string, number>> {
    return Promise.resolve(new Map(this.#content.logBegins));
  }

  saveLogBegin(source: string, sinceMs: number): Promise<void> {
    return put(this.#content.logBegins, source, sinceMs);
  }

  rules(): Promise<readonly RuleState[]> {
    return Promise.resolve([...this.#content.rules.values()]);
  }

  saveRule(state: RuleState): Promise<void> {
    return put(this.#content.rules, state.rule, state);
  }

  fold(partition: string): Promise<StoredFold | undefined> {
    return Promise.resolve(this.#content.folds.get(partition));
  }

  saveFold(fold: StoredFold): Promise<void> {
    return put(this.#content.folds, fold.partition, fold);
  }

  deleteFold(partition: string): Promise<void> {
    this.#content.folds.delete(partition);
    return Promise.resolve();
  }

  dropFolds(rule: string): Promise<number> {
    return this.#forget(this.#foldsOf(rule));
  }

  async expireFolds(cloud: string, beforeMs: number): Promise<void> {
    const expired = [...this.#content.folds.values()].filter(
      (fold) => fold.cloud === cloud && fold.expiresMs !== null && fold.expiresMs < beforeMs,
    );
    await this.#forget(expired);
  }

  countFolds(rule: string): Promise<number> {
    return Promise.resolve(this.#foldsOf(rule).length);
  }

  async evictFolds(rule: string, count: number): Promise<number> {
    const oldest = this.#foldsOf(rule)
      .sort((left, right) => left.newestMs - right.newestMs || (left.partition < right.partition ? -1 : 1))
      .slice(0, count);
    await this.#forget(oldest);
    return Math.max(...oldest.map(({ newestMs }) => newestMs));
  }

  alertsAt(partition: string, firstKey: string): Promise<readonly StoredAlert[]> {
    const rows = [...this.#content.alerts.values()];
    return Promise.resolve(rows.filter((row) => row.partition === partition && row.firstKey === firstKey));
  }

  isTold(
    partition: string,
    { eventKey, timeMs, dedupKey }: { eventKey: string; timeMs: number; dedupKey?: string },
  ): Promise<boolean> {
    const rows = [...this.#content.alerts.values()];
    const told = rows.some(
      (row) =>
        row.partition === partition &&
        row.alert.status !== 'superseded' &&
        (dedupKey === undefined || row.alert.dedup.key === dedupKey) &&
        (row.firstKey === eventKey || (row.firstMs <= timeMs && row.untilMs !== null && timeMs < row.untilMs)),
    );
    return Promise.resolve(told);
  }

  saveAlert(row: StoredAlert): Promise<void> {
    return put(this.#content.alerts, [row.partition, row.firstKey, row.alert.id].join('\u0000'), row);
  }

  savePosition(position: FilePosition): Promise<void> {
    return put(this.#content.positions, position.path, position);
  }

  #foldsOf(rule: string): StoredFold[] {
    return [...this.#content.folds.values()].filter((fold) => fold.rule === rule);
  }

  #forget(folds: readonly StoredFold[]): Promise<number> {
    for (const { partition } of folds) this.#content.folds.delete(partition);
    return Promise.resolve(folds.length);
  }
}

function put<T>(map: Map<string, T>, key: string, value: T): Promise<void> {
  map.set(key, JSON.parse(JSON.stringify(value)) as T);
  return Promise.resolve();
}

function byOrder({ alert: left }: StoredAlert, { alert: right }: StoredAlert): number {
  const [one, other] = [left, right].map((alert) => [alert.first_seen ?? '', alert.rule.name, alert.id].join('\u0000'));
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

/** Sorts in memory. */
export class MemorySorter<T> implements SpillingSorter<T> {
  readonly #entries: { readonly key: string; readonly json: string }[] = [];
  add(key: string, item: T): void {
    this.#entries.push({ key, json: JSON.stringify(item) });
  }
  async *sorted(): AsyncIterable<T> {
    const entries = this.#entries.splice(0).sort((left, right) => (left.key < right.key ? -1 : 1));
    for (const { json } of await Promise.resolve(entries)) yield JSON.parse(json) as T;
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}
