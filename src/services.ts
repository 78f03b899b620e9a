import type { Config } from './config.ts';
import type { Services } from './core/command.ts';
import { type Diagnosis, refusalOf } from './diagnosis/diagnose.ts';

/** What commands may ask of the engines: a configured cloud, and words for what cannot even begin. */
export function createServices(diagnosis: Diagnosis, clouds: Config['clouds']): Services {
  return {
    clouds: clouds.names,
    async diagnose(words, { cloud = clouds.default, signal }) {
      try {
        const diagnosed = await diagnosis.diagnose(words, cloud, signal);
        if (diagnosed.kind === 'report') return { kind: 'report', report: diagnosed.report };
        return { kind: 'unresolved', asked: words, cloud, resolution: diagnosed.resolution };
      } catch (error) {
        const message = refusalOf(error);
        if (message === undefined) throw error;
        return { kind: 'refused', message };
      }
    },
    explain: async (message) => (await diagnosis.replay({ message })).report,
  };
}
