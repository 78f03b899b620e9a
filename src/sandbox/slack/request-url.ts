import { createHmac } from 'node:crypto';
import { ACK_MS, type Ack, type Delivery, type Envelope, EVENT_RETRIES_MS } from './delivery.ts';
import type { Json, Timers } from './types.ts';

/** Slack's v0 request signature (docs.slack.dev, "Verifying requests from Slack"). `timestamp` in seconds. */
export function sign(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

interface Options {
  readonly url: string;
  readonly secret: string;
  readonly clock: () => Date;
  readonly timers: Timers;
}

/** Delivery by HTTP POST to the app's request URL, signed, events retried with `X-Slack-Retry-Num` and `-Reason`. */
export function createRequestUrl({ url, secret, clock, timers }: Options): Delivery {
  const cancels = new Set<() => void>();

  async function post(envelope: Envelope, headers: Record<string, string>): Promise<Response> {
    const { body, type } = encode(envelope);
    const timestamp = Math.floor(clock().getTime() / 1000);
    const abort = new AbortController();
    const cancel = timers.after(ACK_MS, () => abort.abort());
    try {
      return await fetch(url, {
        method: 'POST',
        body,
        signal: abort.signal,
        headers: {
          'content-type': type,
          'user-agent': 'Slackbot 1.0 (local)',
          'x-slack-request-timestamp': String(timestamp),
          'x-slack-signature': sign(secret, timestamp, body),
          ...headers,
        },
      });
    } finally {
      cancel();
    }
  }

  async function attempt(envelope: Envelope, number: number, reason: string): Promise<void> {
    const headers: Record<string, string> =
      number === 0 ? {} : { 'x-slack-retry-num': String(number), 'x-slack-retry-reason': reason };
    let why = 'http_timeout';
    try {
      const response = await post(envelope, headers);
      await response.arrayBuffer();
      if (response.ok || response.headers.get('x-slack-no-retry') === '1') return;
      why = 'http_error';
    } catch (error) {
      if (!(error instanceof DOMException)) why = 'connection_failed';
    }
    const wait = EVENT_RETRIES_MS[number];
    if (wait === undefined) return;
    const cancel = timers.after(wait, () => {
      cancels.delete(cancel);
      void attempt(envelope, number + 1, why);
    });
    cancels.add(cancel);
  }

  return {
    async ask(envelope): Promise<Ack> {
      try {
        const response = await post(envelope, {});
        const text = await response.text();
        if (!response.ok) return { ok: false, error: 'dispatch_failed' };
        return { ok: true, payload: ackPayload(text) };
      } catch (error) {
        return { ok: false, error: error instanceof DOMException ? 'operation_timeout' : 'dispatch_failed' };
      }
    },
    tell(envelope, twice) {
      void attempt(envelope, 0, '');
      if (twice) void attempt(envelope, 1, 'http_timeout');
    },
    close() {
      for (const cancel of cancels) cancel();
    },
  };
}

/** Slash commands come as form fields, interactions as one field `payload`, events as JSON. */
function encode(envelope: Envelope): { body: string; type: string } {
  const form = 'application/x-www-form-urlencoded';
  if (envelope.type === 'events_api')
    return { body: JSON.stringify(envelope.payload), type: 'application/json' };
  if (envelope.type === 'interactive') {
    return {
      body: new URLSearchParams({ payload: JSON.stringify(envelope.payload) }).toString(),
      type: form,
    };
  }
  const fields = Object.entries(envelope.payload).map(([key, value]) => [key, String(value)]);
  return { body: new URLSearchParams(fields).toString(), type: form };
}

/** An empty 200, a JSON object, or plain text meant as a message. */
function ackPayload(text: string): Json {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return { text };
  }
}
