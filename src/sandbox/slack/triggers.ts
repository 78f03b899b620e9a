import type { Ids } from './ids.ts';

/** docs.slack.dev: a trigger_id is good for three seconds and one use. */
const TRIGGER_MS = 3000;
/** docs.slack.dev, "Handling user interaction": five uses within thirty minutes. */
const RESPONSE_USES = 5;
const RESPONSE_MS = 30 * 60_000;

export interface ResponseTarget {
  readonly channel: string;
  readonly user: string;
  /** Time stamp of the message that was clicked, when there was one. */
  readonly ts: string | undefined;
}

/** The short-lived permits that Slack hands out with an interaction. */
export interface Permits {
  trigger(user: string): string;
  /** Who pulled it, or Slack's error. Consumes it. */
  pull(
    trigger: string,
  ): { user: string } | { error: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' };
  /** The path part of a response_url. */
  responsePath(target: ResponseTarget): string;
  respond(path: string): ResponseTarget | { error: 'no_service' | 'used_url' | 'expired_url' };
}

export function createPermits(ids: Ids, clock: () => Date): Permits {
  const triggers = new Map<string, { user: string; at: number; used: boolean }>();
  const responses = new Map<string, { target: ResponseTarget; at: number; uses: number }>();
  const now = () => clock().getTime();
  return {
    trigger(user) {
      const id = `${ids.seconds()}.${ids.next('TRIGGER')}`;
      triggers.set(id, { user, at: now(), used: false });
      return id;
    },
    pull(id) {
      const found = triggers.get(id);
      if (found === undefined) return { error: 'invalid_trigger_id' };
      if (found.used) return { error: 'exchanged_trigger_id' };
      if (now() - found.at > TRIGGER_MS) return { error: 'expired_trigger_id' };
      found.used = true;
      return { user: found.user };
    },
    responsePath(target) {
      const path = `/actions/${ids.next('RESPONSE')}`;
      responses.set(path, { target, at: now(), uses: 0 });
      return path;
    },
    respond(path) {
      const found = responses.get(path);
      if (found === undefined) return { error: 'no_service' };
      if (now() - found.at > RESPONSE_MS) return { error: 'expired_url' };
      if (found.uses >= RESPONSE_USES) return { error: 'used_url' };
      found.uses += 1;
      return found.target;
    },
  };
}
