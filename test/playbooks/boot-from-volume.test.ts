import { describe, expect, it } from 'vitest';
import playbook from '../../playbooks/boot-from-volume.ts';
import { examine, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding, proposed, stepsOf } from '../support/findings.ts';

const SERVER = '22222222-2222-4222-8222-222222222222';
const TARGET = {
  uuid: 'a0000000-0000-4000-8000-000000000001',
  node_uuid: HEALTHY_NODE.uuid,
  volume_type: 'iscsi',
  volume_id: 'vol-1',
  boot_index: 0,
};
const LOGIN =
  'iscsiadm: Could not login to [iface: default, target: iqn.2010-10.org.openstack:volume-1, portal: 10.0.0.5,3260]. iscsiadm: initiator reported error (24 - iSCSI login failed due to authorization failure)';
const active = (node: object = {}, more: object = {}) => ({
  node: {
    ...HEALTHY_NODE,
    provision_state: 'active',
    power_state: 'power on',
    storage_interface: 'cinder',
    instance_uuid: SERVER,
    ...node,
  },
  history: [],
  instance: { id: SERVER, name: 'db-1', status: 'ACTIVE' },
  volume_targets: [TARGET],
  ...more,
});
const said = (minutes: number, event = LOGIN) => ({
  history: [{ uuid: 'h', created_at: minutesAgo(minutes), severity: 'ERROR', event }],
});
const log = (line: string) => [
  {
    source: 'console',
    host: 'conductor-1',
    lines: [`2026-11-22 17:40:00.000 7 ERROR console [-] node ${HEALTHY_NODE.uuid}: ${line}`],
  },
];

describe('found', () => {
  it('a refused login, which Cinder attaches anew at power-on', async () => {
    const last_error = `Error attaching volumes: ${LOGIN}`;
    const finding = await onlyFinding(playbook, active({ last_error }, said(40, last_error)));
    expect(finding).toMatchObject({
      code: 'boot-volume-login-refused',
      cause: 'configdrive-volume',
      guide: 'san-password',
      severity: 'critical',
      confidence: 'confirmed',
    });
    expect(commandsOf(finding)).toContain(
      'baremetal node power off node-17\nbaremetal node power on node-17',
    );
    expect(proposed(finding)).toEqual(['power-off', 'power-on', 'fix-config']);
  });

  it('external storage is written by hand', async () => {
    const finding = await onlyFinding(
      playbook,
      active({ storage_interface: 'external', last_error: LOGIN }, said(40)),
    );
    expect(commandsOf(finding)).toContain('baremetal volume connector list');
    expect(proposed(finding)).toEqual(['fix-config']);
  });

  it('a server that is down, with the refusal in a log', async () => {
    const facts = active({}, { instance: { id: SERVER, name: 'db-1', status: 'ERROR' }, logs: log(LOGIN) });
    const finding = await onlyFinding(playbook, facts);
    expect(finding.code).toBe('boot-volume-login-refused');
    expect(finding.explains).toContain('log-san-login-refused');
  });

  it('a server that is down and nothing else is a hint, not a verdict', async () => {
    const facts = active({}, { instance: { id: SERVER, name: 'db-1', status: 'SHUTOFF' } });
    const finding = await onlyFinding(playbook, facts);
    expect(finding).toMatchObject({ code: 'boot-volume-suspected', severity: 'info', guide: 'san-password' });
  });

  it('a deploy whose volume could not be attached', async () => {
    const node = {
      provision_state: 'deploy failed',
      provision_updated_at: minutesAgo(5),
      last_error:
        'Failed to prepare to deploy: Failed to initialize connection for volume vol-1 to node x: refused',
    };
    const finding = await onlyFinding(playbook, active(node));
    expect(finding).toMatchObject({ code: 'boot-volume-not-attached', guide: 'boot-from-volume' });
    expect(proposed(finding)).toEqual(['fix-config']);
    expect(stepsOf(finding)).toContain('Nova decides');
  });

  it('does not switch what a person holds', async () => {
    const finding = await onlyFinding(playbook, active({ last_error: LOGIN, protected: true }, said(40)));
    expect(proposed(finding)).toEqual(['fix-config']);
  });
});

it.each([
  ['a node that boots from its volume and is well', active()],
  [
    'a server that its tenant has stopped',
    active({ power_state: 'power off' }, { instance: { id: SERVER, status: 'SHUTOFF' } }),
  ],
  [
    'a data volume',
    active({ last_error: LOGIN }, { ...said(40), volume_targets: [{ ...TARGET, boot_index: 1 }] }),
  ],
  ['an error that is older than its history', active({ last_error: LOGIN })],
  ['a login that was refused and has worked since', active({}, said(40))],
  [
    'a refusal of last week',
    active({}, { history: [{ uuid: 'h', created_at: minutesAgo(10_000), event: LOGIN }] }),
  ],
  [
    'an IPMI login that was refused',
    active({ last_error: 'IPMI call failed: power status. invalid session' }),
  ],
])('is silent about %s', async (_, facts) => {
  const { findings, clear } = await examine(playbook, facts);
  expect(findings).toEqual([]);
  expect(clear).toHaveLength(1);
});

it('is not asked of nodes with disks of their own', async () => {
  const { clear } = await examine(playbook, active({ storage_interface: 'noop', last_error: LOGIN }));
  expect(clear).toEqual([]);
});

it('cannot tell without the volume targets', async () => {
  const { volume_targets: _, ...facts } = active({ last_error: LOGIN }, said(40));
  const { unknown } = await examine(playbook, { ...facts, unread: { volume_targets: 'Ironic is sick' } });
  expect(unknown).toMatchObject([{ reason: 'Ironic is sick' }]);
});
