import { describe, expect, it } from 'vitest';
import { codesOfWords, wordsOfFailure } from '../../../src/core/failure-words.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';
import { type FactsInMemory, factBook, HEALTHY_NODE, minutesAgo } from '../../support/facts.ts';

const FROZEN =
  'Error erasing block device: Failed to invoke secure erase: Block device /dev/sda is frozen and cannot be erased';
const failed = (last_error: string, more: FactsInMemory = {}): FactsInMemory => ({
  node: { ...HEALTHY_NODE, provision_state: 'clean failed', provision_updated_at: minutesAgo(5), last_error },
  ...more,
});
async function ask(facts: FactsInMemory, ids: readonly string[]) {
  const { facts: view, unread } = factBook(facts).view();
  const words = await wordsOfFailure(view, (await view.node()) as Node, ids);
  return { words, unread: unread().map(({ fact }) => fact) };
}

describe('the words of a failure', () => {
  it('are found, with the codes under which others tell of them', async () => {
    const { words } = await ask(failed(FROZEN, { history: [] }), ['secure-erase-failed']);
    expect(words?.source).toBe('node.last_error');
    expect(words && codesOfWords(words)).toEqual(
      expect.arrayContaining([
        'clean-failed-clean-step-failed',
        'log-secure-erase-failed',
        'message-secure-erase-failed',
      ]),
    );
  });

  it('need no history when last_error says sharply why, and it is something else', async () => {
    expect(await ask(failed(FROZEN), ['nvme-not-block-device'])).toEqual({ words: undefined, unread: [] });
  });

  it('need history where last_error leaves it open', async () => {
    expect((await ask(failed('Clean step failed: odd'), ['secure-erase-failed'])).unread).toEqual([
      'history',
    ]);
  });

  it('are not those of an earlier failure', async () => {
    const event = {
      uuid: 'h',
      created_at: minutesAgo(5000),
      severity: 'ERROR',
      event_type: 'cleaning',
      event: FROZEN,
    };
    const { words } = await ask(failed(FROZEN, { history: [event] }), ['secure-erase-failed']);
    expect(words).toBeUndefined();
  });

  it('are asked of failed states only', async () => {
    const facts = { node: { ...HEALTHY_NODE, last_error: FROZEN } };
    expect(await ask(facts, ['secure-erase-failed'])).toEqual({ words: undefined, unread: [] });
  });
});
