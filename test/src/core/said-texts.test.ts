import { expect, it } from 'vitest';
import { saidAs, saidTexts } from '../../../src/core/said-texts.ts';
import { factBook, HEALTHY_NODE, minutesAgo } from '../../support/facts.ts';

const LIMIT = 'The concurrent action limit for provisioning has been reached.';

it('a node that works is asked for nothing more, whatever its old error says', async () => {
  const book = factBook({ node: { ...HEALTHY_NODE, last_error: LIMIT } });
  expect(await saidTexts(book.view().facts)).toEqual([]);
  expect([...book.readings().keys()]).toEqual(['node']);
});

it('a failed node says what its failure said', async () => {
  const node = { ...HEALTHY_NODE, provision_state: 'deploy failed', last_error: LIMIT };
  const texts = await saidTexts(factBook({ node, history: [] }).view().facts);
  expect(texts).toEqual([{ text: LIMIT, source: 'node.last_error' }]);
  expect(saidAs(texts, 'concurrent-action-limit')?.captures['task']).toBe('provisioning');
  expect(saidAs(texts, 'rpc-timeout')).toBeUndefined();
});

it('a failed server speaks by its fault, and a pasted text by itself', async () => {
  const instance = {
    id: 's',
    name: 's',
    status: 'ERROR',
    fault: { message: `${LIMIT} `, created: minutesAgo(3) },
  };
  const server = factBook({ instance, instance_actions: [] });
  expect((await saidTexts(server.view().facts)).map(({ source }) => source)).toEqual([
    'instance.fault.message',
  ]);
  expect(await saidTexts(factBook({ message: LIMIT }).view().facts)).toEqual([
    { text: LIMIT, source: 'message' },
  ]);
});
