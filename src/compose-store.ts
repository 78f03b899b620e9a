import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { openStore, type Store } from './store/open-store.ts';

/** Whether anything that is configured has something to remember. */
export function needsRecords({
  acting,
  alerts,
  fleet,
}: Pick<Config, 'acting' | 'alerts' | 'fleet'>): boolean {
  if (acting !== undefined || alerts !== undefined) return true;
  return fleet !== undefined && (fleet.sweep > 0 || fleet.digest !== undefined);
}

/**
 * The one database of a running bot, for whoever has something to remember; who opens it closes it last.
 * @throws ServiceError `config` in words for the operator; else why it cannot be reached
 */
export async function openRecords(config: Pick<Config, 'database'>, log: Pick<Log, 'warn'>): Promise<Store> {
  const { url, file } = config.database;
  const lost = (error: unknown) => log.warn({ err: error }, 'a connection to the database was lost');
  return openStore({ url, file, lost });
}
