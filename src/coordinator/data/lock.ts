import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';

/** Takes a data folder for this process; a lock whose process is gone is stale and replaced. */
export interface FolderLock {
  release(): void;
}

/** @throws AppError `store.unavailable` when another process holds the folder */
export function lockFolder(file: string): FolderLock {
  const own = holderText(process.pid);
  if (!create(file, own)) {
    const holder = readFileSync(file, 'utf8');
    if (isAlive(holder)) {
      throw new AppError(
        'store.unavailable',
        `the data folder is in use by process ${holder.split(' ')[0]} (${file}); stop that one or name another folder with ADIT_DATA`,
      );
    }
    rmSync(file, { force: true });
    if (!create(file, own)) {
      throw new AppError(
        'store.unavailable',
        `another process just took the data folder (${file})`,
      );
    }
  }
  return { release: () => rmSync(file, { force: true }) };
}

function create(file: string, text: string): boolean {
  try {
    const handle = openSync(file, 'wx', 0o600);
    writeSync(handle, text);
    closeSync(handle);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Process number and, where the system tells, when it started: numbers are used again. */
function holderText(pid: number): string {
  return `${pid} ${startOf(pid)}`;
}

function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Fields after the name in parentheses; the start time is the 22nd of all.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
  } catch {
    return 'unknown'; // no /proc on this system
  }
}

function isAlive(holder: string): boolean {
  const pid = Number(holder.split(' ')[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return holderText(pid) === holder;
}
