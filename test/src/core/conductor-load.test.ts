import { expect, it } from 'vitest';
import { heavyImage, isLate, sharingConductor } from '../../../src/core/conductor-load.ts';
import type { Image } from '../../../src/openstack/glance/schema.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';
import { minutesAgo, NOW } from '../../support/facts.ts';

const GIB = 2 ** 30;
const image = (fields: object) =>
  ({ id: 'i', disk_format: 'qcow2', size: GIB, virtual_size: 80 * GIB, ...fields }) as Image;
const node = (uuid: string, provision_state: string, reservation: string | null, minutes = 1) =>
  ({ uuid, provision_state, reservation, provision_updated_at: minutesAgo(minutes) }) as unknown as Node;

it('an image is heavy when it unpacks to many times its file', () => {
  expect(heavyImage(image({}))?.observed).toContain('80.0 GiB unpacked');
  expect(heavyImage(image({ disk_format: 'raw' }))).toBeUndefined();
  expect(heavyImage(image({ virtual_size: 10 * GIB }))).toBeUndefined();
  expect(heavyImage(image({ size: 40 * GIB }))).toBeUndefined();
  expect(heavyImage(image({ virtual_size: null }))).toBeUndefined();
  expect(heavyImage(null)).toBeUndefined();
});

it('shares a conductor with those that it works on at the moment', () => {
  const own = node('1', 'deploying', 'c1');
  const others = [own, node('2', 'cleaning', 'c1'), node('3', 'active', 'c1'), node('4', 'cleaning', 'c2')];
  expect(sharingConductor(own, others).map(({ uuid }) => uuid)).toEqual(['2']);
  expect(sharingConductor(node('1', 'deploying', null), others)).toEqual([]);
});

it('is late by what its own work may take', () => {
  expect(isLate(node('1', 'deploying', 'c1', 61), new Date(NOW))).toBe(true);
  expect(isLate(node('1', 'cleaning', 'c1', 61), new Date(NOW))).toBe(false);
  expect(isLate(node('1', 'clean wait', null, 6000), new Date(NOW))).toBe(false);
});
