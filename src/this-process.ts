import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

/** Nobody can guess one: 128 random bits in base64url. */
export function newId(): string {
  return randomBytes(16).toString('base64url');
}

/** Names this process among the replicas; each call another name. */
export function newOwner(): string {
  return `${hostname()} ${process.pid} ${newId()}`;
}

/** Ends early, without an error, when the signal is aborted. A bot that stops waits for no clock. */
export async function idle(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, { ref: false, ...(signal ? { signal } : {}) }).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
}
