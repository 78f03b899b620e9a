import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { understand } from '../src/core/alert-subjects.ts';
import {
  type AlertmanagerAlert,
  amtool,
  hasAlertmanager,
  type RunningAlertmanager,
  startAlertmanager,
} from './support/alertmanager.ts';
import { asEvent, index, reader, U17, U18 } from './support/alerts.ts';

/** Debian: `apt-get install prometheus-alertmanager`. What it sent once is in test/fixtures/alerts. */
describe.skipIf(!hasAlertmanager())('docs/alertmanager with a real Alertmanager', () => {
  let alertmanager: RunningAlertmanager;
  beforeAll(async () => {
    alertmanager = await startAlertmanager();
  });
  afterAll(() => alertmanager.close());

  const alert = (name: string, uuid: string): AlertmanagerAlert => ({
    labels: { alertname: 'IronicNodeCleanFailed', severity: 'critical', node_name: name, node_uuid: uuid },
    annotations: { summary: `${name} failed`, description: 'a\n*Alert:* `b` <!channel> &amp; "c"' },
  });

  async function nextMessage() {
    const { body } = await alertmanager.next('/slack');
    const read = reader.readEvent(asEvent(body));
    if (read?.kind !== 'posted') throw new Error('not read');
    return { body, reading: read.reading, understood: understand(read.reading, { index }) };
  }

  it('has nothing that amtool complains of', () => {
    const { status, stdout } = amtool('check-config', 'alertmanager.yml');
    expect(stdout).toContain('SUCCESS');
    expect(status).toBe(0);
  });

  it('says of each node of a group whether it fires, and lets nothing through that Slack would act on', async () => {
    const [u17, u18] = [alert('bm-rack3-u17', U17), alert('bm-rack3-u18', U18)];
    await alertmanager.fire([u17, u18]);
    const first = await nextMessage();
    expect(first.reading).toMatchObject({ source: 'alertmanager', status: 'firing' });
    expect(first.understood).toMatchObject({
      alerts: [
        { status: 'firing', subjects: [{ id: U17 }], symptom: { id: 'clean-failed' } },
        { status: 'firing', subjects: [{ id: U18 }] },
      ],
    });
    expect(JSON.stringify(first.body)).not.toContain('<!channel>');

    await alertmanager.fire([{ ...u17, endsAt: '2020-01-01T00:00:00Z' }]);
    const second = await nextMessage();
    expect(second.reading.items.map((item) => item.status).sort()).toEqual(['firing', 'resolved']);
    expect(second.reading.items.map((item) => item.key).sort()).toEqual(
      first.reading.items.map((item) => item.key).sort(),
    );
  }, 60_000);
});
