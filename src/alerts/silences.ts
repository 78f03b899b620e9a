import type { Alerts, Silence, SilenceOf } from '../core/alert-story.ts';
import type { Store } from '../store/open-store.ts';
import type { AlertsOptions } from './ports.ts';
import { readSilences } from './rows.ts';

export interface SilencesOptions extends Pick<AlertsOptions, 'now' | 'newId' | 'log'> {
  readonly store: Store;
  /** Looks through everything that is open, since it may be told or not any more. */
  readonly resettle: () => Promise<void>;
}

/** What people do not want to hear of for a while. */
export function createSilences(options: SilencesOptions): Pick<Alerts, 'silence' | 'unsilence' | 'silences'> {
  const { store, now, newId, log, resettle } = options;
  return {
    async silence(of, until, by, reason) {
      const at = now().toISOString();
      const silence: Silence = { id: newId(), of, by, reason, at, until: until.toISOString() };
      const record = JSON.stringify(silence);
      const row = { id: silence.id, target: targetOf(of), until: silence.until, record };
      await store.db.insertInto('silences').values(row).execute();
      log.info({ silence: row.target, by, until: row.until }, 'alerts are silenced');
      await resettle();
      return silence;
    },

    async unsilence(of, by) {
      const target = targetOf(of);
      const { numDeletedRows } = await store.db
        .deleteFrom('silences')
        .where('target', '=', target)
        .where('until', '>', now().toISOString())
        .executeTakeFirst();
      log.info({ silence: target, by }, 'a silence of alerts has ended');
      await resettle();
      return Number(numDeletedRows);
    },

    silences: () => readSilences(store.db, now().toISOString()),
  };
}

/** What is silenced, in one text; a node by its UUID, whatever it is called. */
function targetOf(of: SilenceOf): string {
  return of.kind === 'node' ? `node ${of.cloud} ${of.uuid}` : `cause ${of.cause}`;
}
