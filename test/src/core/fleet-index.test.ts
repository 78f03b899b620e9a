import { describe, expect, it } from 'vitest';
import type { FleetEntry } from '../../../src/core/fleet-entry.ts';
import { createFleetIndex, type Mentions } from '../../../src/core/fleet-index.ts';
import { host, nodeEntry } from '../../support/alerts.ts';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const instance = (n: number, name: string, node?: string): FleetEntry => ({
  kind: 'instance',
  cloud: 'prod',
  id: id(n),
  name,
  ...(node ? { node } : {}),
});

const FLEET: readonly FleetEntry[] = [
  nodeEntry('node-1', id(1), { addresses: ['10.0.0.1', 'bmc-1.mgmt.dc1.example.org'] }),
  nodeEntry('node-17', id(2), { macs: ['52:54:00:00:00:17'], serials: ['123456'] }),
  nodeEntry('apollo', id(3)),
  nodeEntry('NODE-2', id(4)),
  nodeEntry('node-2', id(5)),
  nodeEntry('shared-1', id(6), { addresses: ['10.0.0.9'] }),
  nodeEntry('shared-2', id(7), { addresses: ['10.0.0.9'] }),
  nodeEntry('compute-5', id(8)),
  instance(20, 'web-1', id(1)),
  instance(21, 'web-1'),
  instance(22, 'node-17', id(2)),
  instance(23, 'compute-5'),
  instance(24, 'my big database'),
  { ...nodeEntry('lab-1', id(30)), cloud: 'lab' },
  nodeEntry('lab-1', id(31)),
  host('conductor', 'ctl-1.dc1.example.org'),
  host('compute-host', 'ctl-1.dc1.example.org'),
  host('conductor', 'twin-1.dc1.example.org'),
  host('conductor', 'twin-1.dc2.example.org'),
  { kind: 'switch', cloud: 'prod', id: '00:1c:73:aa:00:12', name: 'leaf-12', macs: ['00:1c:73:aa:00:12'] },
];
const index = createFleetIndex(FLEET);

const inText = (text: string, about?: FleetEntry['kind']) =>
  index.mentionsIn({ labels: [], texts: [text] }, about);
const inLabel = (name: string, value: string, about?: FleetEntry['kind']) =>
  index.mentionsIn({ labels: [{ name, value }], texts: [] }, about);
const certain = ({ certain: all }: Mentions) => all.map((one) => `${one.kind} ${one.id}`);
const asked = ({ asked: all }: Mentions) =>
  all.map((one) => `${one.as}: ${one.could.map((each) => each.id).join()}`);

describe('what is certain', () => {
  it.each([
    ['node-1 is down', [`node ${id(1)}`]],
    ['NODE-1 is down', [`node ${id(1)}`]],
    [`${id(1)}_${id(20)}_2026-11-22.tar.gz`, [`node ${id(1)}`, `instance ${id(20)}`]],
    [`req-${id(1)} failed`, []],
    ['bmc of 10.0.0.1 refuses', [`node ${id(1)}`]],
    ['https://10.0.0.1/redfish/v1 refuses', [`node ${id(1)}`]],
    ['bmc-1.mgmt.dc1.example.org:443 refuses', [`node ${id(1)}`]],
    [
      'ctl-1.dc1.example.org does not answer',
      ['conductor ctl-1.dc1.example.org', 'compute-host ctl-1.dc1.example.org'],
    ],
    ['ctl-1 does not answer', ['conductor ctl-1.dc1.example.org', 'compute-host ctl-1.dc1.example.org']],
    ['node-1.mgmt.dc2.example.org lost power', [`node ${id(1)}`]],
    ['node-1.elsewhere.org lost power', []],
    ['leaf-12 port 3', ['switch 00:1c:73:aa:00:12']],
    ['switch 001c.73aa.0012', ['switch 00:1c:73:aa:00:12']],
    ['node `apollo` is locked by host c1', [`node ${id(3)}`]],
    ['the Node "apollo" hangs', [`node ${id(3)}`]],
    ['node apollo is down', []],
    ['serial 123456', []],
  ])('%j names %j', (text, wanted) => expect(certain(inText(text))).toEqual(wanted));

  it.each([
    ['node', 'apollo', [`node ${id(3)}`]],
    ['node_name', '"apollo"', [`node ${id(3)}`]],
    ['ironic_node_name', 'Apollo', [`node ${id(3)}`]],
    ['instance_name', 'my big database', [`instance ${id(24)}`]],
    ['serial', '123456', [`node ${id(2)}`]],
    ['service', 'apollo', []],
    ['cluster', 'node-1', []],
    ['job', 'node-1', []],
  ])('the label %s of %s names %j', (name, value, wanted) =>
    expect(certain(inLabel(name, value))).toEqual(wanted),
  );

  it('leaves a host of somebody else’s domain alone, in a label as well', () => {
    for (const mentions of [inText('node-1.elsewhere.org hangs'), inLabel('host', 'node-1.elsewhere.org')]) {
      expect(mentions).toMatchObject({ certain: [], asked: [] });
    }
  });

  it('reads the BMC’s address and UUIDs in links, and no names', () => {
    const links = [
      'https://10.0.0.1/redfish/v1',
      `https://horizon/admin/${id(5)}`,
      'https://x/node-17?node=node-1',
    ];
    expect(certain(index.mentionsIn({ labels: [], texts: [], links }))).toEqual([
      `node ${id(1)}`,
      `node ${id(5)}`,
    ]);
  });

  it('takes names as they are written where only their case is different', () => {
    expect(certain(inText('node-2 and NODE-2'))).toEqual([`node ${id(5)}`, `node ${id(4)}`]);
    expect(asked(inText('Node-2'))).toEqual([`Node-2: ${id(4)},${id(5)}`]);
  });

  it('takes a node and the instance of the same name on it for one thing', () => {
    expect(certain(inText('node-17 hangs'))).toEqual([`node ${id(2)}`, `instance ${id(22)}`]);
  });
});

describe('what is asked', () => {
  it.each([
    ['web-1 is down', [`web-1: ${id(20)},${id(21)}`]],
    ['10.0.0.9 refuses', [`10.0.0.9: ${id(6)},${id(7)}`]],
    ['twin-1 is not alive', ['twin-1: twin-1.dc1.example.org,twin-1.dc2.example.org']],
    ['compute-5 hangs', [`compute-5: ${id(8)},${id(23)}`]],
    ['lab-1 hangs', [`lab-1: ${id(30)},${id(31)}`]],
  ])('%j could mean several', (text, wanted) => {
    expect(certain(inText(text))).toEqual([]);
    expect(asked(inText(text))).toEqual(wanted);
  });

  it('is decided by what a label says of it, or by what the alert is about', () => {
    expect(certain(inLabel('node_name', 'compute-5'))).toEqual([`node ${id(8)}`]);
    expect(certain(inLabel('server_name', 'compute-5'))).toEqual([`instance ${id(23)}`]);
    expect(certain(inText('compute-5 hangs', 'node'))).toEqual([`node ${id(8)}`]);
  });

  it('is decided by the cloud that a label names', () => {
    const named = index.mentionsIn({ labels: [{ name: 'cloud', value: 'lab' }], texts: ['lab-1 hangs'] });
    expect(named.certain).toMatchObject([{ cloud: 'lab', id: id(30) }]);
  });

  it('is settled by another word that is certain', () => {
    expect(asked(inText(`web-1 (${id(20)}) is down`))).toEqual([]);
  });

  it('marks a word that only stands in quotes, and a host that may be a node', () => {
    expect(inText('grep `apollo` failed')).toMatchObject({
      certain: [],
      asked: [{ as: 'apollo', word: true }],
    });
    expect(inLabel('host', 'apollo')).toMatchObject({ certain: [], asked: [{ as: 'apollo' }] });
    expect(inLabel('host', 'apollo').asked[0]?.word).toBeUndefined();
  });

  it('offers at most twenty', () => {
    const many = createFleetIndex(Array.from({ length: 50 }, (_, n) => instance(n, 'web-9')));
    expect(many.mentionsIn({ labels: [], texts: ['web-9'] }).asked[0]?.could).toHaveLength(20);
  });
});

describe('what is told besides', () => {
  it('marks the host that figures came from', () => {
    expect(inLabel('instance', 'node-1:9100').certain).toMatchObject([{ id: id(1), reporter: true }]);
    expect(inText('(node-1:9100 critical)').certain).toMatchObject([{ reporter: true }]);
    const both = index.mentionsIn({
      labels: [{ name: 'instance', value: 'node-1:9100' }],
      texts: ['node-1 hangs'],
    });
    expect(both.certain[0]?.reporter).toBeUndefined();
    expect(inLabel('instance', '10.0.0.1:623').certain[0]?.reporter).toBeUndefined();
  });

  it('tells what a label calls a node and nobody knows', () => {
    expect(inLabel('node_uuid', id(99)).unseen).toEqual([{ kind: 'node', as: id(99) }]);
    expect(inLabel('node', 'worker-3').unseen).toEqual([{ kind: 'node', as: 'worker-3' }]);
    expect(inLabel('node', 'two words').unseen).toEqual([]);
    expect(inText('worker-3').unseen).toEqual([]);
  });

  it('leaves out what firmware says in place of a serial', () => {
    const placeholders = ['To Be Filled By O.E.M.', 'Default string', '0123456789', '0000000', 'None', 'x'];
    const blank = createFleetIndex(
      placeholders.map((serial, n) => nodeEntry(`n${n}-a`, id(n), { serials: [serial] })),
    );
    for (const serial of placeholders) {
      expect(blank.mentionsIn({ labels: [{ name: 'serial', value: serial }], texts: [] }).certain).toEqual(
        [],
      );
    }
    const copied = createFleetIndex(
      Array.from({ length: 9 }, (_, n) => nodeEntry(`n${n}-a`, id(n), { serials: ['SAME123'] })),
    );
    expect(copied.mentionsIn({ labels: [{ name: 'serial', value: 'SAME123' }], texts: [] }).asked).toEqual(
      [],
    );
  });

  it('knows names with punctuation at their ends', () => {
    const odd = createFleetIndex([nodeEntry('rack-7-', id(1)), nodeEntry('rack-7', id(2))]);
    const named = (text: string) => certain(odd.mentionsIn({ labels: [], texts: [text] }));
    expect(named('rack-7-.')).toEqual([`node ${id(1)}`]);
    expect(named('rack-7.')).toEqual([`node ${id(2)}`]);
  });

  it('asks about a full host name where no domain of ours is known', () => {
    const bare = createFleetIndex([nodeEntry('bm-7', id(1))]);
    const named = (text: string) => bare.mentionsIn({ labels: [], texts: [text] });
    expect(named('bm-7.dc1.example.org is down')).toMatchObject({
      certain: [],
      asked: [{ as: 'bm-7.dc1.example.org' }],
    });
    expect(
      certain(bare.mentionsIn({ labels: [{ name: 'host', value: 'bm-7.dc1.example.org' }], texts: [] })),
    ).toEqual([`node ${id(1)}`]);
    expect(named('bm-7.tar.gz')).toMatchObject({ certain: [], asked: [] });
    const told = createFleetIndex([nodeEntry('bm-7', id(1))], { domains: ['example.org'] });
    expect(certain(told.mentionsIn({ labels: [], texts: ['bm-7.dc1.example.org is down'] }))).toEqual([
      `node ${id(1)}`,
    ]);
  });
});
