import Bottleneck from 'bottleneck';
import { ServiceError } from '../core/errors.ts';
import { type Release, type Rule, settingsOf, type Wish } from '../lib/limits.ts';
import { openClients } from './redis-clients.ts';
import { redisFailure, redisTimeout } from './redis-failure.ts';
import { overForTheDead } from './the-dead.ts';

/** Places that all processes share, for as long as one connection lasts. */
export interface Session {
  /** Resolves when there is a place; at once, with nothing to give back, when the session ends or has ended. */
  take(name: string, rule: Rule, wish: Wish): Promise<Release>;
  /** Why it ended. It never rejects. */
  readonly ended: Promise<ServiceError>;
  close(): void;
}

export interface SessionOptions {
  /** `redis://…` or `rediss://…`; it may hold a password. */
  readonly url: string;
  /** Of one answer of Redis, in ms. */
  readonly patienceMs?: number;
  /** Between two looks whether it is still there, in ms. */
  readonly lookMs?: number;
}

const PATIENCE_MS = 3_000;
const LOOK_MS = 5_000;
/** Until whoever waits asks anew, should the word that there is room be lost. */
const HEARTBEAT_MS = 2_000;
/** Between two looks of who waits whether somebody died with what he waits for. */
const DEAD_MS = 500;
/** Of a limiter that nobody uses; later its keys are gone, so that a rule which no release knows any more leaves nothing behind. */
const KEYS_LAST_MS = 300_000;
/** Where a wish does not say how long it takes. */
const LONGEST_MS = 60_000;
/** On top of that, so that a place is not given away while it is used. */
const SLACK_MS = 5_000;
/** Each process says what time it is (bottleneck, src/RedisDatastore.coffee): who is wrong would hold all others up. */
const CLOCKS_DIFFER_MS = 2_000;

const nothing: Release = () => undefined;

/**
 * Connects, and tries out everything that limits need.
 * @throws ServiceError of the service `redis`; nothing of it holds the address
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { url, patienceMs = PATIENCE_MS, lookMs = LOOK_MS } = options;
  const over = Promise.withResolvers<ServiceError>();
  const limiters = new Map<string, Bottleneck>();
  /** By which whoever waits or runs is let go. */
  const held = new Set<() => void>();
  let end: (error?: unknown) => void = (error) => over.resolve(reason(error));
  const clients = await openClients({ url, patienceMs, onFailure: (error) => end(error) });
  const { client, subscriber } = clients;
  const connection = new Bottleneck.IORedisConnection(clients);
  let open = true;
  end = (error) => {
    if (!open) return;
    open = false;
    clearInterval(looking);
    over.resolve(reason(error));
    for (const letGo of held) letGo();
    held.clear();
    void connection.disconnect(false);
    // One that becomes ready only now would send heartbeats for ever.
    for (const one of limiters.values()) one.ready().then(() => one.disconnect(false), nothing);
  };

  function limiterOf(name: string, rule: Rule): Bottleneck {
    // With the rule, since the first one to make it says what holds: two releases side by side may differ.
    const id = `ironic-oncall ${name} ${Object.entries(rule).flat().join(' ')}`;
    const known = limiters.get(id);
    if (known) return known;
    const made = new Bottleneck({
      ...settingsOf(rule),
      id,
      connection,
      timeout: KEYS_LAST_MS,
      heartbeatInterval: HEARTBEAT_MS,
    });
    made.on('error', (error) => end(error));
    made.ready().catch((error: unknown) => end(error));
    limiters.set(id, made);
    return made;
  }

  async function take(
    name: string,
    rule: Rule,
    { priority, longestMs = LONGEST_MS }: Wish,
  ): Promise<Release> {
    if (!open) return nothing;
    const granted = Promise.withResolvers<Release>();
    const done = Promise.withResolvers<void>();
    const release = () => {
      held.delete(letGo);
      done.resolve();
    };
    const letGo = () => {
      granted.resolve(nothing);
      done.resolve();
    };
    held.add(letGo);
    const waitMs = 'everyMs' in rule ? rule.everyMs : 0;
    const how = {
      expiration: longestMs + waitMs + SLACK_MS,
      ...(priority === undefined ? {} : { priority }),
    };
    const limiter = limiterOf(name, rule);
    const waiting = setInterval(
      () => void freeTheDead(limiter).catch((error: unknown) => end(error)),
      DEAD_MS,
    );
    granted.promise.then(() => clearInterval(waiting), nothing);
    limiter
      .schedule(how, () => {
        granted.resolve(release);
        return done.promise;
      })
      .catch((error: unknown) => {
        // A place that was kept for longer than its wish said is gone; nobody waits for it any more.
        if (!(error instanceof Bottleneck.BottleneckError)) end(error);
        letGo();
      });
    return await granted.promise;
  }

  async function freeTheDead(limiter: Bottleneck): Promise<void> {
    const freed = await overForTheDead(client, limiter.id);
    // Counts anew, and tells whoever is first.
    if (freed > 0) await limiter.running();
  }

  /** @throws whatever the library throws */
  async function look(): Promise<void> {
    const before = Date.now();
    const [[seconds, micros]] = await Promise.all([client.time(), subscriber.ping()]);
    const after = Date.now();
    const theirs = Number(seconds) * 1000 + Number(micros) / 1000;
    const off = Math.max(before - theirs, theirs - after, 0);
    if (off > CLOCKS_DIFFER_MS) throw clocksDiffer(off);
  }

  async function tryOut(): Promise<void> {
    await Promise.all([client.connect(), subscriber.connect()]);
    await look();
    (await take('trial', { atOnce: 1 }, { longestMs: 0 }))();
  }

  const looking = setInterval(() => void look().catch((error: unknown) => end(error)), lookMs);
  looking.unref();
  const tried = tryOut().then(() => undefined, reason);
  // What the library says first is the reason; what follows is that the connection is closed.
  const wrong = await Promise.race([over.promise, tried]);
  if (wrong ?? !open) {
    end(wrong);
    throw await over.promise;
  }
  return { take, ended: over.promise, close: () => end(new Error('Connection is closed.')) };
}

const reason = (error: unknown): ServiceError => (error === undefined ? redisTimeout() : redisFailure(error));

function clocksDiffer(ms: number): ServiceError {
  const message = `The clock of this machine and Redis's are ${Math.round(ms / 1000)} s apart, and limits are counted by clocks`;
  return new ServiceError(message, { code: 'refused', service: 'redis' });
}
