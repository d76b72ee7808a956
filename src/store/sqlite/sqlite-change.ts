/** One transaction on the state: the queries, in the subset of SQL that SQLite and PostgreSQL share. */
import type { Kysely, Selectable } from 'kysely';
import type { Alert } from '../../alerts/alert.ts';
import type {
  CloudClock,
  FilePosition,
  News,
  RuleState,
  StateChange,
  StoredAlert,
  StoredFold,
} from '../../engine/ports.ts';
import type { Tables } from './tables.ts';

/** Reads and writes within a transaction. */
export class SqliteChange implements StateChange {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async clocks(): Promise<readonly CloudClock[]> {
    const rows = await this.#db.selectFrom('cloud_clock').selectAll().execute();
    return rows.map(({ cloud, newest_ms: newestMs, watermark_ms: watermarkMs }) => ({ cloud, newestMs, watermarkMs }));
  }

  async saveClock({ cloud, newestMs, watermarkMs }: CloudClock): Promise<void> {
    const times = { newest_ms: newestMs, watermark_ms: watermarkMs };
    await this.#db
      .insertInto('cloud_clock')
      .values({ cloud, ...times })
      .onConflict((conflict) => conflict.column('cloud').doUpdateSet(times))
      .execute();
  }

  async logBegins(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#db.selectFrom('log_begin').selectAll().execute();
    return new Map(rows.map(({ source, since_ms: sinceMs }) => [source, sinceMs]));
  }

  async saveLogBegin(source: string, sinceMs: number): Promise<void> {
    await this.#db
      .insertInto('log_begin')
      .values({ source, since_ms: sinceMs })
      .onConflict((conflict) => conflict.column('source').doUpdateSet({ since_ms: sinceMs }))
      .execute();
  }

  async rules(): Promise<readonly RuleState[]> {
    const rows = await this.#db.selectFrom('rule_state').selectAll().execute();
    return rows.map(({ rule, fingerprint, evicted_to_ms: evictedToMs }) => ({ rule, fingerprint, evictedToMs }));
  }

  async saveRule({ rule, fingerprint, evictedToMs }: RuleState): Promise<void> {
    const rest = { fingerprint, evicted_to_ms: evictedToMs };
    await this.#db
      .insertInto('rule_state')
      .values({ rule, ...rest })
      .onConflict((conflict) => conflict.column('rule').doUpdateSet(rest))
      .execute();
  }

  async fold(partition: string): Promise<StoredFold | undefined> {
    const row = await this.#db.selectFrom('fold').selectAll().where('partition', '=', partition).executeTakeFirst();
    if (row === undefined) return undefined;
    const { rule, cloud, newest_ms: newestMs, expires_ms: expiresMs, snapshot } = row;
    return { partition, rule, cloud, newestMs, expiresMs, snapshot };
  }

  async saveFold({ partition, rule, cloud, newestMs, expiresMs, snapshot }: StoredFold): Promise<void> {
    const rest = { rule, cloud, newest_ms: newestMs, expires_ms: expiresMs, snapshot };
    await this.#db
      .insertInto('fold')
      .values({ partition, ...rest })
      .onConflict((conflict) => conflict.column('partition').doUpdateSet(rest))
      .execute();
  }

  async deleteFold(partition: string): Promise<void> {
    await this.#db.deleteFrom('fold').where('partition', '=', partition).execute();
  }

  async dropFolds(rule: string): Promise<number> {
    const { numDeletedRows } = await this.#db.deleteFrom('fold').where('rule', '=', rule).executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }

  async expireFolds(cloud: string, beforeMs: number): Promise<void> {
    await this.#db.deleteFrom('fold').where('cloud', '=', cloud).where('expires_ms', '<', beforeMs).execute();
  }

  async countFolds(rule: string): Promise<number> {
    const { folds } = await this.#db
      .selectFrom('fold')
      .select(({ fn }) => fn.countAll<number>().as('folds'))
      .where('rule', '=', rule)
      .executeTakeFirstOrThrow();
    return folds;
  }

  async evictFolds(rule: string, count: number): Promise<number> {
    const oldest = this.#db
      .selectFrom('fold')
      .where('rule', '=', rule)
      .orderBy('newest_ms')
      .orderBy('partition')
      .limit(count);
    const { newest } = await this.#db
      .selectFrom(oldest.select('newest_ms').as('oldest'))
      .select(({ fn }) => fn.max('newest_ms').as('newest'))
      .executeTakeFirstOrThrow();
    await this.#db.deleteFrom('fold').where('partition', 'in', oldest.select('partition')).execute();
    return newest;
  }

  async alertsAt(partition: string, firstKey: string): Promise<readonly StoredAlert[]> {
    const rows = await this.#db
      .selectFrom('alert')
      .selectAll()
      .where('partition', '=', partition)
      .where('first_key', '=', firstKey)
      .execute();
    return rows.map(storedAlertOf);
  }

  async isTold(
    partition: string,
    { eventKey, timeMs, dedupKey }: Parameters<StateChange['isTold']>[1],
  ): Promise<boolean> {
    const rows = await this.#db
      .selectFrom('alert')
      .select('json')
      .where('partition', '=', partition)
      .where('status', '!=', 'superseded')
      .where((is) =>
        is.or([is('first_key', '=', eventKey), is.and([is('first_ms', '<=', timeMs), is('until_ms', '>', timeMs)])]),
      )
      .$if(dedupKey === undefined, (query) => query.limit(1))
      .execute();
    // The key stands in the alert alone; few alerts of a fold hold one time.
    return rows.some(({ json }) => dedupKey === undefined || (JSON.parse(json) as Alert).dedup.key === dedupKey);
  }

  async saveAlert({ partition, firstKey, firstMs, untilMs, alert, news }: StoredAlert): Promise<void> {
    const rest = {
      ...{ rule: alert.rule.name, level: alert.level, status: alert.status },
      ...{ first_seen: alert.first_seen ?? '', first_ms: firstMs, until_ms: untilMs },
      ...{ json: JSON.stringify(alert), news },
    };
    await this.#db
      .insertInto('alert')
      .values({ partition, first_key: firstKey, id: alert.id, ...rest })
      .onConflict((conflict) => conflict.columns(['partition', 'first_key', 'id']).doUpdateSet(rest))
      .execute();
  }

  async savePosition({ path, bytes, modifiedMs, head, headBytes, offset, records }: FilePosition): Promise<void> {
    const rest = { bytes, modified_ms: modifiedMs, head, head_bytes: headBytes, offset, records };
    await this.#db
      .insertInto('file_position')
      .values({ path, ...rest })
      .onConflict((conflict) => conflict.column('path').doUpdateSet(rest))
      .execute();
  }
}

/** A row of the table of alerts. */
export function storedAlertOf(row: Selectable<Tables['alert']>): StoredAlert {
  return {
    partition: row.partition,
    firstKey: row.first_key,
    firstMs: row.first_ms,
    untilMs: row.until_ms,
    alert: JSON.parse(row.json) as Alert, // written by saveAlert
    news: row.news as News | null, // the same
  };
}

/** A row of the table of positions. */
export function positionOf(row: Selectable<Tables['file_position']>): FilePosition {
  const { path, bytes, modified_ms: modifiedMs, head, head_bytes: headBytes, offset, records } = row;
  return { path, bytes, modifiedMs, head, headBytes, offset, records };
}
