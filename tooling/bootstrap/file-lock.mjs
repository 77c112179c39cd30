import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** @typedef {{ pid: number, started: string, token: string }} Owner */

/**
 * When a process started, in whatever unit the system has, or '' where it cannot be told cheaply.
 * Tells a reused process id from the owner of a lock.
 * @param {number} pid
 */
function startOf(pid) {
  try {
    // The command name (field 2) may hold spaces and brackets; the start time is field 22.
    return fs.readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return ''; // no /proc on this system, or no such process
  }
}

/** @param {Owner} owner */
function isAlive(owner) {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false;
  }
  return owner.started === startOf(owner.pid);
}

/** @param {string} file @returns {Owner | undefined} */
function readOwner(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Removes the lock of a dead owner. The guard directory is named after that one owner, so of several
 * waiters one removes the lock, and nobody removes the lock its successor has made meanwhile.
 * @param {string} file @param {Owner} dead
 */
function removeStale(file, dead) {
  const guard = `${file}.${dead.token}`;
  try {
    fs.mkdirSync(guard);
  } catch {
    // Another waiter is removing it; if that one died halfway, the next attempt may.
    const since = fs.statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > 10_000) fs.rmSync(guard, { recursive: true, force: true });
    return;
  }
  try {
    if (readOwner(file)?.token === dead.token) fs.rmSync(file);
  } finally {
    fs.rmdirSync(guard);
  }
}

/**
 * Runs `work` while holding the lock file; waits as long as its owner lives. The file appears with its
 * content in one step (a hard link), so a lock never lacks an owner.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(owner: Owner) => void} [onWait] called once when somebody else holds it
 * @returns {Promise<T>}
 */
export async function withFileLock(file, work, onWait = () => {}) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  /** @type {Owner} */
  const self = { pid: process.pid, started: startOf(process.pid), token: crypto.randomUUID() };
  const draft = `${file}.draft-${self.token}`;
  fs.writeFileSync(draft, JSON.stringify(self));
  try {
    for (let waited = false; !tryLink(draft, file); ) {
      const owner = readOwner(file);
      if (owner === undefined) continue;
      if (!isAlive(owner)) {
        removeStale(file, owner);
      } else if (!waited) {
        onWait(owner);
        waited = true;
      }
      await delay(50);
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** @param {string} draft @param {string} file */
function tryLink(draft, file) {
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}
