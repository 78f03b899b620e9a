import type { Alerts, Silence, SilenceOf } from '../../src/core/alert-story.ts';
import type { Command, LookOutcome, Services } from '../../src/core/command.ts';
import type { Person } from '../../src/core/person.ts';
import { factBook, HEALTHY_NODE } from '../support/facts.ts';
import { MAYA } from './acting.ts';
import { CALLER } from './caller.ts';

export const NODE = {
  kind: 'node',
  cloud: 'prod',
  uuid: '6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11',
  name: 'node-17',
} as const satisfies SilenceOf;

/** A command over silences in memory, or where nobody watches alerts. */
export function watching(
  command: Command,
  { configured = true, outcome }: { readonly configured?: boolean; readonly outcome?: LookOutcome } = {},
) {
  const holding: Silence[] = [];
  const alerts: Alerts = {
    channels: ['C0ALERTS01'],
    async silence(of, until, by, reason) {
      const at = CALLER.now.toISOString();
      const silence = { id: `silence-${holding.length}`, of, by, reason, at, until: until.toISOString() };
      holding.push(silence);
      return silence;
    },
    async unsilence(of) {
      const kept = holding.filter((one) => JSON.stringify(one.of) !== JSON.stringify(of));
      return holding.splice(0, holding.length, ...kept).length - kept.length;
    },
    silences: async () => [...holding],
    open: async () => [],
    glance: async () => ({ open: {}, storms: [], newest: [] }),
  };
  const { facts } = factBook({ node: HEALTHY_NODE }).view();
  const subject = {
    kind: 'node',
    cloud: 'prod',
    name: 'node-17',
    node_uuid: NODE.uuid,
    aspects: ['node'],
  } as const;
  const services: Services = {
    diagnose: () => Promise.reject(new Error('a diagnosis was asked for')),
    fleet: () => Promise.reject(new Error('a fleet was asked for')),
    explain: () => Promise.reject(new Error('an explanation was asked for')),
    look: async () => outcome ?? { kind: 'found', subject, facts, notes: [] },
    clouds: ['prod', 'lab'],
    ...(configured ? { alerts } : {}),
  };
  const run = (text: string, who: Person = MAYA) =>
    command.run({ ...CALLER, who: async () => who, text, services, commands: [command] });
  return { run, holding, alerts };
}
