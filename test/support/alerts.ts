import { readFileSync } from 'node:fs';
import type { FleetEntry } from '../../src/core/fleet-entry.ts';
import { createFleetIndex } from '../../src/core/fleet-index.ts';
import { createAlertReader } from '../../src/core/read-alert.ts';
import alertmanager from '../../src/triggers/alertmanager.ts';
import any from '../../src/triggers/any.ts';
import grafana from '../../src/triggers/grafana.ts';
import nagios from '../../src/triggers/nagios.ts';
import pagerduty from '../../src/triggers/pagerduty.ts';
import robusta from '../../src/triggers/robusta.ts';
import zabbix from '../../src/triggers/zabbix.ts';

/** Who reads alerts in the tests: everybody of src/triggers, which test/src/triggers/folder.test.ts holds against the folder. */
export const TRIGGERS = [alertmanager, any, grafana, nagios, pagerduty, robusta, zabbix];
export const reader = createAlertReader(TRIGGERS);

export const U17 = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
export const U18 = '2c0f5f36-1f2f-4c3a-9d6a-0b8a1f6c7e55';
export const STUCK = '7a1b6a3e-9c55-4f0e-8c1e-2f6b0e1d9a10';

const cloud = 'prod';
export const host = (kind: 'conductor' | 'compute-host', name: string): FleetEntry => ({
  kind,
  cloud,
  id: name,
  name,
});
export const nodeEntry = (name: string, id: string, more: Partial<FleetEntry> = {}): FleetEntry => ({
  kind: 'node',
  cloud,
  id,
  name,
  ...more,
});

/** The fleet that the fixtures of test/fixtures/alerts are about. */
export const FLEET: readonly FleetEntry[] = [
  nodeEntry('bm-rack3-u17', U17, {
    addresses: ['10.20.3.17'],
    macs: ['52:54:00:aa:03:17'],
    serials: ['7XK2P13'],
  }),
  nodeEntry('bm-rack3-u18', U18, { addresses: ['10.20.3.18'] }),
  { kind: 'instance', cloud, id: STUCK, name: 'web-build-7' },
  host('compute-host', 'compute-ironic-02'),
  host('conductor', 'ctl-1.dc1.example.org'),
];

export const index = createFleetIndex(FLEET);

/** A fixture of test/fixtures/alerts, recorded or derived; see its own `origin`. */
export interface AlertFixture {
  readonly name: string;
  readonly tool: string;
  readonly expect: {
    readonly status: 'firing' | 'resolved' | null;
    readonly uuids: readonly string[];
    readonly node_names?: readonly string[];
    readonly hosts?: readonly string[];
    readonly alertname?: string;
    readonly severity?: string;
    readonly provision_state?: string;
    readonly edit_of?: string;
    readonly relevant?: boolean;
  };
  readonly event_callback: { readonly event: Record<string, unknown> };
}

export function alertFixture(name: string): AlertFixture {
  const path = new URL(`../fixtures/alerts/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as AlertFixture;
}

/** What a tool posts with an incoming webhook, as an event. */
export function posted(message: Record<string, unknown>): Record<string, unknown> {
  const ts = '1795364901.000100';
  return {
    type: 'message',
    subtype: 'bot_message',
    bot_id: 'B0TOOL',
    channel: 'C02ALERTS',
    ts,
    text: '',
    ...message,
  };
}

/** What a person writes, as an event. */
export function said(text: string): Record<string, unknown> {
  return { type: 'message', user: 'U0MAYA0001', channel: 'C02ALERTS', ts: '1795364901.000200', text };
}

const COLORS: Readonly<Record<string, string>> = { danger: 'a30200', warning: 'daa038', good: '2eb886' };

/**
 * A recorded body of an incoming webhook as the event that Slack makes of it, by the rules in ../fixtures/alerts: colours
 * become numbers, empty texts go, bare addresses get brackets.
 */
export function asEvent(body: Record<string, unknown>): Record<string, unknown> {
  const attachments = (body['attachments'] as readonly Record<string, unknown>[]).map((one, at) => {
    const kept = Object.entries(one).filter(([, value]) => value !== '');
    const { color, ...rest } = Object.fromEntries(kept.map(([key, value]) => [key, linked(key, value)]));
    return { ...rest, id: at + 1, color: COLORS[String(color)] ?? color };
  });
  return posted({ username: body['username'], attachments });
}

function linked(key: string, value: unknown): unknown {
  if (typeof value !== 'string' || !['text', 'pretext', 'fallback'].includes(key)) return value;
  return value.replace(/(?<![<;])\bhttps?:\/\/[^\s<>|&]+/g, '<$&>');
}
