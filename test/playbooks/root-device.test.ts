import { describe, expect, it } from 'vitest';
import playbook from '../../playbooks/root-device.ts';
import { examine, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding, proposed } from '../support/findings.ts';

const GIB = 2 ** 30;
const disk = (name: string, size: number, more: object = {}) => ({
  name,
  size: size * GIB,
  model: 'SAMSUNG MZ7L3',
  serial: `S64${name.at(-1)}`,
  wwn: `0x5002538${name.at(-1)}`,
  rotational: false,
  ...more,
});
const SDA = disk('/dev/sda', 447.1);
const SDB = disk('/dev/sdb', 894.3);
const NONE =
  'Deploy step write_image failed: Error finding the disk or partition device to deploy the image onto: No suitable device was found for deployment using these hints';
const NO_MEDIUM = 'Unable to write image to device /dev/sda: qemu-img: cannot open /dev/sda: No medium found';

const failed = (last_error: string, root_device: object | undefined, disks: unknown[] | null) => ({
  node: {
    ...HEALTHY_NODE,
    provision_state: 'deploy failed',
    provision_updated_at: minutesAgo(5),
    last_error,
    properties: root_device ? { root_device } : {},
  },
  history: [],
  inventory: disks && { inventory: { disks } },
});

describe('no disk fits', () => {
  it('names the hint that fails, and the disk to ask for', async () => {
    const facts = failed(NONE, { serial: 'OLD1', size: '>= 400' }, [
      SDA,
      disk('/dev/sdc', 2, { model: 'LCDRIVE' }),
    ]);
    const finding = await onlyFinding(playbook, facts);
    expect(finding).toMatchObject({
      code: 'root-device-no-match',
      cause: 'root-device-hints',
      guide: 'disk-order',
      confidence: 'confirmed',
      summary: 'No disk fits the root device hints: none has the serial asked for.',
    });
    expect(finding.explains).toContain('deploy-failed-root-device-hints');
    expect(commandsOf(finding)).toContain(
      `baremetal node set node-17 --property root_device='{"serial": "S64a"}'`,
    );
    expect(proposed(finding)).toEqual(['fix-node', 'fix-disk']);
  });

  it('says so when only all hints together are too much', async () => {
    const finding = await onlyFinding(playbook, failed(NONE, { serial: 'S64a', size: '> 500' }, [SDA, SDB]));
    expect(finding.summary).toBe('No disk fits the root device hints taken together.');
    // Which of the two is meant only a person knows.
    expect(commandsOf(finding)).toContain('"serial": "<serial>"');
  });

  it('blames a name that went to another disk', async () => {
    const finding = await onlyFinding(playbook, failed(NONE, { name: '/dev/sdb' }, [SDA, SDB]));
    expect(finding.code).toBe('root-device-hint-by-order');
    expect(commandsOf(finding)).toContain('"serial": "S64b"');
  });

  it('a disk that was there at inspection is gone', async () => {
    const finding = await onlyFinding(playbook, failed(NONE, { wwn: '0x5002538B' }, [SDA, SDB]));
    expect(finding.code).toBe('root-device-disk-gone');
    expect(proposed(finding)).toEqual(['fix-disk']);
  });

  it('nothing large enough was ever seen', async () => {
    const text = `${NONE.slice(0, 80)}: No suitable device was found for deployment - root device hints were not provided and all found block devices are smaller than 4294967296B.`;
    const finding = await onlyFinding(playbook, failed(text, undefined, []));
    expect(finding.code).toBe('root-device-no-disk');
  });
});

describe('the wrong disk', () => {
  it('went by name to an empty drive', async () => {
    const facts = failed(NO_MEDIUM, { name: '/dev/sda' }, [disk('/dev/sda', 0, { size: 0 }), SDB]);
    const finding = await onlyFinding(playbook, facts);
    expect(finding).toMatchObject({ code: 'root-device-hint-by-order', confidence: 'likely' });
    expect(commandsOf(finding)).toContain('"serial": "S64b"');
  });

  it('was one of several that the hints allow', async () => {
    const text = 'parted: Error: The location 900GB is outside of the device /dev/sda.';
    const finding = await onlyFinding(playbook, failed(text, { rotational: false }, [SDA, SDB]));
    expect(finding.code).toBe('root-device-hint-ambiguous');
    expect(finding.summary).toContain('2 disks fit');
  });

  it('without an inventory, the hint by name tells enough', async () => {
    const { inventory: _, ...facts } = failed(NO_MEDIUM, { by_path: '/dev/disk/by-path/pci-0' }, []);
    const finding = await onlyFinding(playbook, facts);
    expect(finding.code).toBe('root-device-hint-by-order');
    expect(finding.missing.map(({ fact }) => fact)).toEqual(['inventory']);
    expect(commandsOf(finding)).toContain('baremetal node inventory save node-17');
  });

  it("changes the instance's own hint where that is what counts", async () => {
    const facts = failed(NO_MEDIUM, undefined, [SDB]);
    const node = { ...facts.node, instance_info: { root_device: { name: '/dev/sda' } } };
    const finding = await onlyFinding(playbook, { ...facts, node });
    expect(commandsOf(finding)).toContain('--instance-info root_device=');
  });
});

describe('silent', () => {
  it.each([
    ['a serial number that leads to an empty drive', failed(NO_MEDIUM, { serial: 'S64a' }, [SDA])],
    ['one disk that fits a loose hint', failed(NO_MEDIUM, { size: '> 400' }, [SDA])],
    ['a node that was never inspected', failed(NONE, { serial: 'X' }, null)],
    [
      'hints that are not well formed',
      failed(
        'No devices could be found using the root device hints x because they failed to validate. Error: y',
        { size: 'big' },
        [SDA],
      ),
    ],
    ['an operator that is not spoken here', failed(NONE, { size: '<range-in> [ 1 9 ]' }, [SDA])],
    ['another failure', failed('Image failed to verify against checksum', { name: '/dev/sda' }, [SDA, SDB])],
  ])('%s', async (_, facts) => {
    const { findings, clear } = await examine(playbook, facts);
    expect(findings).toEqual([]);
    expect(clear).toHaveLength(1);
  });

  it('healthy nodes with sound hints, or none, are not asked', async () => {
    for (const properties of [{}, { root_device: { serial: 'S' } }, { root_device: { size: '> 10' } }]) {
      const { clear } = await examine(playbook, { node: { ...HEALTHY_NODE, properties } });
      expect(clear).toEqual([]);
    }
  });

  it('a single disk has every name', async () => {
    const node = { ...HEALTHY_NODE, properties: { root_device: { name: '/dev/sda' } } };
    const { findings } = await examine(playbook, { node, inventory: { inventory: { disks: [SDA] } } });
    expect(findings).toEqual([]);
  });
});

it('mentions a hint by name on a node that is well, no more', async () => {
  const node = { ...HEALTHY_NODE, properties: { root_device: { name: '/dev/sda' } } };
  const finding = await onlyFinding(playbook, { node, inventory: { inventory: { disks: [SDA, SDB] } } });
  expect(finding).toMatchObject({ code: 'root-device-hint-unsound', severity: 'info', proposals: [] });
});

it('cannot tell which hint fails without the inventory', async () => {
  const { inventory: _, ...facts } = failed(NONE, { serial: 'OLD1' }, []);
  const { findings, unknown } = await examine(playbook, {
    ...facts,
    unread: { inventory: 'Ironic is sick' },
  });
  expect(findings).toEqual([]);
  expect(unknown).toMatchObject([{ reason: 'Ironic is sick' }]);
});
