/** Opens the state of a folder: locked to this engine, with the tables of this version. */
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { StateStore } from '../../engine/ports.ts';
import { StoreError } from '../store-error.ts';
import { lockForEngine } from './engine-lock.ts';
import { MIGRATIONS } from './migrations.ts';
import { toStoreError } from './sqlite-error.ts';
import { SqliteStore } from './sqlite-store.ts';

/** What opening may be told; both are for tests. */
export interface OpenOptions {
  readonly migrations?: Readonly<Record<string, Migration>>;
  /** Pages of 4 KiB that the file may have: a disk that is full. */
  readonly pagesMax?: number;
}

/** Opens the state in a folder, which is made where it is missing. */
export async function openState(folder: string, options: OpenOptions = {}): Promise<StateStore> {
  const release: (() => void)[] = [];
  try {
    // State names people and what they did: for its owner alone.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const unlock = lockForEngine(folder);
    release.push(unlock);
    const database = new Database(path.join(folder, 'state.sqlite'));
    try {
      database.pragma('journal_mode = wal');
      database.pragma('synchronous = full');
      if (options.pagesMax !== undefined) database.pragma(`max_page_count = ${options.pagesMax}`);
      await migrate(database, folder, options.migrations ?? MIGRATIONS);
      return new SqliteStore(database, folder, unlock);
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    for (const free of release) free();
    throw isOfSystem(error)
      ? new StoreError(`Cannot keep the state in ${folder}: ${error.message}`, { cause: error })
      : toStoreError(folder, error);
  }
}

/** A state that ends with the program: a temporary file without a name, which the system frees however the program ends. */
export async function openTemporaryState(): Promise<StateStore> {
  const database = new Database('');
  await migrate(database, 'temporary storage', MIGRATIONS);
  return new SqliteStore(database, 'temporary storage');
}

async function migrate(
  database: Database.Database,
  place: string,
  migrations: Readonly<Record<string, Migration>>,
): Promise<void> {
  refuseNewer(database, place, migrations);
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
  const provider = { getMigrations: () => Promise.resolve({ ...migrations }) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  // The query builder is not destroyed: the database goes on being used.
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new Error('Cannot bring the state up to this version', { cause: error });
}

/** An older program must not write into tables that it does not know. */
function refuseNewer(
  database: Database.Database,
  place: string,
  migrations: Readonly<Record<string, Migration>>,
): void {
  const isThere = database.prepare("select 1 from sqlite_master where name = 'kysely_migration'").get();
  if (isThere === undefined) return;
  const done = database.prepare<[], { readonly name: string }>('select name from kysely_migration order by name').all();
  const unknown = done.find(({ name }) => !Object.hasOwn(migrations, name));
  if (unknown === undefined) return;
  throw new StoreError(
    `Cannot use the state in ${place}: a newer iamwatch wrote it (${unknown.name}). Use that one, or another folder`,
  );
}

function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
