import Database from 'better-sqlite3';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StateStore } from '../../engine/ports.ts';
import { keepsItsPromises } from '../../engine/state-store.contract.ts';
import { StoreError } from '../store-error.ts';
import { MIGRATIONS } from './migrations.ts';
import { openState, openTemporaryState } from './open-state.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'iamwatch-state-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

keepsItsPromises('in a folder', () => openState(path.join(folder, 'state')));

/** Opens a state, uses it and closes it. */
async function within<T>(
  use: (store: StateStore) => Promise<T>,
  options?: Parameters<typeof openState>[1],
): Promise<T> {
  const store = await openState(folder, options);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

function keepRule(rule: string, fingerprint = 'f'): (store: StateStore) => Promise<void> {
  return (store) => store.change((change) => change.saveRule({ rule, fingerprint, evictedToMs: null }));
}

function rulesKept(store: StateStore): Promise<readonly string[]> {
  return store.change(async (change) => (await change.rules()).map(({ rule }) => rule));
}

describe('a state', () => {
  it('without a folder is gone when it is closed', async () => {
    const store = await openTemporaryState();
    await keepRule('a')(store);
    expect(await rulesKept(store)).toEqual(['a']);
    await store.close();
    const next = await openTemporaryState();
    expect(await rulesKept(next)).toEqual([]);
    await next.close();
  });

  it('is written through to the disk, in a file that can be read meanwhile', async () => {
    await within(async (store) => {
      await keepRule('a')(store);
      const reader = new Database(path.join(folder, 'state.sqlite'), { readonly: true });
      expect(reader.prepare('select rule from rule_state').all()).toEqual([{ rule: 'a' }]);
      expect(reader.pragma('journal_mode', { simple: true })).toBe('wal');
      reader.close();
    });
  });

  it('is for its owner alone', async () => {
    folder = path.join(folder, 'made');
    await within(keepRule('a'));
    expect(statSync(folder).mode & 0o077).toBe(0);
  });

  it('may be moved: a copy of the folder goes on', async () => {
    await within(keepRule('a'));
    const copy = `${folder}-copy`;
    cpSync(folder, copy, { recursive: true });
    rmSync(folder, { recursive: true });
    folder = copy;
    expect(await within(rulesKept)).toEqual(['a']);
  });
});

describe('one engine a folder', () => {
  it('a second one is refused, and told who the first is', async () => {
    await within(async () => {
      await expect(openState(folder)).rejects.toThrow(`another iamwatch (process ${process.pid} on `);
    });
    await within(rulesKept);
  });

  it('a second process too', async () => {
    await within(() => {
      const answer = execFileSync(process.execPath, [...PROBE, folder], { encoding: 'utf8' });
      expect(answer).toContain(`another iamwatch (process ${process.pid}`);
      return Promise.resolve();
    });
    expect(execFileSync(process.execPath, [...PROBE, folder], { encoding: 'utf8' })).toContain('opened');
  });

  it('one that was killed holds nothing', async () => {
    const child = spawn(process.execPath, [...PROBE, folder, 'stay'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await expect(openState(folder)).rejects.toThrow(`process ${String(child.pid)}`);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    await within(rulesKept);
  });
});

/** Runs TypeScript as it is, where this Node needs to be told. */
const PROBE = [
  ...(process.features.typescript === false ? ['--experimental-strip-types'] : []),
  '--disable-warning=ExperimentalWarning',
  fileURLToPath(new URL('./open-state.fixture.ts', import.meta.url)),
];

describe('what cannot be used is told in words', () => {
  it('a file that is something else', async () => {
    writeFileSync(path.join(folder, 'state.sqlite'), 'this was never a database of any kind'.repeat(400));
    await expect(openState(folder)).rejects.toThrow(StoreError);
    await expect(openState(folder)).rejects.toThrow('no SQLite file, or damaged');
  });

  it('a file whose pages are damaged', async () => {
    await within(async (store) => {
      for (let number = 0; number < 200; number += 1) await keepRule(`rule-${number}`, 'f'.repeat(500))(store);
    });
    const file = path.join(folder, 'state.sqlite');
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4096 * 6);
    writeFileSync(file, bytes);
    await expect(within(rulesKept)).rejects.toThrow('state.sqlite is damaged');
  });

  it('a full disk, which loses nothing of before', async () => {
    await within(keepRule('a'));
    const full = within((store) => keepRule('b', 'f'.repeat(1_000_000))(store), { pagesMax: 60 });
    await expect(full).rejects.toThrow('the disk is full. What it held before this batch is unchanged');
    expect(await within(rulesKept)).toEqual(['a']);
  });

  it('a file where the folder should be', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    await expect(openState(file)).rejects.toThrow(`Cannot keep the state in ${file}`);
  });

  it('a folder that is not ours', async () => {
    chmodSync(folder, 0o500);
    try {
      // Root may write everywhere.
      if (process.getuid?.() === 0) await (await openState(folder)).close();
      else await expect(openState(folder)).rejects.toThrow('look at who owns the folder');
    } finally {
      chmodSync(folder, 0o700);
    }
  });
});

describe('versions', () => {
  const next = {
    ...MIGRATIONS,
    '9999-notes': {
      up: async (db: Parameters<(typeof MIGRATIONS)[string]['up']>[0]): Promise<void> => {
        await db.schema.alterTable('rule_state').addColumn('note', 'text').execute();
      },
    },
  };

  it('of an earlier version is brought up when it is opened, and keeps what it held', async () => {
    await within(keepRule('a'));
    expect(await within(rulesKept, { migrations: next })).toEqual(['a']);
    const database = new Database(path.join(folder, 'state.sqlite'));
    expect(database.prepare('select rule, note from rule_state').all()).toEqual([{ rule: 'a', note: null }]);
    database.close();
  });

  it('of a newer version is refused, and left as it is', async () => {
    await within(keepRule('a'), { migrations: next });
    await expect(openState(folder)).rejects.toThrow('a newer iamwatch wrote it (9999-notes)');
    expect(await within(rulesKept, { migrations: next })).toEqual(['a']);
  });

  it('that could not be brought up is left as it was', async () => {
    await within(keepRule('a'));
    const broken = { ...next, '9999-notes': { up: () => Promise.reject(new Error('no such step')) } };
    await expect(openState(folder, { migrations: broken })).rejects.toThrow('no such step');
    expect(await within(rulesKept)).toEqual(['a']);
  });

  it('1, as it was first written, is read by this one', async () => {
    const dump = fileURLToPath(new URL('./testdata/version-1.sql', import.meta.url));
    expect(existsSync(dump)).toBe(true);
    const database = new Database(path.join(folder, 'state.sqlite'));
    database.exec(readFileSync(dump, 'utf8'));
    database.close();
    await within(async (store) => {
      expect(await store.positions()).toMatchObject([{ path: '/logs/a.json', bytes: 10, offset: 5, records: 1 }]);
      await store.change(async (change) => {
        expect(await change.clocks()).toEqual([{ cloud: 'aws', newestMs: 1772442000000, watermarkMs: 1772355600000 }]);
        expect(await change.logBegins()).toEqual(new Map([['aws:111122223333', 1772442000000]]));
        expect(await change.rules()).toEqual([{ rule: 'a-rule', fingerprint: 'f', evictedToMs: null }]);
        expect(await change.fold('p1')).toMatchObject({ rule: 'a-rule', snapshot: '[]\n{}' });
        expect(await change.alertsAt('p1', 'e1')).toMatchObject([{ alert: { id: 'an-id' }, news: 'new' }]);
      });
    });
  });
});
