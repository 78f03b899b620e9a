import { expect, test, vi } from 'vitest';
import { ServiceError } from '../../src/core/errors.ts';
import { differentClouds } from '../../src/different-clouds.ts';
import type { CloudConfig } from '../../src/openstack/config.ts';

const entry = (auth: object, more: object = {}) =>
  ({ name: 'x', auth, endpoint_override: {}, ...more }) as unknown as CloudConfig;
const at = (auth_url: string, more: object = {}) => entry({ auth_type: 'password', auth_url }, more);

const ENTRIES: Readonly<Record<string, () => CloudConfig>> = {
  prod: () => at('https://keystone.example.org/v3', { region_name: 'A' }),
  'prod-writer': () => at('https://keystone.example.org', { region_name: 'A' }),
  'prod-b': () => at('https://keystone.example.org/v3/', { region_name: 'B' }),
  'prod-shout': () => at('https://KEYSTONE.example.org/v3', { region_name: 'A' }),
  lab: () => entry({ auth_type: 'none', endpoint: 'http://10.0.0.1:6385' }),
  'lab-again': () => entry({ auth_type: 'http_basic', endpoint: 'http://10.0.0.1:6385/' }),
  nowhere: () => entry({ auth_type: 'none' }, { name: 'nowhere' }),
  wrong: () => {
    throw new ServiceError('cacert cannot be read', { code: 'config', service: 'wrong' });
  },
};
const get = (name: string): CloudConfig => {
  const made = ENTRIES[name];
  if (!made) throw new Error(name);
  return made();
};

test('of several entries that lead to one cloud the first is read, and what cannot be used is told', () => {
  const onWrong = vi.fn();
  expect(differentClouds({ names: Object.keys(ENTRIES), get }, onWrong)).toEqual([
    'prod',
    'prod-b',
    'lab',
    'nowhere',
  ]);
  expect(onWrong.mock.calls).toEqual([['wrong', expect.any(ServiceError)]]);
  expect(differentClouds({ names: ['prod-writer', 'prod'], get }, onWrong)).toEqual(['prod-writer']);
});

test('a bug is none of them', () => {
  expect(() => differentClouds({ names: ['bug'], get }, vi.fn())).toThrow('bug');
});
