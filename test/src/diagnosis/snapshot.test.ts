import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UsageError } from '../../../src/core/errors.ts';
import type { FactName } from '../../../src/core/facts.ts';
import { createFactBook } from '../../../src/diagnosis/fact-book.ts';
import { makeSnapshot, openSnapshot } from '../../../src/diagnosis/snapshot.ts';
import { HEALTHY_NODE, NOW } from '../../support/facts.ts';

const clock = () => new Date(NOW);
const open = (json: unknown) => {
  const opened = openSnapshot(json, clock);
  return {
    ...opened,
    book: createFactBook(opened.reader, { subject: opened.subject, now: opened.now, clock }),
  };
};
const port = { uuid: 'p1', address: '52:54:00:1a:b0:77', node_uuid: HEALTHY_NODE.uuid };

test('a missing key was not read, null was read and is absent', async () => {
  const { facts } = open({ node: HEALTHY_NODE, instance: null }).book.view();
  expect(await facts.instance()).toBeNull();
  await expect(facts.ports()).rejects.toMatchObject({ kind: 'not-read' });
});

test.each<[string, FactName, unknown]>([
  ['the bare list', 'ports', [port]],
  ["the API's own wrapper", 'ports', { ports: [port] }],
  ['a recorded answer', 'ports', { situation: 'x', request: {}, status: 200, body: { ports: [port] } }],
])('%s is understood', async (_, name, value) => {
  const { facts } = open({ node: HEALTHY_NODE, [name]: value }).book.view();
  expect(await facts.ports()).toMatchObject([port]);
});

test("a refused validation is a value, in Ironic's own nested JSON too", async () => {
  const message =
    "Could not find the following interface in the 'ironic.hardware.interfaces.network' entrypoint: flat.";
  const body = {
    error_message: JSON.stringify({ faultcode: 'Client', faultstring: message, debuginfo: null }),
  };
  for (const validation of [body, { status: 400, body }, { kind: 'refused', status: 400, message }]) {
    const { facts } = open({ node: HEALTHY_NODE, validation }).book.view();
    expect(await facts.validation()).toEqual({ kind: 'refused', status: 400, message });
  }
});

test("Placement's refusal of an unknown class is a value", async () => {
  const body = {
    errors: [{ status: 400, title: 'Bad Request', detail: 'No such resource class CUSTOM_X.' }],
  };
  const { facts } = open({ allocation_candidates: body }).book.view();
  expect(await facts.allocation_candidates()).toEqual({
    kind: 'refused',
    status: 400,
    detail: 'No such resource class CUSTOM_X.',
  });
});

test('a key that cannot be understood is unreadable by name, and the rest stays', async () => {
  const { facts } = open({ node: HEALTHY_NODE, ports: 'seven', conductors: [] }).book.view();
  await expect(facts.ports()).rejects.toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining("snapshot's ports"),
  });
  expect(await facts.conductors()).toEqual([]);
});

test('a server brings its flavor along', async () => {
  const instance = {
    id: 'i',
    status: 'ERROR',
    flavor: { original_name: 'bm.gold', extra_specs: { 'resources:CUSTOM_GOLD': '1' } },
  };
  const { subject, book } = open({ instance });
  expect(subject.aspects).toEqual(['instance', 'flavor']);
  expect(await book.view().facts.flavor()).toMatchObject({
    name: 'bm.gold',
    extra_specs: { 'resources:CUSTOM_GOLD': '1' },
  });
});

test('only a message is a subject of its own', () => {
  expect(open({ message: 'Timeout reached' }).subject).toMatchObject({
    kind: 'message',
    aspects: ['message'],
  });
});

test('lines of a log may be one text', async () => {
  const { facts } = open({
    logs: [{ source: 'ironic-conductor', host: 'c1', lines: 'one\ntwo' }],
  }).book.view();
  expect(await facts.logs()).toEqual([{ source: 'ironic-conductor', host: 'c1', lines: ['one', 'two'] }]);
});

test('what is saved opens to the same facts, with the reasons of what was not there', async () => {
  const first = open({
    now: NOW,
    node: HEALTHY_NODE,
    ports: [port],
    instance: null,
    validation: { power: { result: true } },
  });
  const { facts } = first.book.view();
  await Promise.all([
    facts.node(),
    facts.ports(),
    facts.instance(),
    facts.validation(),
    facts.maybe.history(),
  ]);
  const saved = makeSnapshot(first.book.readings(), first);
  const second = open(JSON.parse(JSON.stringify(saved)));
  const again = second.book.view().facts;
  expect(second.now).toEqual(first.now);
  expect(await again.node()).toEqual(await facts.node());
  expect(await again.ports()).toEqual(await facts.ports());
  expect(await again.validation()).toEqual(await facts.validation());
  expect(await again.instance()).toBeNull();
  await expect(again.history()).rejects.toMatchObject({ kind: 'not-read', reason: 'not read: history' });
});

test.each([[null], [[]], ['text'], [7], [{}], [{ nodes_of_interest: 1 }]])(
  '%j is refused in words',
  (json) => {
    expect(() => openSnapshot(json, clock)).toThrow(UsageError);
  },
);

test('wild snapshots are opened or refused, never a crash', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('now', 'node', 'ports', 'logs', 'validation', 'message', 'unread', 'subject'),
        fc.jsonValue(),
      ),
      (json) => {
        try {
          openSnapshot(json, clock);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      },
    ),
  );
});

test.each<[string, unknown]>([
  ['a list of one', [HEALTHY_NODE]],
  ['a page of one', { nodes: [HEALTHY_NODE] }],
  ['booleans and numbers as texts', { ...HEALTHY_NODE, maintenance: 'False', properties: '{"cpus": "8"}' }],
  [
    "the client's columns",
    { UUID: HEALTHY_NODE.uuid, 'Provisioning State': 'available', Maintenance: false },
  ],
])('a node is understood from %s', async (_, node) => {
  const { facts } = open({ node }).book.view();
  expect(await facts.node()).toMatchObject({ uuid: HEALTHY_NODE.uuid, maintenance: false });
});

test('of several nodes none is picked', async () => {
  const { facts } = open({ node: [HEALTHY_NODE, HEALTHY_NODE] }).book.view();
  await expect(facts.node()).rejects.toMatchObject({ kind: 'failed' });
});

test.each<[string, unknown]>([
  ['one text', 'first\nsecond'],
  ['a list of lines', ['first', 'second']],
  ['one excerpt', { source: 'journal', lines: ['first', 'second'] }],
  ['lines that are objects', [{ source: 'journal', lines: [{ message: 'first' }, { message: 'second' }] }]],
])('a log is understood as %s', async (_, logs) => {
  const { facts } = open({ logs }).book.view();
  expect((await facts.logs())[0]?.lines).toEqual(['first', 'second']);
});

test.each<[string, unknown]>([
  ['lines', ['Node n1 is locked', 'by host c1']],
  ['an error body', { error_message: '{"faultstring": "Node n1 is locked by host c1"}' }],
])('a message is understood as %s', async (_, message) => {
  const { facts } = open({ message }).book.view();
  expect((await facts.message()).replace('\n', ' ')).toBe('Node n1 is locked by host c1');
});

test("a fault that Nova's table printed is a fault", async () => {
  const { facts } = open({
    instance: { id: 'i1', status: 'ERROR', fault: 'No valid host was found.' },
  }).book.view();
  expect((await facts.instance())?.fault?.message).toBe('No valid host was found.');
});

test('a time that no clock can show is none', () => {
  expect(open({ now: 1e300, node: HEALTHY_NODE }).now).toEqual(clock());
});

test('what was not read for a reason that cannot be made out is a failed read', async () => {
  const unread = {
    ports: { kind: 'tired', reason: 'asleep' },
    history: 'none',
    conductors: { kind: 'denied' },
  };
  const { facts } = open({ node: HEALTHY_NODE, unread }).book.view();
  await expect(facts.ports()).rejects.toMatchObject({ kind: 'failed', reason: 'asleep' });
  await expect(facts.history()).rejects.toMatchObject({ kind: 'failed' });
  await expect(facts.conductors()).rejects.toMatchObject({ kind: 'denied' });
});

test('a saved subject stands as it was, beside what was added to the file', () => {
  const subject = { kind: 'node', cloud: 'lab', name: 'node-17', node_uuid: 'node-17', aspects: ['node'] };
  const unread = { node: { kind: 'failed', reason: 'Ironic is down' } };
  expect(open({ subject, unread }).subject).toEqual(subject);
  expect(open({ subject, unread, message: 'x' }).subject.aspects).toEqual(['node', 'message']);
});
