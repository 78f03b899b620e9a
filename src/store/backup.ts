import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { ServiceError } from '../core/errors.ts';
import { openSqlite } from './sqlite.ts';

/** All at once: between two steps a writer would make SQLite begin anew, and in WAL one long step stops nobody. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * A copy of a SQLite file as it is at one moment, while whoever uses it goes on (sqlite.org/backup.html). It is one file
 * without companions, readable by its owner alone, and has its name only when it is whole and `accept` has seen it.
 * @param accept looks at the copy under the path that it has until then; what it throws leaves no copy
 * @throws ServiceError `config` when one of the files cannot be used, in words; else why it could not be copied
 */
export async function backupSqlite<T>(
  file: string,
  to: string,
  accept: (copy: string) => Promise<T>,
): Promise<T> {
  if (existsSync(to)) throw unusable(to, 'is there already, and no backup is written over');
  const source = openSqlite(file, true);
  const part = `${to}.part`;
  try {
    create(part);
    await backup(source, part, { rate: ALL_PAGES });
    settle(part);
    const accepted = await accept(part);
    renameSync(part, to);
    return accepted;
  } finally {
    source.close();
    for (const left of [part, `${part}-wal`, `${part}-shm`]) rmSync(left, { force: true });
  }
}

function create(part: string): void {
  try {
    rmSync(part, { force: true });
    closeSync(openSync(part, 'wx', 0o600));
  } catch (error) {
    throw unusable(part, `cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** In one file, and not damaged. */
function settle(part: string): void {
  const copy = new DatabaseSync(part);
  try {
    copy.exec('pragma journal_mode = delete');
    const said = copy.prepare('pragma integrity_check(1)').get()?.['integrity_check'];
    if (said !== 'ok') throw unusable(part, `is damaged as its original is: ${String(said)}`);
  } finally {
    copy.close();
  }
}

function unusable(file: string, words: string): ServiceError {
  return new ServiceError(`The backup ${file} ${words}.`, { code: 'config', service: 'database' });
}
