import type { Config } from '../config.ts';

export interface NamedChannel {
  readonly id: string;
  /** The key that names it. */
  readonly key: string;
  /** Whether what is said there is read. */
  readonly reads: boolean;
}

/** Channels that the configuration names. */
export function channelsOf(config: Config): readonly NamedChannel[] {
  const audit = config.acting?.audit_channel;
  return audit === undefined ? [] : [{ id: audit, key: 'acting.audit_channel', reads: false }];
}
