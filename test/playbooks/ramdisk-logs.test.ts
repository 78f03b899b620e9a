import { describe, expect, test } from 'vitest';
import deployFailed from '../../playbooks/deploy-failed.ts';
import playbook from '../../playbooks/ramdisk-logs.ts';
import { rank } from '../../src/core/rank.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding, proposed, stepsOf } from '../support/findings.ts';

const VAGUE =
  "Deploy step {'step': 'write_image'} failed on node x. Error writing image to device: Writing image to device /dev/sda failed with exit code -9. stdout: . stderr: .";
const CHECKSUM = 'Image failed to verify against checksum. location: /tmp/x; image ID: x';
const OOM =
  'Nov 22 17:57:40 localhost kernel: Out of memory: Killed process 1377 (qemu-img) total-vm:1503276kB';
const failed = (text: string) =>
  `Nov 22 17:57:41 localhost ironic-python-agent[812]: 2026-11-22 17:57:41.120 812 ERROR ironic_python_agent.extensions.base [-] Command failed: prepare_image, error: ${text}`;

const node = (fields: object = {}) => ({
  ...HEALTHY_NODE,
  provision_state: 'deploy failed',
  last_error: VAGUE,
  provision_updated_at: minutesAgo(20),
  ...fields,
});
const tarball = (lines: readonly string[], minutes = 21, fields: object = {}) => ({
  file: `${HEALTHY_NODE.uuid}_node-17_2026-11-22-17-39-00.tar.gz`,
  place: 'Swift container ironic_deploy_logs_container',
  collected_at: minutesAgo(minutes),
  instance_uuid: null,
  size: 99,
  parts: [{ name: 'journal', lines }],
  ...fields,
});
const facts = (ramdisk_logs: readonly object[], fields: object = {}): FactsInMemory => ({
  node: node(fields),
  history: [],
  ramdisk_logs,
});

describe('the log of this failure', () => {
  test('decides where the words of Ironic do not tell', async () => {
    const found = await onlyFinding(playbook, facts([tarball([OOM])]));
    expect(found).toMatchObject({
      code: 'ramdisk-out-of-memory',
      cause: 'image-invalid',
      severity: 'critical',
      guide: 'ramdisk-logs',
    });
    expect(found.evidence[0]).toMatchObject({
      source: `ramdisk_logs[${tarball([]).file}].journal`,
      observed: OOM,
    });
    expect(found.evidence[0].at).toBeDefined();
    expect(commandsOf(found)).toContain('openstack object save ironic_deploy_logs_container');
    expect(commandsOf(found)).toContain('baremetal node deploy node-17');
    const both = rank((await examine([playbook, deployFailed], facts([tarball([OOM])]))).findings);
    expect(both.map(({ code, explained_by }) => [code, explained_by])).toEqual([
      ['ramdisk-out-of-memory', undefined],
      ['deploy-failed-insufficient-evidence', 'ramdisk-out-of-memory'],
    ]);
  });

  test('strengthens words that say the same', async () => {
    const said = facts([tarball([failed(CHECKSUM)])], { last_error: `Agent returned error: ${CHECKSUM}` });
    const found = await onlyFinding(playbook, said);
    expect(found).toMatchObject({
      cause: 'image-download-checksum',
      confidence: 'confirmed',
      severity: 'critical',
    });
    expect(found.evidence.map(({ source }) => source)).toContain('node.last_error');
    const both = rank((await examine([playbook, deployFailed], said)).findings);
    expect(both[1]?.explained_by).toBe('ramdisk-agent-image-checksum');
  });

  test('stands beside words that name another cause, and says so', async () => {
    const said = facts([tarball([OOM])], { last_error: `Agent returned error: ${CHECKSUM}` });
    const found = await onlyFinding(playbook, said);
    expect(found.severity).toBe('info');
    expect(found.explains).toBeUndefined();
    expect(found.evidence.at(-1)).toMatchObject({
      bearing: 'speaks-against',
      source: 'node.last_error',
      observed: expect.stringContaining("Ironic's own words name another cause"),
    });
  });

  test('decides where Ironic kept no words', async () => {
    const found = await onlyFinding(playbook, facts([tarball([failed(CHECKSUM)])], { last_error: null }));
    expect(found).toMatchObject({ cause: 'image-download-checksum', confidence: 'confirmed' });
    expect(found.explains).toContain('deploy-failed-no-reason');
  });

  test('shows an error that nobody knows, and judges nothing by it', async () => {
    const found = await onlyFinding(playbook, facts([tarball([failed('the frobnicator is upside down')])]));
    expect(found).toMatchObject({
      code: 'ramdisk-error-unknown',
      cause: 'insufficient-evidence',
      severity: 'info',
    });
    expect(found.evidence[0].observed).toContain('frobnicator');
  });

  test('is said to be there when it cannot be opened', async () => {
    const closed = tarball([], 21, { parts: [], cut: 'Ramdisk log x was read in part: it is xz, not gzip' });
    const found = await onlyFinding(playbook, facts([closed]));
    expect(found.code).toBe('ramdisk-log-unreadable');
    expect(found.evidence[0].observed).toContain('xz');
  });

  test.each([
    ['clean failed', 'manage', 'baremetal node manage node-17', 'clean-step-failed'],
    ['inspect failed', 'inspect', 'baremetal node inspect node-17', 'insufficient-evidence'],
    ['rescue failed', 'unrescue', 'baremetal node unrescue node-17', 'insufficient-evidence'],
  ])('leaves %s by a verb that is legal there', async (provision_state, verb, command, cause) => {
    const io = 'Nov 22 17:57:40 localhost kernel: blk_update_request: I/O error, dev sda, sector 2048';
    const found = await onlyFinding(
      playbook,
      facts([tarball([io, io])], { provision_state, last_error: null }),
    );
    expect(found.cause).toBe(cause);
    expect(proposed(found)).toContain(verb);
    expect(commandsOf(found)).toContain(command);
    const held = await onlyFinding(
      playbook,
      facts([tarball([io, io])], {
        provision_state,
        last_error: null,
        maintenance: true,
        maintenance_reason: 'mine',
      }),
    );
    expect(proposed(held)).not.toContain(verb);
  });

  test('keeps its hands off firmware', async () => {
    const found = await onlyFinding(
      playbook,
      facts([tarball([failed(CHECKSUM)])], { provision_state: 'service failed', last_error: null }),
    );
    expect(proposed(found)).not.toContain('abort');
    expect(stepsOf(found)).toContain('neither power-cycle nor abort');
  });
});

describe('a log of another time', () => {
  test('is of history only', async () => {
    const { findings } = await examine(playbook, facts([tarball([OOM], 600)]));
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['ramdisk-log-missing', 'info'],
      ['ramdisk-log-earlier', 'info'],
    ]);
    expect(findings[1]?.summary).toContain('10 h ago');
    expect(findings[1]?.evidence.at(-1)?.bearing).toBe('speaks-against');
  });

  test('so is that of another instance', async () => {
    const other = tarball([OOM], 21, { instance_uuid: '22222222-2222-4222-8222-222222222222' });
    const mine = { instance_uuid: '33333333-3333-4333-8333-333333333333' };
    expect((await onlyFinding(playbook, facts([other], mine))).code).toBe('ramdisk-log-missing');
    expect((await onlyFinding(playbook, facts([{ ...other, ...mine }], mine))).code).toBe(
      'ramdisk-out-of-memory',
    );
  });

  test('tells an agent that is stuck of the last time it was', async () => {
    const waiting = {
      provision_state: 'clean wait',
      last_error: null,
      provision_updated_at: minutesAgo(1),
      clean_step: { step: 'update_something', interface: 'deploy' },
      driver_internal_info: {
        agent_last_heartbeat: minutesAgo(30),
        last_power_state_change: minutesAgo(300),
      },
    };
    const silent = { ...waiting, provision_updated_at: minutesAgo(40) };
    const found = await onlyFinding(playbook, facts([tarball([failed(CHECKSUM)], 3000)], silent));
    expect(found).toMatchObject({ code: 'ramdisk-log-earlier', severity: 'info' });
    const fresh = {
      ...waiting,
      driver_internal_info: {
        agent_last_heartbeat: minutesAgo(0.5),
        last_power_state_change: minutesAgo(12),
      },
    };
    expect((await examine(playbook, facts([tarball([OOM], 3000)], fresh))).findings).toEqual([]);
  });
});

describe('no log', () => {
  test('is explained where the words do not tell, with the place to look', async () => {
    const found = await onlyFinding(playbook, facts([]));
    expect(found).toMatchObject({
      code: 'ramdisk-log-missing',
      cause: 'insufficient-evidence',
      severity: 'info',
    });
    expect(commandsOf(found)).toContain(`ls -lt /var/log/ironic/deploy/${HEALTHY_NODE.uuid}_*`);
    expect(commandsOf(found)).toContain('deploy_logs_');
    const old = await onlyFinding(playbook, facts([], { provision_updated_at: minutesAgo(50 * 24 * 60) }));
    expect(old.summary).toContain('30 days');
  });

  test('is nothing where the words tell', async () => {
    const { findings, clear } = await examine(
      playbook,
      facts([], { last_error: `Agent returned error: ${CHECKSUM}` }),
    );
    expect([findings, clear.length]).toEqual([[], 1]);
  });

  test.each([
    'Timeout reached while waiting for callback for node x',
    'Failed to prepare to deploy: [Errno 28] No space left on device',
    'Failed to prepare node x for cleaning: boom',
    'By request, the clean operation was aborted during clean step',
  ])('is not even asked for after "%s"', async (last_error) => {
    const { findings, clear, unknown } = await examine(playbook, { node: node({ last_error }), history: [] });
    expect([findings, clear, unknown]).toEqual([[], [], []]);
  });

  test('is not asked for on nodes that are well', async () => {
    const { findings, clear, unknown } = await examine(playbook, { node: HEALTHY_NODE });
    expect([findings, clear, unknown]).toEqual([[], [], []]);
  });

  test('that could not be read is a check that could not be made', async () => {
    const reason = 'no place of deploy-ramdisk logs is configured';
    const { findings, unknown } = await examine(playbook, {
      node: node(),
      history: [],
      unread: { ramdisk_logs: { kind: 'not-read', reason } },
    });
    expect(findings).toEqual([]);
    expect(unknown).toMatchObject([{ fact: 'ramdisk_logs', kind: 'not-read', reason }]);
  });
});
