import { describe, expect, it } from 'vitest';
import { logQueryFor } from '../../../src/diagnosis/log-window.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE } from '../../support/facts.ts';

const now = new Date('2026-11-22T18:00:00Z');
const query = (of: Partial<Node>) =>
  logQueryFor({ node: { ...HEALTHY_NODE, traits: [], ...of }, instance: null, actions: [], now });
const windowOf = (of: Partial<Node>) => {
  const { from, to } = query(of) ?? {};
  return [from?.toISOString(), to?.toISOString()];
};
const DAYS_AGO = '2026-11-12T10:00:00+00:00';
const OF_THE_LAST_DAY = ['2026-11-21T18:00:00.000Z', '2026-11-22T18:00:00.000Z'];
const WHEN_IT_BEGAN = ['2026-11-12T09:00:00.000Z', '2026-11-12T10:30:00.000Z'];

describe('when lines are looked for', () => {
  it('from an hour before the state began until now', () => {
    expect(windowOf({ provision_updated_at: '2026-11-22T17:00:00+00:00' })).toEqual([
      '2026-11-22T16:00:00.000Z',
      '2026-11-22T18:00:00.000Z',
    ]);
  });

  it('around the beginning of a failure of days ago, also one that took the node back to enroll', () => {
    const since = { provision_updated_at: DAYS_AGO };
    expect(windowOf({ ...since, provision_state: 'clean failed' })).toEqual(WHEN_IT_BEGAN);
    expect(windowOf({ ...since, provision_state: 'enroll', last_error: 'no' })).toEqual(WHEN_IT_BEGAN);
  });

  it('of the last day where a node has rested for long, or is locked now', () => {
    const since = { provision_updated_at: DAYS_AGO };
    expect(windowOf({ ...since, provision_state: 'active' })).toEqual(OF_THE_LAST_DAY);
    expect(windowOf({ ...since, provision_state: 'clean failed', reservation: 'c1' })).toEqual(
      OF_THE_LAST_DAY,
    );
  });

  it('of the last hour where the cloud tells of the future', () => {
    expect(windowOf({ provision_updated_at: '2026-11-22T18:05:00+00:00' })[0]).toBe(
      '2026-11-22T17:00:00.000Z',
    );
  });
});

it('looks for a name only where it is more than a word or a number', () => {
  const uuid = HEALTHY_NODE.uuid;
  expect(query({ name: 'ironic', instance_uuid: null })?.words).toEqual([uuid]);
  expect(query({ name: '1234', instance_uuid: null })?.words).toEqual([uuid]);
  expect(query({ name: 'rack1-n1', instance_uuid: null })?.words).toEqual([uuid, 'rack1-n1']);
});
