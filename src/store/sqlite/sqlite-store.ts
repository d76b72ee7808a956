/** The state in one SQLite file: folds, alerts and positions change together, and are on the disk when the change is done. */
import type { Database } from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { FilePosition, StateChange, StateStore, StoredAlert } from '../../engine/ports.ts';
import { positionOf, SqliteChange, storedAlertOf } from './sqlite-change.ts';
import { inWords } from './sqlite-error.ts';
import type { Tables } from './tables.ts';

/** A state in an open database that has the tables. Owns the database, and what else has to be freed with it. */
export class SqliteStore implements StateStore {
  readonly #db: Kysely<Tables>;
  readonly #place: string;
  readonly #release: () => void;

  /** @param place Names the state in messages. */
  constructor(database: Database, place: string, release: () => void = () => undefined) {
    this.#db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
    this.#place = place;
    this.#release = release;
  }

  async positions(): Promise<readonly FilePosition[]> {
    const rows = await inWords(this.#place, () => this.#db.selectFrom('file_position').selectAll().execute());
    return rows.map(positionOf);
  }

  async change<T>(work: (change: StateChange) => Promise<T>): Promise<T> {
    let failure: unknown;
    return inWords(this.#place, async () => {
      try {
        return await this.#db.transaction().execute((transaction) =>
          work(new SqliteChange(transaction)).catch((error: unknown) => {
            failure = error;
            throw error;
          }),
        );
      } catch (error) {
        // On a full disk SQLite rolls back by itself, and to roll back once more is refused: the first failure is the reason.
        throw failure ?? error;
      }
    });
  }

  async *news(): AsyncIterable<StoredAlert> {
    // In pages: a statement that is being read would keep the database busy while whoever reads it waits.
    let after: { readonly first_seen: string; readonly rule: string; readonly id: string } | undefined;
    for (;;) {
      const rows = await this.#newsPage(after);
      for (const row of rows) yield storedAlertOf(row);
      after = rows.at(-1);
      if (rows.length < NEWS_PAGE) return;
    }
  }

  async forgetNews(): Promise<void> {
    await inWords(this.#place, () =>
      this.#db.updateTable('alert').set({ news: null }).where('news', 'is not', null).execute(),
    );
  }

  async close(): Promise<void> {
    await this.#db.destroy();
    this.#release();
  }

  #newsPage(after: { readonly first_seen: string; readonly rule: string; readonly id: string } | undefined) {
    let query = this.#db
      .selectFrom('alert')
      .selectAll()
      .where('news', 'is not', null)
      .orderBy('first_seen')
      .orderBy('rule')
      .orderBy('id')
      .limit(NEWS_PAGE);
    if (after !== undefined) {
      const { first_seen: seen, rule, id } = after;
      query = query.where((is) => is(is.refTuple('first_seen', 'rule', 'id'), '>', is.tuple(seen, rule, id)));
    }
    return inWords(this.#place, () => query.execute());
  }
}

const NEWS_PAGE = 500;
