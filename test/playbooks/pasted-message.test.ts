import { describe, expect, it } from 'vitest';
import macInUse from '../../playbooks/mac-address-in-use.ts';
import computeService from '../../playbooks/no-valid-host-compute-service.ts';
import deployError from '../../playbooks/no-valid-host-deploy-error.ts';
import pastedMessage from '../../playbooks/pasted-message.ts';
import { rank } from '../../src/core/rank.ts';
import { verdictOf } from '../../src/core/verdict.ts';
import { examine, type FactsInMemory, recorded } from '../support/facts.ts';

const found = async (facts: FactsInMemory) => rank((await examine(pastedMessage, facts)).findings);
const verdict = async (message: string) => {
  const { findings, unknown } = await examine(pastedMessage, { message });
  return verdictOf(rank(findings), unknown);
};
const LOCKED = JSON.stringify(recorded('ironic/error-locked-by-dead-conductor'));

describe('pasted-message', () => {
  it.each([
    [JSON.stringify(recorded('ironic/error-node-locked')), 'node-locked'],
    [
      "Could not find the following interface in the 'ironic.hardware.interfaces.network' entrypoint: neutron. Valid interfaces are ['flat']. (HTTP 400)",
      'interface-not-enabled',
    ],
    [
      "During sync_power_state, max retries exceeded for node x, node state None does not match expected state 'power on'. Updating DB state to 'None' Switching node to maintenance mode. Error: IPMI call failed: power status.",
      'power-sync-failure',
    ],
    ['Error in open session response message : insufficient resources for session', 'ipmi-session-cipher'],
  ])('takes the innermost wording of %s', async (message, cause) => {
    expect(await verdict(message)).toMatchObject({ cause });
  });

  it('says what a vague wording could also mean, and is less sure for it', async () => {
    const [finding] = await found({ message: 'IPMI call failed: power status.' });
    expect(finding).toMatchObject({ cause: 'ipmi-unreachable', confidence: 'possible' });
    expect(finding?.evidence.at(-1)).toMatchObject({ bearing: 'speaks-against' });
  });

  it.each([
    ['wording that nobody knows', 'the frobnicator is out of tune'],
    ['nothing at all', '   '],
    ['a wrapper without its reason', 'No valid host was found. '],
  ])('admits that it cannot tell from %s', async (_, message) => {
    expect(await verdict(message)).toMatchObject({ cause: 'insufficient-evidence' });
  });

  it('is not sure that words it does not know tell nothing: those around them may', async () => {
    const [finding] = await found({ message: 'lorem ipsum' });
    expect(finding).toMatchObject({ code: 'message-unknown', confidence: 'possible', missing: [] });
    expect(finding?.evidence).toMatchObject([
      { bearing: 'supports', observed: 'lorem ipsum' },
      { bearing: 'speaks-against', source: 'message' },
    ]);
    const [wrapper] = await found({ message: 'No valid host was found. ' });
    expect(wrapper).toMatchObject({ code: 'message-nova-no-valid-host', confidence: 'likely' });
  });

  it('points to the node that the text names', async () => {
    const [finding] = await found({ message: LOCKED });
    expect(finding?.steps?.at(-1)?.command).toBe('/ironic why 79bc84fc-9229-4cf9-a17f-6db751efaf19');
    const [state] = await found({
      message: '| provision_state | clean wait |\n| uuid | 79bc84fc-9229-4cf9-a17f-6db751efaf19 |',
    });
    expect(state?.steps?.at(-1)?.text).toContain('clean wait in this text');
  });

  it('knows a passing lock from one that a dead conductor holds', async () => {
    const conductors = recorded('ironic/conductors-one-dead');
    const [dead] = await found({ message: LOCKED, conductors });
    expect(dead).toMatchObject({ cause: 'stuck-ing-state', confidence: 'confirmed', guide: 'ing-state' });
    const [alive] = await found({ message: LOCKED.replace('conductor-2', 'conductor-1'), conductors });
    expect(alive).toMatchObject({ cause: 'node-locked', confidence: 'confirmed' });
    const [unread] = await found({ message: LOCKED });
    expect(unread?.missing.map((one) => one.fact)).toEqual(['conductors']);
  });

  it('does not read conductors for an error that has nothing to do with them', async () => {
    const [finding] = await found({ message: 'IPMI call failed: power status.' });
    expect(finding?.missing).toEqual([]);
  });

  it('keeps a second root cause in the same text as a line of its own', async () => {
    const findings = await found({
      message:
        'A: Error in open session response message : insufficient resources for session\nB: Node x is locked by host c1, please retry after the current operation is completed.',
    });
    expect(findings.map((one) => [one.cause, one.severity])).toEqual([
      ['node-locked', 'critical'],
      ['ipmi-session-cipher', 'warning'],
    ]);
  });

  it.each([
    [
      'Unable to complete operation for network 9dbc5c1a-0000-4000-8000-000000000000. The mac address 52:54:00:1a:b0:77 is in use.',
      'mac-address-in-use',
    ],
    ['nova-compute: Virt driver is not ready.', 'nvh-compute-service'],
    [
      'Error in deploy of node 1: [Errno 28] No space left on device: /var/lib/ironic/images',
      'conductor-disk-full',
    ],
    [
      'Exceeded maximum number of retries. Exhausted all hosts available for retrying.',
      'nvh-behind-deploy-error',
    ],
  ])('goes below the playbook that knows more of the same words: %s', async (message, cause) => {
    const { findings } = await examine([pastedMessage, macInUse, computeService, deployError], { message });
    const [top, ...others] = rank(findings);
    expect(top).toMatchObject({ cause });
    expect(top?.playbook).not.toBe('pasted-message');
    const told = others.filter(({ playbook }) => playbook === 'pasted-message');
    expect(told).toMatchObject([{ cause, explained_by: top?.code }]);
  });

  it('cannot check a text that could not be read', async () => {
    const outcomes = await examine(pastedMessage, { logs: [], unread: { message: 'too long' } });
    expect(outcomes.findings).toEqual([]);
  });
});
