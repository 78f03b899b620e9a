import { describe, expect, it } from 'vitest';
import history from '../../commands/history.ts';
import { UsageError } from '../../src/core/errors.ts';
import { HEALTHY_NODE, recorded } from '../support/facts.ts';
import { NOT_FOUND, over } from './support.ts';

const events = (recorded('ironic/history-clean-failed') as { history: unknown[] }).history;

describe('history', () => {
  it("tells the node's history", async () => {
    const { run, looked } = over(history, { node: HEALTHY_NODE, history: events });
    expect(await run('node-17 --cloud LAB')).toMatchObject({
      kind: 'history',
      history: { name: 'node-17', total: events.length },
    });
    expect(looked).toEqual([{ words: 'node-17', cloud: 'lab' }]);
  });

  it('says what is missing below 1.78, and tells what the node itself has', async () => {
    const reason = 'node history needs Ironic API 1.78, this one has 1.72';
    const node = { ...HEALTHY_NODE, last_error: 'Timeout reached while cleaning the node.' };
    const unread = { history: { kind: 'unsupported', reason } } as const;
    expect(await over(history, { node, unread }).run('node-17')).toMatchObject({
      history: {
        without: reason,
        total: 0,
        traces: expect.arrayContaining([expect.objectContaining({ field: 'last_error' })]),
      },
    });
  });

  it('asks which of several is meant, so that its buttons ask for history again', async () => {
    expect(await over(history, NOT_FOUND).run('node-99')).toEqual({
      kind: 'unclear',
      outcome: NOT_FOUND,
      asked: { command: 'history' },
    });
  });

  it('says in words that a subject has no node', async () => {
    const unread = { node: { kind: 'not-read', reason: 'no node belongs to it' } } as const;
    const answer = await over(history, { flavor: { id: '1', name: 'bm.large' }, unread }).run('bm.large');
    expect(answer).toMatchObject({ kind: 'words', text: expect.stringContaining('no node belongs to it') });
  });

  it('is asked again by a button without any words to read', async () => {
    const { services, looked } = over(history, { node: HEALTHY_NODE, history: [] });
    await history.about?.({ subject: 'a --cloud b', cloud: 'lab', services });
    expect(looked).toEqual([{ words: 'a --cloud b', cloud: 'lab' }]);
  });

  it('needs a name, and refuses options that it does not know', async () => {
    const { run, looked } = over(history, NOT_FOUND);
    expect(await run('')).toMatchObject({ kind: 'words', text: expect.stringContaining('history node-17') });
    await expect(run('node-17 --all')).rejects.toThrow(UsageError);
    expect(looked).toEqual([]);
  });
});
