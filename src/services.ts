import type { Config } from './config.ts';
import type { ServiceOptions, Services } from './core/command.ts';
import type { Refused } from './core/outcome.ts';
import { type Diagnosis, refusalOf } from './diagnosis/diagnose.ts';
import type { Looks } from './fleet/looks.ts';

/** What commands may ask of the engines: a configured cloud, and words for what cannot even begin. */
export function createServices(
  diagnosis: Diagnosis,
  looks: Pick<Looks, 'look'>,
  clouds: Config['clouds'],
): Services {
  return {
    clouds: clouds.names,
    diagnose: (words, options) =>
      orRefused(async () => {
        const cloud = options.cloud ?? clouds.default;
        const diagnosed = await diagnosis.diagnose(words, cloud, options.signal);
        if (diagnosed.kind === 'report') return { kind: 'report', report: diagnosed.report };
        return { kind: 'unresolved', asked: words, cloud, resolution: diagnosed.resolution };
      }),
    look: (words, options: ServiceOptions) =>
      orRefused(async () => {
        const cloud = options.cloud ?? clouds.default;
        const opened = await diagnosis.open(words, cloud, options.signal);
        if (opened.kind === 'found') return opened;
        return { kind: 'unresolved', asked: words, cloud, resolution: opened.resolution };
      }),
    fleet: (words, { cloud }) =>
      orRefused(async () => {
        const told = await looks.look(cloud ?? clouds.default, words);
        return 'kind' in told ? told : { kind: 'look', look: told };
      }),
    explain: async (message) => (await diagnosis.replay({ message })).report,
  };
}

async function orRefused<T>(run: () => Promise<T>): Promise<T | Refused> {
  try {
    return await run();
  } catch (error) {
    const message = refusalOf(error);
    if (message === undefined) throw error;
    return { kind: 'refused', message };
  }
}
