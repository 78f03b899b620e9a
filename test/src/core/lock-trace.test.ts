import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lockConflicts, traceLocks } from '../../../src/core/lock-trace.ts';
import { logRecords } from '../../../src/core/log-records.ts';

const attempt = (node: string, purpose: string) =>
  `DEBUG task_manager [-] Attempting to get exclusive lock on node ${node} (for ${purpose}) __init__`;
const reserved = (node: string, purpose: string) =>
  `DEBUG task_manager [-] Node ${node} successfully reserved for ${purpose} (took 0.01 seconds) reserve_node`;
const released = (node: string, purpose: string, seconds: number) =>
  `DEBUG task_manager [-] Successfully released exclusive lock for ${purpose} on node ${node} (lock was held ${seconds} sec) release`;
const refused = (node: string) =>
  `DEBUG rpc [-] RPC error NodeLocked: Node ${node} is locked by host c9, please retry`;
const trace = (...lines: string[]) =>
  lockConflicts(logRecords([{ source: 'ironic-conductor', host: 'c1', lines }]));

describe('the trace of a lock', () => {
  it('names who asked, who held, what for and how long', () => {
    const [conflict] = trace(
      attempt('n', 'power sync'),
      reserved('n', 'power sync'),
      attempt('n', 'node update'),
      refused('n'),
      released('n', 'power sync', 61.5),
    );
    expect(conflict).toMatchObject({
      node: 'n',
      host: 'c9',
      wanted: 'node update',
      purpose: 'power sync',
      heldSeconds: 61.5,
    });
    expect(conflict?.records).toHaveLength(4);
  });

  it('does not take a lock that was given back before for the one in the way', () => {
    const [conflict] = trace(reserved('n', 'old'), released('n', 'old', 1), refused('n'));
    expect(conflict).not.toHaveProperty('purpose');
    expect(conflict).not.toHaveProperty('heldSeconds');
  });

  it('keeps nodes apart', () => {
    const [conflict, ...rest] = trace(reserved('m', 'a'), refused('n'), released('m', 'a', 5));
    expect(rest).toEqual([]);
    expect(conflict).toMatchObject({ node: 'n' });
    expect(conflict).not.toHaveProperty('heldSeconds');
  });

  it('knows that a lock was given back when the next task has it', () => {
    const at = (time: string, line: string) => `2026-11-22 ${time}.000 1 ${line}`;
    const [conflict] = trace(
      at('10:00:00', reserved('n', 'power sync')),
      at('10:00:05', refused('n')),
      at('10:01:00', reserved('n', 'node update')),
      at('14:00:00', 'DEBUG x [-] hours later'),
    );
    expect(conflict).toMatchObject({ purpose: 'power sync', over: true });
    expect(conflict).not.toHaveProperty('heldAtLeastSeconds');
  });

  it('is empty where nobody was refused', () => {
    expect(trace(attempt('n', 'a'), reserved('n', 'a'))).toEqual([]);
  });
});

describe('two calls that share a global request id', () => {
  const GLOBAL = 'req-00000000-0000-4000-8000-000000000000';
  const own = (digit: number) => `req-00000000-0000-4000-8000-00000000000${digit}`;
  const user = '664697b429f1416fbcf5223ea9bf20f8';
  const line = (second: number, digit: number, text: string) =>
    `2026-11-22 17:00:0${second}.000 7 DEBUG ironic.conductor.task_manager [${GLOBAL} ${own(digit)} ${user} p - - default default] ${text}`;

  it('are two tasks: the one that was refused is not taken for the one that has the node', () => {
    const lines = [
      line(0, 1, 'Attempting to get exclusive lock on node n (for node update) __init__'),
      line(1, 2, 'Attempting to get exclusive lock on node n (for node update) __init__'),
      line(2, 1, 'Node n successfully reserved for node update (took 0.01 seconds) reserve_node'),
      line(3, 2, 'Node n is locked by host c1, please retry'),
    ];
    const { conflicts, holds } = traceLocks(logRecords([{ source: 'ironic-conductor', host: 'c1', lines }]));
    expect(holds.map((hold) => [hold.request, hold.user])).toEqual([[own(1), user]]);
    expect(conflicts[0]?.records.map((record) => record.text.includes(own(2)))).toEqual([true, false, true]);
  });
});

/** What a real conductor and the real API wrote while a BMC did not answer (Ironic 21.4). */
describe('a lock on a real node', () => {
  const NODE = '1acdc94f-a532-446d-ba76-5fd38f3e08f1';
  const linesOf = (name: string) =>
    readFileSync(new URL(`../../fixtures/logs/${name}.log`, import.meta.url), 'utf8').split('\n');
  const conductor = {
    source: 'ironic-conductor',
    host: 'conductor-1',
    lines: linesOf('ironic-conductor-lock-held'),
  };
  const api = { source: 'ironic-api', host: 'controller', lines: linesOf('ironic-api-lock-held') };

  it('names the holder, the purpose and the seconds that the conductor counted', () => {
    for (const excerpts of [[conductor], [conductor, api], [api, conductor]]) {
      const { conflicts } = traceLocks(logRecords(excerpts));
      expect(conflicts).toHaveLength(1);
      expect(conflicts[0]).toMatchObject({
        node: NODE,
        host: 'conductor-1',
        wanted: 'node update',
        purpose: 'changing node power state',
        heldSeconds: 33.02,
        times: 3,
      });
      expect(conflicts[0]?.hold).toMatchObject({
        request: 'req-84cecf70-3b4b-45fd-9e53-f0165e1434e0',
        user: '664697b429f1416fbcf5223ea9bf20f8',
      });
      expect(conflicts[0]?.hold?.trouble?.text).toContain('IPMI power status failed');
    }
  });

  it('says how long at least while nobody has let go', () => {
    const lines = conductor.lines.filter((line) => !line.includes('released exclusive'));
    const [conflict] = traceLocks(logRecords([{ ...conductor, lines }])).conflicts;
    expect(conflict).toMatchObject({ purpose: 'changing node power state', heldAtLeastSeconds: 32 });
    expect(conflict).not.toHaveProperty('heldSeconds');
  });

  it('finds the holder when its beginning is out of reach', () => {
    const lines = conductor.lines.filter((line) => !line.includes('successfully reserved'));
    const [conflict] = traceLocks(logRecords([{ ...conductor, lines }, api])).conflicts;
    expect(conflict).toMatchObject({ purpose: 'changing node power state', heldSeconds: 33.02 });
  });
});
