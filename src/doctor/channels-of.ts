import type { Config } from '../config.ts';

export interface NamedChannel {
  readonly id: string;
  /** The key that names it. */
  readonly key: string;
  /** Whether what is said there is read. */
  readonly reads: boolean;
}

/** Channels that the configuration names, each once: one that is read for something is read. */
export function channelsOf({ acting, alerts, fleet }: Config): readonly NamedChannel[] {
  const named = (key: string, reads: boolean, ids: readonly (string | undefined)[]) =>
    ids.flatMap((id) => (id === undefined ? [] : [{ id, key, reads }]));
  const all = [
    ...named('alerts.channels', true, alerts?.channels ?? []),
    ...named('alerts.webhook.channel', false, [alerts?.webhook?.channel]),
    ...named('acting.audit_channel', false, [acting?.audit_channel]),
    ...named('fleet.digest.channel', false, [fleet?.digest?.channel]),
  ];
  return all.filter(({ id }, at) => all.findIndex((other) => other.id === id) === at);
}
