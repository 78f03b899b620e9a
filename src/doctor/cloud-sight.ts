import type { Config } from '../config.ts';
import { ServiceError } from '../core/errors.ts';
import type { CloudConfig } from '../openstack/config.ts';
import type { Holder } from '../openstack/keystone.ts';
import { type CredentialLook, openLook } from '../openstack/look.ts';
import { SERVICE_NAMES, type ServiceName } from '../openstack/services.ts';
import { once } from './once.ts';

/** One credential at one cloud, as far as somebody has looked at it. */
export interface CredentialSight {
  readonly config: CloudConfig;
  readonly look: CredentialLook;
  /** Undefined where there is no Keystone. @throws ServiceError why nobody is logged in */
  login(): Promise<Holder | undefined>;
  /** Whether the login stands, for checks that stand on it. */
  isIn(): Promise<boolean>;
  /** Milliseconds by which the cloud's clock is ahead of ours, by its last answer. */
  ahead(): number | undefined;
}

export interface CloudSight {
  readonly name: string;
  /** With the entry that reads. @throws ServiceError `config` */
  reader(): CredentialSight;
  /** With the entry that carries out; undefined where none is named. @throws ServiceError `config` */
  writer(): CredentialSight | undefined;
  /** The reader, where it is logged in. */
  ready(): Promise<CredentialSight | undefined>;
  /** Where the reader finds each service; the error where it does not. */
  addresses(): Promise<ReadonlyMap<ServiceName, string | ServiceError>>;
  close(): void;
}

interface Surroundings {
  /** Of one question. */
  readonly timeoutMs: number;
  readonly clock: () => Date;
}

export function createCloudSight(name: string, config: Config, surroundings: Surroundings): CloudSight {
  const opened = new Map<'reader' | 'writer', CredentialSight>();
  const sight = (which: 'reader' | 'writer', entry: CloudConfig | undefined) => {
    const known = opened.get(which);
    if (known || !entry) return known;
    const made = credentialSight(entry, surroundings);
    opened.set(which, made);
    return made;
  };
  const reader = () => sight('reader', config.clouds.get(name)) as CredentialSight;
  async function ready(): Promise<CredentialSight | undefined> {
    try {
      const one = reader();
      return (await one.isIn()) ? one : undefined;
    } catch (error) {
      if (error instanceof ServiceError) return undefined;
      throw error;
    }
  }
  return {
    name,
    reader,
    writer: () => sight('writer', config.clouds.writer(name)),
    ready,
    addresses: once(async () => {
      const { look } = reader();
      const found = SERVICE_NAMES.map(
        async (service) => [service, await look.endpoint(service).catch(asError)] as const,
      );
      return new Map(await Promise.all(found));
    }),
    close: () => {
      for (const { look } of opened.values()) look.close();
    },
  };
}

function asError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  throw error;
}

function credentialSight(entry: CloudConfig, { timeoutMs, clock }: Surroundings): CredentialSight {
  let ahead: number | undefined;
  const config = { ...entry, api_timeout_ms: Math.min(entry.api_timeout_ms, timeoutMs) };
  const look = openLook(config, {
    onRequest: ({ serviceTime, ms }) => {
      // Somewhere between the question and the answer, and a header counts whole seconds.
      if (serviceTime !== undefined) ahead = serviceTime + 500 - (clock().getTime() - ms / 2);
    },
  });
  const login = once(() => look.holder());
  return {
    config,
    look,
    login,
    isIn: () =>
      login().then(
        () => true,
        (error: unknown) => {
          if (error instanceof ServiceError) return false;
          throw error;
        },
      ),
    ahead: () => ahead,
  };
}
