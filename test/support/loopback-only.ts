import { Socket } from 'node:net';

/**
 * The unit project's promise that no test reaches beyond this machine: every TCP connection is checked
 * before it is opened, and one that would leave loopback throws where it was attempted.
 */
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost', '0.0.0.0', undefined]);

type Connect = (...args: unknown[]) => Socket;
const original = Socket.prototype.connect as unknown as Connect;

function hostOf(args: unknown[]): string | undefined {
  // net normalises (options) and (port, host) into an array before it calls connect itself.
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (first !== null && typeof first === 'object') {
    const options = first as { host?: string; path?: string };
    return options.path ? undefined : options.host;
  }
  return typeof args[1] === 'string' ? args[1] : undefined;
}

Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]) {
  const host = hostOf(args);
  if (!LOOPBACK.has(host) && !host?.startsWith('127.')) {
    throw new Error(`A unit test tried to reach ${host}. Tests talk to loopback only.`);
  }
  return original.apply(this, args);
} as typeof Socket.prototype.connect;
