import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What Debian's package prometheus-alertmanager installs. */
const BINARY = 'prometheus-alertmanager';
const DOCS = fileURLToPath(new URL('../../docs/alertmanager/', import.meta.url));

export interface AlertmanagerAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** ISO 8601; in the past for an alert that is over. */
  readonly endsAt?: string;
}

/** A request that Alertmanager made. */
export interface Recorded {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** Where Alertmanager posts; what is not told goes into the inbox of the test. */
export interface Addresses {
  readonly slack: string;
  readonly webhook: string;
  /** Bearer token for the webhook. */
  readonly token?: string;
}

export interface RunningAlertmanager {
  fire(alerts: readonly AlertmanagerAlert[]): Promise<void>;
  /** The next request that comes to this path, in order. */
  next(path: string): Promise<Recorded>;
  close(): Promise<void>;
}

export const hasAlertmanager = (): boolean => spawnSync(BINARY, ['--version']).status === 0;
export const amtool = (...words: readonly string[]) =>
  spawnSync('amtool', words, { cwd: DOCS, encoding: 'utf8' });

/**
 * A real Alertmanager on loopback with docs/alertmanager, whose Slack is a listener of ours at `/slack`, unless it is told
 * another; the same alerts go to `/webhook` as Alertmanager's own webhook.
 */
export async function startAlertmanager(to: Partial<Addresses> = {}): Promise<RunningAlertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'alertmanager-'));
  const inbox = new Inbox();
  const listener = await listen(inbox);
  const { port } = listener.address() as AddressInfo;
  copyFileSync(join(DOCS, 'ironic-oncall.tmpl'), join(folder, 'ironic-oncall.tmpl'));
  const inboxes = { slack: `http://127.0.0.1:${port}/slack`, webhook: `http://127.0.0.1:${port}/webhook` };
  writeFileSync(join(folder, 'alertmanager.yml'), configOf({ ...inboxes, ...to }));
  const own = await freePort();
  const child = spawn(
    BINARY,
    [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${own}`,
      '--web.external-url=https://alertmanager.example.org',
      '--cluster.listen-address=',
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const base = `http://127.0.0.1:${own}`;
  await ready(`${base}/-/ready`, child);
  return {
    next: (path) => inbox.next(path),
    async fire(alerts) {
      const answer = await fetch(`${base}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alerts),
      });
      if (!answer.ok) throw new Error(`Alertmanager refused the alerts: ${await answer.text()}`);
    },
    async close() {
      child.kill();
      await once(child, 'exit');
      listener.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The example of docs/alertmanager, quick, and with an address in place of the file that holds one. */
function configOf({ slack, webhook, token }: Addresses): string {
  const authorization =
    token === undefined ? '' : `        http_config: { authorization: { credentials: ${token} } }\n`;
  return readFileSync(join(DOCS, 'alertmanager.yml'), 'utf8')
    .replace(/api_url_file: .*/, `api_url: ${slack}`)
    .replace('group_wait: 30s', 'group_wait: 1s')
    .replace('group_interval: 2m', 'group_interval: 1s')
    .concat(`    webhook_configs:\n      - url: ${webhook}\n        send_resolved: true\n${authorization}`);
}

class Inbox {
  readonly #waiting = new Map<string, ((one: Recorded) => void)[]>();
  readonly #come = new Map<string, Recorded[]>();

  put(one: Recorded): void {
    const waiter = this.#waiting.get(one.path)?.shift();
    if (waiter) waiter(one);
    else this.#come.set(one.path, [...(this.#come.get(one.path) ?? []), one]);
  }

  next(path: string): Promise<Recorded> {
    const come = this.#come.get(path)?.shift();
    if (come) return Promise.resolve(come);
    return new Promise((resolve) => {
      this.#waiting.set(path, [...(this.#waiting.get(path) ?? []), resolve]);
    });
  }
}

async function listen(inbox: Inbox): Promise<Server> {
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    inbox.put({ path: request.url ?? '', body: JSON.parse(text) as Record<string, unknown> });
    response.end('ok');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Alertmanager did not start: ${said}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
