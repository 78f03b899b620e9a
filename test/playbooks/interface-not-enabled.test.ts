import { describe, expect, it } from 'vitest';
import interfaceGone from '../../playbooks/interface-not-enabled.ts';
import powerSync from '../../playbooks/power-sync-failure.ts';
import { rank } from '../../src/core/rank.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, recorded } from '../support/facts.ts';

const found = async (facts: FactsInMemory) => (await examine(interfaceGone, facts)).findings;
const DRIVER = {
  name: 'ipmi',
  hosts: ['conductor-1'],
  enabled_network_interfaces: ['noop'],
  enabled_power_interfaces: ['ipmitool'],
  enabled_management_interfaces: ['ipmitool'],
};

describe('interface-not-enabled', () => {
  it('confirms it from the real refusal of a validation, and counts the nodes that share it', async () => {
    const node = recorded('ironic/node-interface-gone');
    const sibling = { ...(node as object), uuid: '33333333-3333-4333-8333-333333333333', name: 'sibling' };
    const changed = { ...sibling, uuid: '44444444-4444-4444-8444-444444444444', network_interface: 'noop' };
    const [finding, ...rest] = await found({
      node,
      validation: recorded('ironic/validate-interface-gone'),
      nodes: [node, sibling, changed],
    });
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      code: 'interface-not-enabled',
      cause: 'interface-not-enabled',
      confidence: 'confirmed',
    });
    expect(finding?.summary).toContain('network interface "flat"');
    expect(finding?.evidence.map((piece) => piece.source)).toEqual([
      'validation',
      'node.network_interface',
      'nodes[network_interface=flat]',
    ]);
    expect(finding?.evidence[2]?.observed).toBe('1 more of driver fake-hardware: sibling');
  });

  it('keeps the order of the guide: configuration back, nodes changed, configuration again', async () => {
    const [finding] = await found({
      node: recorded('ironic/node-interface-gone'),
      validation: recorded('ironic/validate-interface-gone'),
    });
    const steps = finding?.steps ?? [];
    expect(steps[0]?.text).toContain('back into [DEFAULT]enabled_network_interfaces');
    expect(steps[2]?.command).toBe('baremetal node set lab-iface-gone --network-interface noop');
    expect(steps[3]?.text).toContain('new configuration again');
    expect(finding?.proposals?.[1]?.params).toMatchObject({ interface: 'network_interface', value: 'noop' });
  });

  it('is the reason for the power state that nobody can read', async () => {
    const facts = {
      node: { ...(recorded('ironic/node-interface-gone') as object), power_interface: 'ipmitool' },
      validation: recorded('ironic/validate-interface-gone'),
    };
    const ranked = rank((await examine([interfaceGone, powerSync], facts)).findings);
    expect(ranked.map((one) => [one.code, one.explained_by])).toEqual([
      ['interface-not-enabled', undefined],
      ['power-state-unread', 'interface-not-enabled'],
    ]);
  });

  it('believes a validation that went through over the stale list of drivers', async () => {
    const outcomes = await examine(interfaceGone, {
      node: HEALTHY_NODE,
      validation: recorded('ironic/validate-bmc-dead'),
      drivers: [DRIVER],
    });
    expect(outcomes.findings).toEqual([]);
    expect(outcomes.clear).toHaveLength(1);
  });

  it('goes by the list of drivers where it may not validate', async () => {
    const unread = { validation: { kind: 'denied', reason: 'needs the member role' } } as const;
    const [finding] = await found({ node: HEALTHY_NODE, drivers: [DRIVER], unread });
    expect(finding).toMatchObject({ code: 'interface-not-enabled', confidence: 'confirmed' });
    expect(finding?.evidence[0]?.source).toBe('drivers[ipmi].enabled_network_interfaces');
  });

  it('takes an entry in that list for no proof of health, since dead conductors stay in it', async () => {
    const outcomes = await examine(interfaceGone, {
      node: recorded('ironic/node-interface-gone'),
      drivers: recorded('ironic/drivers-stale-flat'),
    });
    expect(outcomes.findings).toEqual([]);
    expect(outcomes.unknown).toMatchObject([{ fact: 'validation' }]);
  });

  it('does not take a refusal for want of a conductor for this one', async () => {
    const outcomes = await examine(interfaceGone, {
      node: recorded('ironic/node-orphan-deploying'),
      validation: recorded('ironic/validate-no-conductor'),
      drivers: recorded('ironic/drivers-stale-flat'),
    });
    expect(outcomes.findings).toEqual([]);
  });

  it('cannot check without validation and drivers', async () => {
    const outcomes = await examine(interfaceGone, {
      node: HEALTHY_NODE,
      unread: { validation: 'Ironic did not answer', drivers: 'Ironic did not answer' },
    });
    expect(outcomes.unknown).toHaveLength(1);
  });
});
