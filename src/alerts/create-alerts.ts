import { ownPatterns } from '../core/own-patterns.ts';
import { quietHours } from '../core/quiet-hours.ts';
import { createDrawer } from './drawer.ts';
import { createDrawings, type Drawings } from './drawings.ts';
import { createIntake } from './intake.ts';
import { createLooker } from './looker.ts';
import type { AlertsOptions, Watching } from './ports.ts';
import { createRepository, type Repository } from './repository.ts';
import { resettle } from './resettle.ts';
import type { Hush } from './settle.ts';
import { createSilences } from './silences.ts';
import type { NodeOf } from './storm.ts';
import type { Turn } from './turn.ts';
import { createWorker } from './worker.ts';

/** What reaches the store. */
interface Records {
  readonly repository: Repository;
  readonly drawings: Drawings;
}

/** The watching half of a running bot. Replicas on one database share its work. */
export function createAlerts(
  options: AlertsOptions,
  { repository, drawings }: Records = recordsIn(options),
): Watching {
  const { config, clouds, index, newId } = options;
  const nodeOf: NodeOf = (subject) =>
    subject.kind === 'node' ? subject.id : index.current()?.nodeOf(subject);
  const quiet = quietHours(config.quiet);
  const but = config.quiet?.but ?? [];
  const hush = ({ silences }: Turn): Hush => ({ silences, quiet, but, nodeOf });
  const blow = { rules: config.storm, nodeOf, newId };
  const rules = { refresh: config.refresh, forget: config.forget, clouds };
  const shared = { ...options, repository, hush, blow, nodeOf, changed: () => worker.wake() };

  const worker = createWorker({
    ...shared,
    looker: createLooker({ ...shared, rules }),
    drawer: createDrawer({ ...shared, drawings, reactions: config.reactions }),
    keep: config.keep,
  });
  const silences = createSilences({
    ...options,
    resettle: async () => {
      await resettle(shared, await repository.openChannels());
      worker.wake();
    },
  });

  return {
    intake: createIntake({ ...shared, patterns: ownPatterns(config.patterns) }),
    alerts: { channels: config.channels, ...silences, open: repository.open, glance: repository.glance },
    start: worker.start,
    wake: worker.wake,
    look: worker.look,
    settled: worker.settled,
    stop: worker.stop,
  };
}

function recordsIn({ store, now }: Pick<AlertsOptions, 'store' | 'now'>): Records {
  return { repository: createRepository(store, now), drawings: createDrawings(store) };
}
