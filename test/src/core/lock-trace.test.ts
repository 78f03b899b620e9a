import { describe, expect, it } from 'vitest';
import { lockConflicts } from '../../../src/core/lock-trace.ts';
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

  it('is empty where nobody was refused', () => {
    expect(trace(attempt('n', 'a'), reserved('n', 'a'))).toEqual([]);
  });
});
