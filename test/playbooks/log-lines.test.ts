import { describe, expect, it } from 'vitest';
import deployFailed from '../../playbooks/deploy-failed.ts';
import logLines from '../../playbooks/log-lines.ts';
import { rank } from '../../src/core/rank.ts';
import { verdictOf } from '../../src/core/verdict.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';

const found = async (facts: FactsInMemory) => rank((await examine(logLines, facts)).findings);
const conductor = (...lines: string[]) => [{ source: 'ironic-conductor', host: 'c1', lines }];
const scheduler = (...lines: string[]) => [{ source: 'nova-scheduler', host: 'ctl', lines }];
const N = HEALTHY_NODE.uuid;

const IPMI = [
  `2026-11-22 17:58:00.592 9940 WARNING ironic.drivers.modules.ipmitool [None req-af347d88] IPMI Error encountered, retrying "ipmitool power status" for node ${N}`,
  `2026-11-22 17:58:22.184 9940 ERROR ironic.drivers.modules.ipmitool [None req-af347d88] IPMI Error while attempting "ipmitool -I lanplus power status" for node ${N}. Error: Unexpected error while running command.`,
  'Exit code: 1',
  "Stderr: 'RAKP 2 HMAC is invalid\\nError: Unable to establish IPMI v2 / RMCP+ session\\n'",
];

const LOCKS = [
  `DEBUG ironic.conductor.task_manager [-] Attempting to get exclusive lock on node ${N} (for provision action manage) __init__`,
  `DEBUG ironic.conductor.task_manager [-] Node ${N} successfully reserved for provision action manage (took 0.01 seconds) reserve_node`,
  `DEBUG ironic.conductor.task_manager [-] Attempting to get exclusive lock on node ${N} (for node update) __init__`,
  `DEBUG ironic_lib.json_rpc.server [-] RPC error NodeLocked: Node ${N} is locked by host 192.168.57.53, please retry after the current operation is completed.`,
];
const RELEASE = `DEBUG ironic.conductor.task_manager [-] Successfully released exclusive lock for provision action manage on node ${N} (lock was held 60.02 sec) release_resources`;

describe('log-lines: errors', () => {
  it('reads the reason inside the entry, not only its first line', async () => {
    const [finding, ...rest] = await found({ logs: conductor(...IPMI) });
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      cause: 'bmc-credentials',
      severity: 'critical',
      confidence: 'confirmed',
    });
    expect(finding?.evidence[0]?.source).toBe('logs[ironic-conductor@c1]');
  });

  it('knows the own address in what a DHCP server says, and gives that as the reason of a time-out', async () => {
    const asked = (mac: string) => ({
      node: {
        ...HEALTHY_NODE,
        provision_state: 'deploy failed',
        last_error: `Timeout reached while waiting for callback for node ${N}`,
        provision_updated_at: minutesAgo(5),
      },
      history: [],
      ports: [{ uuid: 'p1', address: '52:54:00:1a:b0:77', node_uuid: N }],
      logs: [
        {
          source: 'dnsmasq',
          host: 'c1',
          lines: [`2026-11-22 17:30:01 dnsmasq-dhcp[21]: DHCPDISCOVER(eth1) ${mac} no address available`],
        },
      ],
    });
    const verdict = async (facts: FactsInMemory) => {
      const { findings, unknown } = await examine([deployFailed, logLines], facts);
      return verdictOf(rank(findings), unknown).cause;
    };
    expect(await verdict(asked('52:54:00:1A:B0:77'))).toBe('dhcp-pxe-boot');
    expect(await verdict(asked('52:54:00:99:99:99'))).toBe('wait-callback-timeout');
    expect((await found(asked('52:54:00:99:99:99')))[0]?.severity).toBe('info');
  });

  it('hears the scheduler, which tells at INFO', async () => {
    const [finding] = await found({
      logs: scheduler(
        '2026-11-22 17:58:00.1 7 INFO nova.filters [req-1] Filter ComputeCapabilitiesFilter returned 0 hosts',
      ),
    });
    expect(finding?.cause).toBe('nvh-properties-capabilities');
  });

  it('stays silent about warnings that Ironic survives', async () => {
    const outcomes = await examine(logLines, {
      logs: conductor(
        IPMI[0] ?? '',
        `2026-11-22 17:58:01 9940 WARNING ironic.drivers.modules.agent_base [-] Node ${N} is currently locked, skipping heartbeat processing (will retry on the next heartbeat)`,
        '2026-11-22 17:58:02 9940 INFO ironic.conductor.manager [-] all is well',
      ),
    });
    expect(outcomes.findings).toEqual([]);
    expect(outcomes.clear).toHaveLength(2);
  });

  it('does not tell of another node', async () => {
    const node = { ...HEALTHY_NODE, provision_state: 'clean failed' };
    const other = IPMI.map((line) => line.replaceAll(N, '99999999-9999-4999-8999-999999999999'));
    expect(await found({ node, logs: conductor(...other) })).toEqual([]);
    expect(await found({ node, logs: conductor(...IPMI) })).toHaveLength(1);
  });

  it('takes an error on a node that works, or one from before the operation, for history', async () => {
    expect((await found({ node: HEALTHY_NODE, logs: conductor(...IPMI) }))[0]?.severity).toBe('info');
    const failed = (provision_updated_at: string) => ({
      ...HEALTHY_NODE,
      provision_state: 'clean failed',
      provision_updated_at,
    });
    expect((await found({ node: failed(minutesAgo(1)), logs: conductor(...IPMI) }))[0]?.severity).toBe(
      'critical',
    );
    const old = IPMI.map((line) => line.replace('2026-11-22', '2026-11-20'));
    expect((await found({ node: failed(minutesAgo(1)), logs: conductor(...old) }))[0]?.severity).toBe('info');
  });

  it('shows an error that nobody knows without calling it a cause', async () => {
    const { findings, unknown } = await examine(logLines, {
      logs: conductor('2026-11-22 17:58:00.1 9 ERROR ironic.moon [-] the moon is in the wrong house'),
    });
    expect(verdictOf(rank(findings), unknown)).toMatchObject({ cause: 'insufficient-evidence' });
  });

  it('gives the reason that a failed node itself did not keep', async () => {
    const node = {
      ...HEALTHY_NODE,
      provision_state: 'deploy failed',
      provision_updated_at: minutesAgo(2),
      last_error: null,
    };
    const logs = conductor(
      `2026-11-22 17:57:50.1 9 ERROR ironic.conductor.utils [None req-1] Error in deploy of node ${N}: [Errno 28] No space left on device`,
    );
    const facts = { node, history: [], logs };
    const { findings, unknown } = await examine([deployFailed, logLines], facts);
    const ranked = rank(findings);
    expect(verdictOf(ranked, unknown).cause).toBe('conductor-disk-full');
    expect(ranked.find((one) => one.code === 'deploy-failed-no-reason')?.explained_by).toMatch(/^log-/);
  });

  it('takes what a running operation got over, and what an earlier try met, for history', async () => {
    const checksum = (time: string) =>
      `${time} 9 ERROR ironic.conductor.utils [None req-1] Deploy failed for node ${N}: Image failed to verify against checksum. location: x; image ID: y`;
    const node = (provision_state: string, last_error: string | null = null) => ({
      ...HEALTHY_NODE,
      provision_state,
      provision_updated_at: '2026-11-22T17:55:00Z',
      last_error,
    });
    const severity = async (facts: FactsInMemory) =>
      (await found(facts)).find((one) => one.code.startsWith('log-'))?.severity;
    const old = conductor(checksum('2026-11-22 17:30:00.000'));
    expect(await severity({ node: node('wait call-back'), logs: old })).toBe('info');
    expect(await severity({ node: node('deploy failed'), logs: old })).toBe('critical');
    const again = conductor(
      checksum('2026-11-22 17:30:00.000'),
      `2026-11-22 17:45:00.000 9 INFO ironic.conductor.task_manager [-] Node ${N} moved to provision state "deploying" from state "deploy failed"; target provision state is "active"`,
      `2026-11-22 17:50:00.000 9 INFO ironic.conductor.task_manager [-] Node ${N} moved to provision state "wait call-back" from state "deploying"; target provision state is "active"`,
    );
    expect(await severity({ node: node('deploy failed'), logs: again })).toBe('info');
  });

  it("does not set another cause before Ironic's own words, but gives the reason behind a time-out", async () => {
    const node = (last_error: string) => ({
      ...HEALTHY_NODE,
      provision_state: 'deploy failed',
      provision_updated_at: minutesAgo(2),
      last_error,
    });
    const [head = '', ...rest] = IPMI.slice(1);
    const logs = conductor(head, ...rest);
    const own = node('Failed to deploy: [Errno 28] No space left on device');
    const { findings, unknown } = await examine([deployFailed, logLines], { node: own, history: [], logs });
    expect(verdictOf(rank(findings), unknown).cause).toBe('conductor-disk-full');
    expect(findings.find((one) => one.code.startsWith('log-'))?.severity).toBe('info');
    const late = node('Timeout reached while waiting for callback for node x');
    expect((await found({ node: late, logs })).at(0)?.severity).toBe('critical');
  });

  it('does not tell of a node of the same name in another cloud, nor by a name that is any word', async () => {
    const other = '99999999-9999-4999-8999-999999999999';
    const line = (name: string) =>
      `2026-11-22 17:50:00.000 9 ERROR ironic.x [-] Node ${other} (${name}): [Errno 28] No space left on device`;
    const node = { ...HEALTHY_NODE, provision_state: 'deploy failed', name: 'rack1-n1' };
    expect(await found({ node, logs: conductor(line('rack1-n1')) })).toEqual([]);
    expect(await found({ node: { ...node, name: 'space' }, logs: conductor(line('space')) })).toEqual([]);
  });

  it("explains Nova's word that a build failed, and names the node that the line names", async () => {
    const [first, second] = await found({
      logs: scheduler(
        `2026-11-22 17:58:00.1 7 ERROR nova.scheduler.utils [req-1] Error from last host: c1 (node ${N}): Missing are: ['deploy_kernel']`,
      ),
    });
    expect(second).toBeUndefined();
    expect(first?.explains).toContain('nvh-behind-deploy-error-retries');
    expect(JSON.stringify(first?.steps)).toContain(`baremetal node validate ${N}`);
    expect(first?.guide).toBe('no-valid-host');
  });

  it('does not tell of another server of the same request', async () => {
    const mine = '5168466b-3b5b-4f7b-9c5c-b87f99aba353';
    const line = (uuid: string) =>
      `2026-11-22 17:50:00.000 9 ERROR nova.compute.manager [None req-1 u p - - -] [instance: ${uuid}] Build failed: [Errno 28] No space left on device`;
    const other = '99999999-9999-4999-8999-999999999999';
    const node = { ...HEALTHY_NODE, provision_state: 'deploy failed', instance_uuid: mine };
    expect(await found({ node, logs: conductor(line(other)) })).toEqual([]);
    expect(await found({ node, logs: conductor(line(mine)) })).toHaveLength(1);
  });

  it('goes by the level of the line and not by words in its message', async () => {
    const node = { ...HEALTHY_NODE, provision_state: 'deploying' };
    const lines = ['INFO', 'DEBUG', 'WARNING'].map(
      (level) =>
        `2026-11-22 17:59:00.000 9 ${level} ironic.x [-] ERROR of an attempt, again: [Errno 28] No space left on device`,
    );
    expect(await found({ node, logs: conductor(...lines) })).toEqual([]);
  });

  it('keeps unknown errors from a node that works, and a vague echo from behind a reason', async () => {
    const moon = '2026-11-22 17:58:00.1 9 ERROR ironic.moon [-] the moon is in the wrong house';
    expect(await found({ node: HEALTHY_NODE, logs: conductor(moon) })).toEqual([]);
    const findings = await found({
      logs: scheduler(
        '2026-11-22 17:58:00.1 7 ERROR nova.scheduler.client.report [req-1] Invalid resource class in resources parameter: No such resource class CUSTOM_X.',
        '2026-11-22 17:58:00.2 7 INFO nova.scheduler.manager [req-1] Got no allocation candidates from the Placement API. This could be due to insufficient resources or a temporary occurrence as compute nodes start up.',
      ),
    });
    expect(findings.map(({ cause }) => cause)).toEqual(['nvh-resource-class']);
  });

  it('names what a build failed of before the empty list of hosts that its retries met', async () => {
    const findings = await found({
      logs: scheduler(
        '2026-11-22 17:58:00.1 7 ERROR nova.compute.manager [req-1] Failed to deploy: [Errno 28] No space left on device',
        '2026-11-22 17:58:01.1 7 INFO nova.filters [req-1] Filter ComputeCapabilitiesFilter returned 0 hosts',
      ),
    });
    expect(findings.map(({ severity }) => severity)).toEqual(['critical', 'info']);
    expect(findings[0]?.cause).toBe('conductor-disk-full');
  });

  it('takes the way into a failed state for no error of its own', async () => {
    const node = { ...HEALTHY_NODE, provision_state: 'deploy failed', provision_updated_at: minutesAgo(2) };
    const moved = `2026-11-22 17:58:00.893 11778 ERROR ironic.conductor.task_manager [None req-1] Node ${N} moved to provision state "deploy failed" from state "wait call-back"; target provision state is "active"`;
    expect(await found({ node, logs: conductor(moved) })).toEqual([]);
  });

  it('counts what repeats', async () => {
    const [finding] = await found({ logs: conductor(...IPMI, ...IPMI, ...IPMI) });
    expect(finding?.evidence[1]?.observed).toMatch(/^3 times, last: /);
  });

  it('is asked only where there are logs, and says so when they cannot be understood', async () => {
    expect(await examine(logLines, { node: HEALTHY_NODE })).toEqual({ findings: [], clear: [], unknown: [] });
  });
});

describe('log-lines: locks', () => {
  it('names who asked, who held it, what for and how long, as the guide traces it', async () => {
    const findings = await found({ logs: conductor(...LOCKS, RELEASE) });
    const lock = findings.find((one) => one.code === 'log-node-locked');
    expect(lock?.summary).toBe(
      `"node update" was refused because conductor 192.168.57.53 held node ${N} for "provision action manage", and kept it for 60.02 s.`,
    );
    expect(lock?.evidence).toHaveLength(4);
  });

  it('says when the release is not among the lines', async () => {
    const lock = (await found({ logs: conductor(...LOCKS) })).find((one) => one.code === 'log-node-locked');
    expect(lock?.summary).toContain('no line shows that it gave it back');
  });

  const lockOn = async (reservation: string | null, ...lines: string[]) =>
    (await found({ node: { ...HEALTHY_NODE, reservation }, logs: conductor(...lines) })).find(
      (one) => one.code === 'log-node-locked',
    );

  it('takes a lock that the node no longer has for history', async () => {
    expect(await lockOn(null, ...LOCKS, RELEASE)).toMatchObject({ severity: 'info' });
    expect(await lockOn(null, ...LOCKS)).toMatchObject({
      severity: 'info',
      summary: expect.stringContaining('has given it back since'),
      proposals: [expect.objectContaining({ id: 'look-again' })],
    });
    expect(await lockOn('192.168.57.53', ...LOCKS)).toMatchObject({ severity: 'warning' });
    expect(await lockOn('192.168.57.53', ...LOCKS, RELEASE)).toMatchObject({ severity: 'info' });
  });

  it('does not accuse a BMC of what takes its time', async () => {
    const meaningOf = async (purpose: string, seconds: number, ...between: string[]) => {
      const as = (line: string) =>
        line.replace('provision action manage', purpose).replace('60.02', String(seconds));
      const lines = [...LOCKS.map(as), ...between, as(RELEASE)];
      return (await lockOn('192.168.57.53', ...lines))?.steps?.[0]?.text;
    };
    expect(await meaningOf('node manual cleaning', 40)).not.toContain('BMC');
    expect(await meaningOf('changing node power state', 40)).toContain('may take so long');
    expect(await meaningOf('power state sync', 40)).toContain('the BMC may be slow or silent');
  });

  it('does not mind locks that nobody bumped into', async () => {
    expect(await found({ logs: conductor(LOCKS[0] ?? '', LOCKS[1] ?? '', RELEASE) })).toEqual([]);
  });
});
