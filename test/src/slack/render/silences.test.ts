import { describe, expect, it } from 'vitest';
import type { Silence } from '../../../../src/core/alert-story.ts';
import { renderSilenced, renderSilences, renderUnsilenced } from '../../../../src/slack/render/silences.ts';
import { faultsBesides } from '../support/check-message.ts';
import { NASTY } from '../support/wild.ts';
import { wordsOf } from '../support/words.ts';

const MAYA = 'U0MAYA0001';
const faultsOf = faultsBesides([MAYA]);
const silence: Silence = {
  id: 's1',
  of: { kind: 'node', cloud: 'prod', uuid: '6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11', name: 'node-17' },
  by: MAYA,
  reason: 'the PDU is swapped',
  at: '2026-11-22T03:14:00.000Z',
  until: '2026-11-22T05:14:00.000Z',
};
const words = (message: ReturnType<typeof renderSilenced>['message']) =>
  wordsOf(message).replace(/<!date[^|]*\|[\d-]+ ([\d:]+) UTC>/g, '$1');

describe('silences', () => {
  it('are told with until when, by whom, why, and how they end', () => {
    const { message } = renderSilenced(silence, '/ironic');
    expect(message.text).toBe('node-17: its alerts are silenced');
    expect(words(message)).toBe(
      '*node-17 is silenced* until 05:14:00 by <@U0MAYA0001>: “the PDU is swapped”\nNothing is said about alerts of `node-17` of cloud prod until then · `/ironic unsilence node-17` ends it',
    );
    expect(words(renderUnsilenced({ kind: 'unsilenced', of: [silence.of], by: MAYA }).message)).toBe(
      '✅ *node-17* is told of again · <@U0MAYA0001>',
    );
  });

  it('are listed, with what a cause means', () => {
    const cause: Silence = { ...silence, of: { kind: 'cause', cause: 'bmc-credentials' }, reason: null };
    const { message } = renderSilences([silence, cause], '/ironic');
    expect(message.text).toBe('2 silences hold');
    expect(words(message)).toContain(
      '• `bmc-credentials` (the BMC refuses user or password) until 05:14:00 · by <@U0MAYA0001>',
    );
    expect(renderSilences([], '/ironic').message.text).toBe('Nothing is silenced');
  });

  it('stay harmless whatever a node is called and whatever the reason', () => {
    for (const nasty of NASTY) {
      const wild = {
        ...silence,
        of: { kind: 'node' as const, cloud: nasty, uuid: nasty, name: nasty },
        reason: nasty,
      };
      const all = [
        renderSilenced(wild, '/ironic'),
        renderSilences([wild], '/ironic'),
        renderUnsilenced({ kind: 'unsilenced', of: [wild.of], by: MAYA }),
      ];
      expect(all.flatMap(({ message }) => faultsOf(message))).toEqual([]);
    }
  });
});
