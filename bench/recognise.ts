import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { understand } from '../src/core/alert-subjects.ts';
import type { FleetEntry } from '../src/core/fleet-entry.ts';
import { createFleetIndex, type FleetIndex } from '../src/core/fleet-index.ts';
import { posted, reader, said } from '../test/support/alerts.ts';
import type { Measured } from './run.ts';

const NODES = 10_000;
const MESSAGES = 10_000;
const MOST_MB = 50;

/** How long it takes to read a message and to find what it names among ten thousand nodes, and what the index weighs. */
export default async function recognise(): Promise<Measured> {
  const collect = garbageCollector();
  const before = collect();
  const fleet = fleetOf(NODES);
  const index = createFleetIndex(fleet);
  const index_mb = Math.round((collect() - before) / 10_000) / 100;
  const small = createFleetIndex(fleet.slice(0, 100));
  const messages = Array.from({ length: MESSAGES }, (_, at) => messageOf(at));
  const wire = messages.map((one) => JSON.stringify(one.event));

  // Once for the compiler.
  for (const one of messages.slice(0, 2000)) named(one.event, index);
  const parsing = cpu(() => {
    for (const text of wire) JSON.parse(text);
  });
  let wrong = 0;
  const large = cpu(() => {
    for (const { event, nodes } of messages) {
      const found = named(event, index);
      if (found.length !== nodes.size || !found.every((id) => nodes.has(id))) wrong += 1;
    }
  });
  const little = cpu(() => {
    for (const { event } of messages) named(event, small);
  });
  const megabytes = Object.fromEntries(
    Object.entries(hostile()).map(([what, event]) => [what, round(cpu(() => named(event, index)))]),
  );
  const per = (ms: number) => round(ms / MESSAGES);
  return {
    figures: {
      nodes: NODES,
      entries: index.size,
      messages: MESSAGES,
      bytes_per_message: Math.round(wire.reduce((sum, text) => sum + text.length, 0) / MESSAGES),
      cpu_ms_per_message: per(large),
      cpu_ms_per_message_among_100_entries: per(little),
      cpu_ms_per_json_parse: per(parsing),
      times_json_parse: round(large / parsing),
      times_the_small_index: round(large / little),
      index_mb,
      cpu_ms_for_a_megabyte: megabytes,
      wrong,
    },
    claims: {
      'every message gives exactly the nodes that it names': wrong === 0,
      'a message takes at most 1 ms': large / MESSAGES <= 1,
      'a hundred times the fleet costs at most twice as much': large / little <= 2,
      [`the fleet and its index weigh at most ${MOST_MB} MB`]: index_mb <= MOST_MB,
      'a hostile megabyte takes at most 250 ms': Math.max(...Object.values(megabytes)) <= 250,
    },
  };
}

function named(event: unknown, index: FleetIndex): readonly string[] {
  const read = reader.readEvent(event);
  if (read?.kind !== 'posted') return [];
  const understood = understand(read.reading, { index, people: true });
  if (understood.kind === 'silent') return [];
  const all = understood.alerts.flatMap((one) => one.subjects.filter(({ kind }) => kind === 'node'));
  return [...new Set(all.map((one) => one.id))];
}

/** Milliseconds of CPU, which other work on the machine does not lengthen. */
function cpu(work: () => void): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

/** Gives the bytes that are left in use. */
function garbageCollector(): () => number {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  return () => {
    gc();
    return process.memoryUsage().heapUsed;
  };
}

const round = (ms: number) => Math.round(ms * 1000) / 1000;
const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
const uuid = (kind: number, n: number) =>
  `${hex((n * 2_654_435_761) >>> 0, 8)}-000${kind}-4000-8000-${hex(n, 12)}`;
const nameOf = (n: number) => (n % 2 === 0 ? `node-${n}` : `bm-rack${n % 40}-u${n}`);
const addressOf = (n: number) => `10.${20 + (n >> 14)}.${(n >> 7) & 127}.${n & 127}`;

function fleetOf(count: number): readonly FleetEntry[] {
  const cloud = 'prod';
  const at = Array.from({ length: count }, (_, n) => n);
  return [
    ...at.map(
      (n): FleetEntry => ({
        kind: 'node',
        cloud,
        id: uuid(1, n),
        name: nameOf(n),
        addresses: [addressOf(n)],
        macs: [
          `52:54:00:${hex(n >> 8, 2)}:${hex(n & 255, 2)}:01`,
          `52:54:00:${hex(n >> 8, 2)}:${hex(n & 255, 2)}:02`,
        ],
        serials: [`SN${n}XK2P`],
      }),
    ),
    ...at
      .filter((n) => n % 5 < 3)
      .map(
        (n): FleetEntry => ({ kind: 'instance', cloud, id: uuid(2, n), name: `web-${n}`, node: uuid(1, n) }),
      ),
    ...at
      .slice(0, 40)
      .map((n): FleetEntry => ({ kind: 'conductor', cloud, id: `ctl-${n}`, name: `ctl-${n}` })),
    ...at
      .slice(0, 400)
      .map((n): FleetEntry => ({ kind: 'switch', cloud, id: `leaf-${n}`, name: `leaf-${n}` })),
  ];
}

interface Message {
  readonly event: unknown;
  readonly nodes: ReadonlySet<string>;
}

/** Messages of tools and people in turn, with nodes of ours in some and only what resembles them in others. */
function messageOf(at: number): Message {
  const n = (at * 7919) % NODES;
  const [name, id] = [nameOf(n), uuid(1, n)];
  const group = Array.from({ length: 10 }, (_, more) => (n + more * 13) % NODES);
  const only = new Set([id]);
  const labels = (one: number) =>
    `*Alert:* Node ${nameOf(one)} is in clean failed - \`critical\`\n*Details:*\n • *alertname:* \`IronicNodeCleanFailed\`\n • *instance:* \`ironic-exporter:9608\`\n • *node_name:* \`${nameOf(one)}\`\n • *node_uuid:* \`${uuid(1, one)}\`\n • *severity:* \`critical\`\n`;
  const attached = (attachment: Record<string, unknown>, username = 'Alertmanager') =>
    posted({ username, attachments: [attachment] });
  const shapes: readonly Message[] = [
    {
      event: attached({
        title: `[FIRING:1] IronicNodeCleanFailed (ironic-exporter:9608 ${name} clean failed)`,
      }),
      nodes: only,
    },
    {
      event: attached({ title: '[FIRING:10] IronicNodeCleanFailed', text: group.map(labels).join('\n') }),
      nodes: new Set(group.map((one) => uuid(1, one))),
    },
    {
      event: attached({ title: `[FIRING:1] InstanceDown (${name}9:9100 10.99.3.17 node-1x v1.2.3)` }),
      nodes: new Set(),
    },
    {
      event: attached(
        {
          title: `Problem: power of ${addressOf(n)} lost`,
          fields: [{ title: 'Host', value: `${name} [${addressOf(n)}]` }],
        },
        'Zabbix',
      ),
      nodes: only,
    },
    { event: attached({ text: `Host: ${name}\nState: CRITICAL\nService: ipmi` }, 'nagios'), nodes: only },
    {
      event: posted({
        text: `CRITICAL: BMC ${`52-54-00-${hex(n >> 8, 2)}-${hex(n & 255, 2)}-01`} does not answer`,
      }),
      nodes: only,
    },
    {
      event: said(`is x${name} the new one? build 10.1.2 of node-${NODES + n} failed, see ${uuid(3, n)}`),
      nodes: new Set(),
    },
    {
      event: said(`${name} hangs again, serial SN${n}XK2P, "last_error": Timeout reached while cleaning`),
      nodes: only,
    },
  ];
  return shapes[at % shapes.length] as Message;
}

function hostile(): Readonly<Record<string, unknown>> {
  const long = (text: string) => text.repeat(Math.ceil(1_000_000 / text.length)).slice(0, 1_000_000);
  return {
    names: posted({ text: long('node-17 ') }),
    colons: posted({ text: long('a:') }),
    dots: posted({ text: long('a.') }),
    labels: posted({ text: long('node="') }),
    markup: posted({ text: long('<a|') }),
    attachments: posted({
      attachments: Array.from({ length: 100 }, () => ({ text: long('node=x ').slice(0, 10_000) })),
    }),
  };
}
