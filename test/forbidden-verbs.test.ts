import { beforeAll, describe, expect, test } from 'vitest';
import { loadPlaybooks } from '../src/compose.ts';
import type { Playbook } from '../src/core/playbook.ts';
import {
  FAILED_STATES,
  HOLD_STATES,
  ING_STATES,
  STABLE_STATES,
  WAIT_STATES,
} from '../src/core/provision-state.ts';
import { examine, HEALTHY_NODE, minutesAgo } from './support/facts.ts';

/**
 * Verbs that Ironic accepts in each state (openstack/ironic ironic/common/state_machine.py). What is offered at night
 * must not be refused, and must not pull a node from under somebody.
 */
const LEGAL: Readonly<Record<string, readonly string[]>> = {
  enroll: ['manage'],
  manageable: ['provide', 'inspect', 'adopt'],
  available: ['manage'],
  'wait call-back': ['abort', 'undeploy'],
  'deploy hold': ['unhold', 'abort', 'undeploy'],
  'deploy failed': ['undeploy'],
  active: ['undeploy', 'rescue'],
  error: ['undeploy'],
  'clean wait': ['abort'],
  'clean hold': ['unhold', 'abort'],
  'clean failed': ['manage'],
  'inspect wait': ['abort'],
  'inspect failed': ['manage', 'inspect'],
  'rescue wait': ['abort', 'undeploy'],
  rescue: ['rescue', 'unrescue', 'undeploy'],
  'rescue failed': ['rescue', 'unrescue', 'undeploy'],
  'unrescue failed': ['rescue', 'unrescue', 'undeploy'],
  'adopt failed': ['adopt', 'manage'],
  'service wait': ['abort', 'undeploy'],
  'service hold': ['unhold', 'abort'],
  'service failed': ['rescue', 'undeploy', 'abort'],
};
const VERBS = ['abort', 'undeploy', 'manage', 'provide', 'inspect', 'adopt', 'unrescue', 'unhold'];
const STATES = [...FAILED_STATES, ...HOLD_STATES, ...ING_STATES, ...STABLE_STATES, ...WAIT_STATES];
const SERVER = '33333333-3333-4333-8333-333333333333';

let playbooks: readonly Playbook[];
beforeAll(async () => {
  playbooks = await loadPlaybooks([]);
});

const ERRORS = [
  null,
  'Timeout reached while waiting for callback for node x',
  "The cleaning state can't be resumed by conductor c1. Moving to fail state.",
];

async function offered(state: string, fields: Record<string, unknown>, instance: unknown) {
  const ids: string[] = [];
  for (const last_error of ERRORS) {
    const node = {
      ...HEALTHY_NODE,
      provision_state: state,
      provision_updated_at: minutesAgo(400),
      last_error,
      ...fields,
    };
    const { findings } = await examine(playbooks, {
      node,
      history: [],
      conductors: [
        { hostname: 'conductor-1', alive: true, conductor_group: '', updated_at: minutesAgo(0.5) },
      ],
      nodes: [],
      ports: [],
      portgroups: [],
      neutron_ports: [],
      instance,
      compute_services: [],
    });
    ids.push(...findings.flatMap(({ proposals = [] }) => proposals.map(({ id }) => id)));
  }
  return [...new Set(ids)];
}

describe.each(STATES)('%s', (state) => {
  test('is offered only verbs that leave it', async () => {
    const verbs = (await offered(state, {}, null)).filter((id) => VERBS.includes(id));
    expect(verbs.filter((id) => !(LEGAL[state] ?? []).includes(id))).toEqual([]);
  });
  test('is not offered undeploy while it is protected', async () => {
    expect(await offered(state, { protected: true, protected_reason: 'production' }, null)).not.toContain(
      'undeploy',
    );
  });
  test('is not offered provide while it is retired', async () => {
    expect(await offered(state, { retired: true, retired_reason: 'end of lease' }, null)).not.toContain(
      'provide',
    );
  });
  test('is not offered undeploy while somebody has an instance on it', async () => {
    const server = { id: SERVER, name: 'db-1', status: 'ACTIVE' };
    expect(await offered(state, { instance_uuid: SERVER }, server)).not.toContain('undeploy');
  });
  test('is offered nothing that changes it while a person holds it', async () => {
    const held = { maintenance: true, maintenance_reason: 'do not touch' };
    const ids = await offered(state, held, null);
    const changing = [...VERBS, 'power-on', 'power-off', 'power-cycle', 'unset-maintenance'];
    expect(ids.filter((id) => changing.includes(id))).toEqual([]);
  });
});
