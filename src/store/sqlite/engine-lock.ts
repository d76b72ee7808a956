/**
 * One engine a folder. SQLite alone would let two engines take turns and spoil each other's batches, so one keeps a lock of the
 * operating system on a file of its own: it ends with the process, however that ends, and the state stays readable for others.
 */
import Database from 'better-sqlite3';
import { hostname } from 'node:os';
import path from 'node:path';
import { StoreError } from '../store-error.ts';
import { codeOf } from './sqlite-error.ts';

/** Takes the lock of a folder. @returns what gives it back. */
export function lockForEngine(folder: string): () => void {
  const lock = new Database(path.join(folder, 'engine.lock'), { timeout: 0 });
  try {
    lock.pragma('journal_mode = delete');
    lock.exec('begin immediate');
    lock.exec('create table if not exists holder (name text not null)');
    lock.exec('delete from holder');
    lock.prepare('insert into holder values (?)').run(`process ${process.pid} on ${hostname()}`);
    lock.exec('commit');
    // A reserved lock: nobody else gets one, and the name of who holds it can be read.
    lock.exec('begin immediate');
  } catch (error) {
    const holder = codeOf(error)?.startsWith('SQLITE_BUSY') === true ? holderOf(lock) : undefined;
    lock.close();
    if (holder === undefined) throw error;
    throw new StoreError(
      `Cannot use the state in ${folder}: another iamwatch (${holder}) is using it. One engine a folder: end that one, or give another folder`,
      { cause: error },
    );
  }
  return () => {
    lock.close();
  };
}

function holderOf(lock: Database.Database): string {
  try {
    const row = lock.prepare<[], { readonly name: string }>('select name from holder').get();
    return row?.name ?? 'unknown process';
  } catch {
    return 'unknown process'; // it is just writing its name
  }
}
