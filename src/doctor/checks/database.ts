import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { dirname, join } from 'node:path';
import { needsRecords } from '../../compose-store.ts';
import type { DatabaseSettings } from '../../config-settings.ts';
import { ServiceError } from '../../core/errors.ts';
import { openStore } from '../../store/open-store.ts';
import { type Check, fail, ok, skipped, type Told, warn } from '../check.ts';

export default {
  id: 'database',
  title: 'Database',
  section: 'records',
  place: 1,
  async run({ config, env, review }): Promise<Told> {
    if (!config) return skipped('the configuration cannot be read');
    if (review.mistakes.some(({ service }) => service === 'DATABASE_URL'))
      return skipped('DATABASE_URL is no address of a database');
    if (!needsRecords(config) && !env['DATABASE_URL'])
      return ok('none is needed: nothing that is configured has to be remembered');
    const { url, file } = config.database;
    if (url === undefined && file === ':memory:')
      return warn('records end with the process', 'database: ironic-oncall.sqlite');
    return url === undefined ? sqlite(file) : postgres(config.database);
  },
} satisfies Check;

async function postgres({ url, file }: DatabaseSettings): Promise<Told> {
  try {
    await (await openStore({ url, file, readOnly: true })).close();
    return ok('PostgreSQL, with the tables of this release');
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return unready(error) ?? fail(error.message, mend(error));
  }
}

/** A database that the next start makes ready is none to be mended. */
function unready({ message }: ServiceError): Told | undefined {
  if (/has no journal/.test(message))
    return ok('reached, and empty: the bot makes its tables when it starts');
  if (/of an older release/.test(message))
    return ok('of an older release: the bot brings it up to date when it starts');
  return undefined;
}

function mend({ code, detail }: ServiceError): string {
  if (detail === '3D000') return 'createdb --encoding UTF8 <the name at the end of DATABASE_URL>';
  if (code === 'unauthorized')
    return 'correct user and password in DATABASE_URL (postgres://user:password@host/name)';
  if (code === 'unreachable' || code === 'timeout')
    return 'correct host and port in DATABASE_URL, or start the server: psql "$DATABASE_URL" has to work';
  if (code === 'forbidden')
    return 'give its user a schema of its own: create schema oncall authorization <user>';
  return 'psql "$DATABASE_URL" has to work on this machine; then run this again';
}

async function sqlite(file: string): Promise<Told> {
  const there = await fs.stat(file).catch(() => undefined);
  const folder = dirname(file);
  const stuck = await unwritable(folder);
  if (stuck !== undefined)
    return fail(
      `${folder} cannot be written to (${stuck}), and SQLite makes files beside its own`,
      `install -d -o <user of the bot> ${folder}   (or set the key database)`,
    );
  if (!there) return ok(`${file} does not exist yet: the bot makes it when it starts`);
  try {
    await (await openStore({ file, readOnly: true })).close();
    return ok(`${file}, with the tables of this release`);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return (
      unready(error) ??
      fail(error.message, 'name another file under the key database, or bring back a backup')
    );
  }
}

/** Rights do not tell for a network's disk or for root: only trying does. @returns Node's code */
async function unwritable(folder: string): Promise<string | undefined> {
  const path = join(folder, `.ironic-oncall-${randomBytes(6).toString('hex')}`);
  try {
    await (await fs.open(path, 'wx', 0o600)).close();
    await fs.unlink(path);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}
