import { describe, expect, it } from 'vitest';
import { understand } from '../../../src/core/alert-subjects.ts';
import { createFleetIndex } from '../../../src/core/fleet-index.ts';
import { reader } from '../../support/alerts.ts';
import { QUIET, UNFORTUNATE } from '../../support/quiet-messages.ts';

const index = createFleetIndex(UNFORTUNATE);

function answerTo(event: unknown) {
  const read = reader.readEvent(event);
  if (!read || read.kind === 'deleted') throw new Error('not read');
  // People are listened to as well: their silence must come from what they say.
  return { read, understood: understand(read.reading, { index, people: true }) };
}

describe('messages that look like alerts and name nothing of ours', () => {
  it('are at least sixty', () => expect(QUIET.length).toBeGreaterThanOrEqual(60));

  it.each(QUIET)('nothing is said about %s', (_, event) => {
    const { read, understood } = answerTo(event);
    expect(understood).toMatchObject({ kind: 'silent' });
    if (read.kind !== 'posted') throw new Error('edited');
    const mentions = read.reading.items.map((item) => index.mentionsIn(item));
    expect(mentions.flatMap((one) => one.certain)).toEqual([]);
  });
});
