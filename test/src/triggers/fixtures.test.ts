import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { labelOf } from '../../../src/core/alert-labels.ts';
import { understand } from '../../../src/core/alert-subjects.ts';
import { alertFixture, index, reader, U17 } from '../../support/alerts.ts';

const names = readdirSync(new URL('../../fixtures/alerts', import.meta.url))
  .filter((file) => file.endsWith('.json') && !file.startsWith('capture-'))
  .map((file) => file.slice(0, -5));

describe('messages of alerting tools, as Slack hands them to us', () => {
  it('are seventeen: of six kinds of tools, of a person, and of somebody unrelated', () => {
    expect(names.length).toBeGreaterThanOrEqual(17);
  });

  it.each(names)('%s is read as it is meant', (name) => {
    const { expect: wanted, event_callback, tool } = alertFixture(name);
    const read = reader.readEvent(event_callback.event);
    if (!read || read.kind === 'deleted') throw new Error('not read');
    const { reading } = read;
    expect(reading.status).toBe(wanted.status ?? 'unclear');
    expect(reading.source).toBe(['human', 'flagger'].includes(tool) ? 'any' : tool);

    const [item] = reading.items;
    if (wanted.alertname) expect(reading.items.map((one) => one.name)).toContain(wanted.alertname);
    if (wanted.severity) expect(item?.severity).toBe(wanted.severity);
    if (wanted.provision_state) {
      expect(labelOf(item?.labels ?? [], 'provision_state')).toBe(wanted.provision_state);
    }
    if (wanted.edit_of) expect(read).toMatchObject({ kind: 'edited', ts: wanted.edit_of });

    const named = reading.items.flatMap((one) => index.mentionsIn(one).certain);
    const uuids = named.filter((one) => one.kind !== 'conductor' && one.kind !== 'compute-host');
    expect([...new Set(uuids.map((one) => one.id))].sort()).toEqual([...wanted.uuids].sort());
    for (const each of [...(wanted.node_names ?? []), ...(wanted.hosts ?? [])]) {
      expect(named.map((one) => one.name)).toContain(each);
    }

    const understood = understand(reading, { index });
    const silent = wanted.relevant === false || tool === 'human';
    expect(understood.kind).toBe(silent ? 'silent' : 'alerts');
  });

  it('tells that a group names none of its three nodes', () => {
    const { event_callback } = alertFixture('alertmanager-default-group-of-3-firing');
    const read = reader.readEvent(event_callback.event);
    expect(read).toMatchObject({ reading: { told: 3, items: [{ name: 'IronicNodePowerSyncFailed' }] } });
    const understood = read?.kind === 'posted' ? understand(read.reading, { index }) : undefined;
    expect(understood).toMatchObject({
      alerts: [{ subjects: [], symptom: { id: 'power-sync', about: 'node' } }],
    });
  });

  it('takes a group apart, one item for each node', () => {
    const { event_callback } = alertFixture('grafana-two-nodes-firing');
    const read = reader.readEvent(event_callback.event);
    const understood = read?.kind === 'posted' ? understand(read.reading, { index }) : undefined;
    if (understood?.kind !== 'alerts') throw new Error('silent');
    expect(understood.alerts.map((one) => one.subjects.map((subject) => subject.name))).toEqual([
      ['bm-rack3-u17'],
      ['bm-rack3-u18'],
    ]);
  });

  it('tells firing from resolved in an edit, and that it is about the same alert', () => {
    const { event_callback } = alertFixture('zabbix-resolved-by-edit');
    const first = reader.readEvent(alertFixture('zabbix-problem').event_callback.event);
    const read = reader.readEvent(event_callback.event);
    if (read?.kind !== 'edited' || first?.kind !== 'posted') throw new Error('no edit');
    expect(read.before?.status).toBe('firing');
    expect(read.changes).toEqual([{ key: first.reading.items[0]?.key, was: 'firing', is: 'resolved' }]);
  });

  it('gives an alert the same key when it is resolved in a message of its own', () => {
    for (const [firing, resolved] of [
      ['alertmanager-custom-ironic-firing', 'alertmanager-custom-ironic-resolved'],
      ['alertmanager-default-ironic-firing', 'alertmanager-default-ironic-resolved'],
      ['grafana-ironic-firing', 'grafana-ironic-resolved'],
    ] as const) {
      const keys = [firing, resolved].map((name) => {
        const read = reader.readEvent(alertFixture(name).event_callback.event);
        return read?.kind === 'posted' ? read.reading.items[0]?.key : undefined;
      });
      expect(keys[0]).toBeDefined();
      expect(keys[0]).toBe(keys[1]);
    }
  });

  it('answers a person only where the config says so', () => {
    const read = reader.readEvent(alertFixture('human-paste').event_callback.event);
    if (read?.kind !== 'posted') throw new Error('not read');
    expect(understand(read.reading, { index })).toEqual({ kind: 'silent', why: 'a-person' });
    expect(understand(read.reading, { index, people: true })).toMatchObject({
      alerts: [{ subjects: [{ id: U17 }] }],
    });
  });
});
