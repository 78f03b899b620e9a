import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { ACK_MS, type Ack, type Delivery, type Envelope, EVENT_RETRIES_MS } from './delivery.ts';
import type { FaultState } from './faults.ts';
import type { Ids } from './ids.ts';
import { APP_ID } from './seed.ts';
import type { Json, Timers } from './types.ts';

/** docs.slack.dev, "Using Socket Mode": up to ten connections, each payload goes to one of them. */
const MAX_CONNECTIONS = 10;
const PING_MS = 10_000;

/** A payload that the app has acknowledged. */
export interface Taken {
  readonly payload: Json;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** When the connection that it went over ended; undefined while that stands. */
  readonly ended: number | undefined;
}

interface Connection {
  readonly id: string;
  readonly ws: WebSocket;
  ended?: number;
  /** Told to go away: gets no new payloads. */
  draining: boolean;
}

/** An event on its way: kept until somebody acknowledges it. */
interface Event {
  readonly id: string;
  readonly envelope: Envelope;
  /** Milliseconds since the epoch. */
  readonly since: number;
  attempt: number;
  on: Connection | undefined;
  cancel: () => void;
}

export interface SocketMode extends Delivery {
  /** A fresh one-time WebSocket URL, as apps.connections.open gives it. */
  ticket(origin: string): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Living connections that get payloads. */
  readonly connections: number;
  /** Sends `disconnect` with a reason to the oldest connection, or to all. */
  disconnect(which: 'one' | 'all', reason: 'refresh_requested' | 'warning' | 'link_disabled'): void;
  /** Cuts every connection without a word. */
  drop(): void;
  /** What was acknowledged so far, oldest first. */
  taken(): readonly Taken[];
}

export function createSocketMode(options: {
  ids: Ids;
  timers: Timers;
  clock: () => Date;
  faults: FaultState;
  onCount: () => void;
}): SocketMode {
  const { ids, timers, clock, faults } = options;
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const events = new Map<string, Event>();
  const questions = new Map<string, { readonly envelope: Envelope; done: (ack: Ack) => void }>();
  const taken: { readonly payload: Json; readonly at: number; readonly on: Connection }[] = [];
  let connections: Connection[] = [];
  let closed = false;

  const living = () => connections.filter((c) => !c.draining && c.ws.readyState === c.ws.OPEN);

  /** The one whose turn it is; taking turns makes sure that an app with two sockets really listens on both. */
  function pick(): Connection | undefined {
    const chosen = living()[0];
    if (chosen) connections = [...connections.filter((c) => c !== chosen), chosen];
    return chosen;
  }

  function frame(id: string, envelope: Envelope, retry: Json = {}): string {
    return JSON.stringify({
      ...envelope,
      envelope_id: id,
      accepts_response_payload: envelope.type !== 'events_api',
      ...retry,
    });
  }

  function send(event: Event): void {
    if (closed || !events.has(event.id)) return;
    event.on = pick();
    if (event.on === undefined) return; // waits for the next connection
    const retry =
      event.attempt === 0
        ? { retry_attempt: 0, retry_reason: '' }
        : { retry_attempt: event.attempt, retry_reason: 'timeout' };
    event.on.ws.send(frame(event.id, event.envelope, retry));
    event.cancel = timers.after(ACK_MS, () => repeat(event));
  }

  function repeat(event: Event): void {
    const wait = EVENT_RETRIES_MS[event.attempt];
    if (wait === undefined) {
      events.delete(event.id);
      return;
    }
    event.attempt += 1;
    if (wait === 0) send(event);
    else event.cancel = timers.after(wait, () => send(event));
  }

  function acknowledged(id: string, payload: Json, on: Connection): void {
    const envelope = events.get(id)?.envelope ?? questions.get(id)?.envelope;
    if (envelope) taken.push({ payload: envelope.payload, at: clock().getTime(), on });
    events.get(id)?.cancel();
    events.delete(id);
    if (faults.ignoreAcks) return;
    questions.get(id)?.done({ ok: true, payload });
  }

  function gone(connection: Connection): void {
    connections = connections.filter((c) => c !== connection);
    connection.ended = clock().getTime();
    for (const event of [...events.values()]) {
      if (event.on !== connection) continue;
      event.cancel();
      event.attempt += 1;
      send(event);
    }
    options.onCount();
  }

  function welcome(ws: WebSocket): void {
    const connection: Connection = { id: ids.next('CONN'), ws, draining: false };
    const refused = faults.socketMode
      ? living().length >= MAX_CONNECTIONS && 'too_many_websockets'
      : 'link_disabled';
    if (refused) {
      ws.send(JSON.stringify({ type: 'disconnect', reason: refused, debug_info: { host: 'local' } }));
      ws.close();
      return;
    }
    connections.push(connection);
    let cancelPing = timers.after(PING_MS, function ping() {
      if (ws.readyState === ws.OPEN) ws.ping(`Ping from ${connection.id}`);
      cancelPing = timers.after(PING_MS, ping);
    });
    ws.on('message', (data) => {
      const message = parse(String(data));
      if (typeof message?.['envelope_id'] === 'string') {
        const payload = message['payload'];
        acknowledged(
          message['envelope_id'],
          typeof payload === 'object' && payload !== null ? (payload as Json) : {},
          connection,
        );
      }
    });
    ws.on('error', () => ws.terminate());
    ws.on('close', () => {
      cancelPing();
      gone(connection);
    });
    ws.send(
      JSON.stringify({
        type: 'hello',
        num_connections: living().length,
        debug_info: { host: 'local', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: APP_ID },
      }),
    );
    options.onCount();
    for (const event of [...events.values()]) if (event.on === undefined) sendOrForget(event);
  }

  /** Slack brings nobody what is older than its last retry. */
  function sendOrForget(event: Event): void {
    const last = EVENT_RETRIES_MS.reduce((sum, ms) => sum + ms + ACK_MS, ACK_MS);
    if (clock().getTime() - event.since > last) events.delete(event.id);
    else send(event);
  }

  return {
    ticket(origin) {
      const ticket = ids.next('TICKET');
      tickets.add(ticket);
      return `${origin}/link/?ticket=${ticket}&app_id=${APP_ID}`;
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'ws://local').searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket)) {
        socket.end('HTTP/1.1 408 Request Timeout\r\nconnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    get connections() {
      return living().length;
    },
    async ask(envelope) {
      const on = pick();
      if (on === undefined) return { ok: false, error: 'dispatch_failed' };
      const twice = faults.redeliverNextAsk;
      faults.redeliverNextAsk = false;
      const id = ids.next('ENVELOPE');
      return new Promise<Ack>((resolve) => {
        const done = (ack: Ack) => {
          cancel();
          questions.delete(id);
          resolve(ack);
        };
        const cancel = timers.after(ACK_MS, () => done({ ok: false, error: 'operation_timeout' }));
        questions.set(id, { envelope, done });
        on.ws.send(frame(id, envelope));
        if (twice) pick()?.ws.send(frame(id, envelope));
      });
    },
    tell(envelope, twice) {
      const event: Event = {
        id: ids.next('ENVELOPE'),
        envelope,
        since: clock().getTime(),
        attempt: 0,
        on: undefined,
        cancel: () => {},
      };
      events.set(event.id, event);
      send(event);
      if (!twice) return;
      const again: Event = { ...event, id: ids.next('ENVELOPE'), attempt: 1, on: undefined };
      events.set(again.id, again);
      send(again);
    },
    disconnect(which, reason) {
      for (const connection of which === 'one' ? living().slice(0, 1) : living()) {
        connection.draining = true;
        connection.ws.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'local' } }));
      }
    },
    taken: () => taken.map(({ payload, at, on }) => ({ payload, at, ended: on.ended })),
    drop() {
      for (const connection of connections) connection.ws.terminate();
    },
    close() {
      closed = true;
      for (const event of events.values()) event.cancel();
      events.clear();
      for (const question of [...questions.values()]) question.done({ ok: false, error: 'dispatch_failed' });
      for (const connection of connections) connection.ws.terminate();
      server.close();
    },
  };
}

function parse(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}
