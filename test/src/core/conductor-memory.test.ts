import { expect, it } from 'vitest';
import { failedTogether, sharedShortage, spanOf, unpacking } from '../../../src/core/conductor-memory.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE, minutesAgo } from '../../support/facts.ts';

const node = (uuid: string, minutes: number, fields: Partial<Node>): Node => ({
  ...(HEALTHY_NODE as unknown as Node),
  uuid,
  name: uuid,
  provision_updated_at: minutesAgo(minutes),
  ...fields,
});
const gone = (host: string) => ({
  last_error: `The cleaning state can't be resumed by conductor ${host}. Moving to fail state.`,
});

it('those fail together that name the same conductor at the same moment', () => {
  const own = node('a', 10, gone('c1'));
  const all = [own, node('b', 11, gone('C1')), node('c', 10, gone('c2')), node('d', 90, gone('c1'))];
  expect(failedTogether(own, 'c1', all).map(({ uuid }) => uuid)).toEqual(['b']);
  expect(spanOf(all.slice(0, 2))).toBe('1 min');
});

it('counts what is refused and what that conductor still builds', () => {
  const short = { last_error: 'Available memory at 9, Insufficient as 1024 is required to proceed' };
  const all = [node('b', 1, short), node('c', 1, { provision_state: 'deploying', reservation: 'c1' })];
  expect(sharedShortage(node('a', 1, short), 'c1', all).map(({ observed }) => observed)).toEqual([
    '1 more refused in the same words: b',
    '1 deploying now on c1: c',
  ]);
  expect(sharedShortage(node('a', 1, short), 'c2', all)).toHaveLength(1);
});

it('a raw image needs no conversion', () => {
  expect(unpacking({ id: 'i', disk_format: 'raw' } as never)).toBeUndefined();
  expect(unpacking(null)).toBeUndefined();
  expect(unpacking({ id: 'i', disk_format: 'vmdk' } as never)?.observed).toContain('vmdk; a conductor');
});
