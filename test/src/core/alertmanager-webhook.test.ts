import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { understand } from '../../../src/core/alert-subjects.ts';
import { readAlertmanagerWebhook } from '../../../src/core/alertmanager-webhook.ts';
import type { Recorded } from '../../support/alertmanager.ts';
import { asEvent, index, reader, U17, U18 } from '../../support/alerts.ts';

const path = '../../fixtures/alerts/capture-ironic-oncall-template-0.25.0.json';
const { requests } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
  readonly requests: readonly Recorded[];
};
const to = (where: string) => requests.filter((one) => one.path === where).map((one) => one.body);
const readings = to('/webhook').map((body) => readAlertmanagerWebhook(body));

describe("Alertmanager's webhook", () => {
  it('gives each alert with its status and its times', () => {
    expect(readings.map((one) => one?.status)).toEqual([
      'firing',
      'firing',
      'firing',
      'resolved',
      'resolved',
    ]);
    expect(readings[2]?.items.map((item) => item.status)).toEqual(['firing', 'resolved']);
    expect(readings[2]?.items[1]).toMatchObject({
      name: 'IronicNodeCleanFailed',
      severity: 'critical',
      started: '2026-11-30T15:38:20.899Z',
      ended: '2026-11-30T15:38:22.062Z',
    });
    expect(readings[0]?.items[0]?.ended).toBeUndefined();
  });

  it('names the nodes and the conductor', () => {
    const named = readings.map((one) => {
      const understood = one && understand(one, { index });
      return understood?.kind === 'alerts'
        ? understood.alerts.map((alert) => alert.subjects.map(({ id }) => id).join())
        : [];
    });
    const conductor = 'ctl-1.dc1.example.org';
    expect(named).toEqual([[U17, U18], [conductor], [U17, U18], [U17], [conductor]]);
  });

  it('says the same as the Slack message with our template, with the same keys', () => {
    const shown = to('/slack').map((body) => {
      const read = reader.readEvent(asEvent(body));
      return read?.kind === 'posted' ? read.reading : undefined;
    });
    const keys = (all: typeof shown) =>
      all.map((one) => one?.items.map(({ key, status }) => `${key} ${status}`));
    expect(shown).toHaveLength(5);
    expect(keys(shown)).toEqual(keys(readings));
  });

  it.each([
    [undefined],
    [{}],
    [{ version: '3', alerts: [] }],
    [{ version: '4', alerts: [] }],
    ['text'],
    [[1]],
  ])('is not %j', (body) => expect(readAlertmanagerWebhook(body)).toBeUndefined());

  it('counts what the receiver left out, and what is too much', () => {
    const alert = { status: 'firing', labels: { alertname: 'A', odd: 1 }, annotations: null };
    const few = readAlertmanagerWebhook({ version: '4', alerts: [alert], truncatedAlerts: 9 });
    expect(few).toMatchObject({ told: 10, items: [{ labels: [] }] });
    const many = readAlertmanagerWebhook({ version: '4', alerts: Array.from({ length: 3000 }, () => alert) });
    expect(many).toMatchObject({ told: 3000, cut: true });
    expect(many?.items).toHaveLength(2000);
  });
});
