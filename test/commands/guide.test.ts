import { describe, expect, it } from 'vitest';
import guide from '../../commands/guide.ts';
import { EMPTY_HAND } from '../../src/core/hand.ts';
import { PROCEDURES } from '../../src/core/procedures/index.ts';
import { HEALTHY_NODE } from '../support/facts.ts';
import { NOT_FOUND, over } from './support.ts';

const facts = {
  node: HEALTHY_NODE,
  ports: [
    {
      uuid: 'p',
      address: '52:54:00:1a:b0:77',
      local_link_connection: { switch_info: 'leaf-12', port_id: 'Ethernet1/7' },
    },
  ],
  image: null,
};

describe('guide', () => {
  it('lists the topics', async () => {
    expect(await over(guide, NOT_FOUND).run('')).toEqual({ kind: 'topics', procedures: PROCEDURES });
  });

  it('shows a procedure with placeholders where no node is named', async () => {
    const { run, looked } = over(guide, NOT_FOUND);
    expect(await run('port-fast')).toMatchObject({
      kind: 'procedure',
      procedure: { id: 'port-fast' },
      hand: EMPTY_HAND,
    });
    expect(looked).toEqual([]);
  });

  it.each(['port-fast node-17', 'spanning tree node-17', 'port-fast on node-17?', '"port-fast" node-17'])(
    'fills the commands in: %s',
    async (text) => {
      const { run, looked } = over(guide, facts);
      expect(await run(text)).toMatchObject({
        kind: 'procedure',
        procedure: { id: 'port-fast' },
        about: { subject: { name: 'node-17' } },
        hand: {
          node: 'node-17',
          mac: '52:54:00:1a:b0:77',
          switch_name: 'leaf-12',
          switch_port: 'Ethernet1/7',
        },
        unread: [],
      });
      expect(looked).toEqual([{ words: 'node-17', cloud: undefined }]);
    },
  );

  it('keeps placeholders for what cannot be read, and says why', async () => {
    const { ports: _, ...rest } = facts;
    const unread = { ports: 'Ironic did not answer' } as const;
    expect(await over(guide, { ...rest, unread }).run('port-fast node-17')).toMatchObject({
      hand: { mac: '<mac>' },
      unread: ['Ironic did not answer'],
    });
  });

  it('names the nearest topics for an unknown one, and asks no cloud', async () => {
    const { run, looked } = over(guide, NOT_FOUND);
    expect(await run('frobnicate node-17')).toMatchObject({
      kind: 'topics',
      unknown: { asked: 'frobnicate', node: 'node-17' },
    });
    expect(await run('xyzzy')).toMatchObject({ unknown: { asked: 'xyzzy', several: false, meant: [] } });
    expect(looked).toEqual([]);
  });

  it('asks which node is meant, so that its buttons show the same topic', async () => {
    expect(await over(guide, NOT_FOUND).run('port-fast node-99')).toMatchObject({
      kind: 'unclear',
      asked: { command: 'guide', topic: 'port-fast' },
    });
    const { services } = over(guide, facts);
    const again = guide.about?.({ subject: 'node-17', topic: 'port-fast', services });
    expect(await again).toMatchObject({ kind: 'procedure', about: { subject: { name: 'node-17' } } });
  });
});
