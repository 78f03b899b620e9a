import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createCloud } from '../../src/openstack/cloud.ts';
import { loadClouds } from '../../src/openstack/clouds-yaml.ts';
import { type ContractCloud, contractReads, type Shapes, shapesOf } from '../contract/reads.ts';
import { simulatedCloud } from '../contract/simulated.ts';

/** The cloud that the environment names, as for any OpenStack command. */
async function realCloud(): Promise<ContractCloud> {
  const readFile = (path: string) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  };
  const clouds = loadClouds({ env: process.env, readFile, home: homedir(), cwd: process.cwd() });
  // All reads at once are more than a small cloud answers in a diagnosis's time.
  const cloud = createCloud({ ...clouds.config(), api_timeout_ms: 60_000 });
  return { cloud, close: async () => cloud.close() };
}

contractReads('the real cloud', realCloud);

/** Properties that whoever uploads an image may set or not. */
const CHOICES = [
  'img_type',
  'kernel_id',
  'ramdisk_id',
  'architecture',
  'hw_firmware_type',
  'os_secure_boot',
  'img_hv_type',
  'os_distro',
];

function withoutChoices(shapes: Shapes): Shapes {
  const image = shapes['image']?.filter((field) => !CHOICES.includes(field)) ?? [];
  return { ...shapes, image };
}

describe('the simulated and the real cloud', () => {
  it('answer with the same fields', async () => {
    const [real, simulated] = await Promise.all([realCloud(), simulatedCloud()]);
    try {
      const [expected, found] = await Promise.all([shapesOf(real), shapesOf(simulated)]);
      expect(withoutChoices(found)).toEqual(withoutChoices(expected));
    } finally {
      await Promise.all([real.close(), simulated.close()]);
    }
  });
});
