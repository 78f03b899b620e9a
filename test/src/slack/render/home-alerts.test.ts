import { describe, expect, it } from 'vitest';
import type { Storm } from '../../../../src/core/alert-story.ts';
import { silence, words } from '../support/home.ts';
import { storm as stormOf, story } from '../support/stories.ts';

describe('alerts in it', () => {
  it('are counted, the newest with a link to its thread, and what is silenced is said', () => {
    const message = { channel: 'C0ALERTS01', ts: '1795312921.000200' };
    const storm: Storm = { ...stormOf(), message: { channel: 'C0ALERTS01', ts: '1795312900.000300' } };
    const glance = {
      open: { answered: 3, reading: 1, silenced: 2 },
      storms: [storm],
      newest: [story({ message })],
    };
    const said = words({ alerts: { glance, silences: [silence] } });
    expect(said).toContain('*Alerts*\n6 stories are open: 3 answered, 1 being read, 2 silenced');
    expect(said).toMatch(
      /• storm since \S+: \d+ of \d+ still fire · .*<https:\/\/example\.slack\.com\/archives\/C0ALERTS01\/p1795312900000300\|message ↗>/,
    );
    expect(said).toMatch(
      /• node-17 · `IronicNodeCleanFailed` · critical · since \S+ · <https:\/\/example\.slack\.com\/archives\/C0ALERTS01\/p1795312921000200\?thread_ts=1795312920\.000100&amp;cid=C0ALERTS01\|thread ↗>/,
    );
    expect(said).toContain(
      '*Silenced*\n• `bmc-credentials` (the BMC refuses user or password) until 19:12 · by <@U0MAYA0001>',
    );
  });

  it('that there are none of are said to be none', () => {
    const none = { glance: { open: {}, storms: [], newest: [] }, silences: [] };
    expect(words({ alerts: none })).toContain('*Alerts*\nno stories are open');
    expect(words({ alerts: none })).not.toContain('Silenced');
  });
});
