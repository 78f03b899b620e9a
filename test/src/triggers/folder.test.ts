import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createAlertReader } from '../../../src/core/read-alert.ts';
import type { Trigger } from '../../../src/core/trigger.ts';
import { discover } from '../../../src/lib/discover.ts';
import { posted, said, TRIGGERS } from '../../support/alerts.ts';

describe('the folder of triggers', () => {
  it('is the registry, and the tests know all of it', async () => {
    const folder = fileURLToPath(new URL('../../../src/triggers', import.meta.url));
    const found = await discover<Trigger>(folder, 'trigger', (unit) =>
      typeof (unit as Partial<Trigger>).read === 'function' ? undefined : 'a trigger reads',
    );
    expect(found).toEqual(TRIGGERS);
  });

  it('has a last resort, without which nobody reads', () => {
    expect(() => createAlertReader(TRIGGERS.filter((one) => one.id !== 'any'))).toThrow(/no trigger `any`/);
  });

  it('shows what people write to the last resort alone', () => {
    const reader = createAlertReader(TRIGGERS);
    const text = '[FIRING:1] IronicNodeCleanFailed node-17';
    expect(reader.readEvent(said(text))).toMatchObject({
      reading: { source: 'any', by: 'person', status: 'unclear' },
    });
    expect(reader.readEvent(posted({ text }))).toMatchObject({
      reading: { source: 'alertmanager', by: 'tool' },
    });
  });
});
