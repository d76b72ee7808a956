// One set-up at a time. The lock is a folder that appears whole (made aside, then renamed: never seen without its
// owner) and leaves whole. Two first starts at once would otherwise empty node_modules under each other.
import { mkdirSync, readFileSync, renameSync, rmSync, rmdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetUpError } from './set-up-error.mjs';

const POLL_MS = 200;
const BEAT_MS = 2_000;
// A dead process id alone proves nothing: the owner may live in another container. It must have missed beats too.
const DEAD_AFTER_MS = 3 * BEAT_MS;
const ABANDONED_AFTER_MS = 120_000;
const WAIT_MAX_MS = 15 * 60_000;
const OWNER = 'owner.json';

/** Runs `work` while holding the lock at `folder`; waits for another holder, and takes over from a dead one. */
export async function withSetUpLock(folder, work) {
  const me = { token: `${process.pid}-${Math.random().toString(36).slice(2)}`, pid: process.pid, host: hostname() };
  await acquire(folder, me);
  const beat = setInterval(() => refresh(folder, me), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    release(folder, me);
  }
}

async function acquire(folder, me) {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    if (claim(folder, me)) return;
    const holder = readHolder(folder);
    if (holder !== undefined && isDead(holder, Date.now()) && takeOver(folder, holder, me)) return;
    if (waitedMs === 0)
      process.stderr.write(`iamwatch: another start (process ${holder?.pid ?? '?'}) is setting up; waiting …\n`);
    if (waitedMs >= WAIT_MAX_MS) {
      const happened = `process ${holder?.pid ?? '?'} on ${holder?.host ?? '?'} has held ${folder} for 15 minutes`;
      throw new SetUpError('set up', happened, 'Stop that process, or remove the folder, and start again.');
    }
    await sleep(POLL_MS);
  }
}

/** True if the holder stopped beating: long ago, or a moment ago with its process gone from this machine. */
export function isDead({ pid, host, beatMs }, nowMs) {
  const silentMs = nowMs - beatMs;
  if (silentMs > ABANDONED_AFTER_MS) return true;
  return silentMs > DEAD_AFTER_MS && host === hostname() && !isRunning(pid);
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function claim(folder, me) {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return false;
  const aside = `${folder}-${me.token}`;
  mkdirSync(aside);
  try {
    writeFileSync(path.join(aside, OWNER), JSON.stringify(me));
    renameSync(aside, folder);
    return true;
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    const held = process.platform === 'win32' ? ['EEXIST', 'EPERM', 'EACCES'] : ['EEXIST', 'ENOTEMPTY'];
    if (held.includes(error.code)) return false;
    throw error;
  }
}

// Only the one that makes the marker of *this* holder may write itself in. Between reading the holder and making
// the marker the lock may have changed hands, so the holder is read again.
function takeOver(folder, holder, me) {
  const marker = path.join(folder, `${holder.token}.taken`);
  try {
    mkdirSync(marker);
  } catch (error) {
    if (error.code === 'EEXIST' || error.code === 'ENOENT') return false;
    throw error;
  }
  if (readHolder(folder)?.token !== holder.token) {
    rmdirSync(marker);
    return false;
  }
  const written = path.join(folder, `${me.token}.json`);
  writeFileSync(written, JSON.stringify(me));
  renameSync(written, path.join(folder, OWNER));
  process.stderr.write(`iamwatch: process ${holder.pid} left its set-up unfinished; taking over\n`);
  return true;
}

function readHolder(folder) {
  const file = path.join(folder, OWNER);
  try {
    const beatMs = statSync(file).mtimeMs;
    return { ...JSON.parse(readFileSync(file, 'utf8')), beatMs };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) return { token: 'unreadable', beatMs: statSync(file).mtimeMs };
    throw error;
  }
}

function refresh(folder, me) {
  if (readHolder(folder)?.token !== me.token) return;
  const now = new Date();
  utimesSync(path.join(folder, OWNER), now, now);
}

function release(folder, me) {
  if (readHolder(folder)?.token !== me.token) return;
  const aside = `${folder}-${me.token}`;
  renameSync(folder, aside);
  rmSync(aside, { recursive: true, force: true });
}
