import { expect, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import { createFleetProviders } from '../../../src/diagnosis/fleet-providers.ts';
import type { PlacementClient } from '../../../src/openstack/placement/client.ts';
import type { ResourceProvider } from '../../../src/openstack/placement/schema.ts';

const provider = (uuid: string) => ({ uuid, name: `node ${uuid}` }) as ResourceProvider;

/** A Placement that has all but `n1`, and what was asked of it. */
function placement() {
  const asked: string[] = [];
  const client = {
    async getProvider(uuid: string) {
      asked.push(uuid);
      return uuid === 'n1' ? null : provider(uuid);
    },
    async providers() {
      asked.push('all');
      return ['n0', 'n20', 'n21'].map(provider);
    },
  } as unknown as PlacementClient;
  return { asked, client };
}

test('few are asked for one by one', async () => {
  const { asked, client } = placement();
  const providers = createFleetProviders(client, {});
  expect([await providers.of('n0'), await providers.of('n1')]).toEqual([provider('n0'), null]);
  expect(asked).toEqual(['n0', 'n1']);
});

test('many are looked up in one list', async () => {
  const { asked, client } = placement();
  const providers = createFleetProviders(client, {});
  const all = await Promise.all(Array.from({ length: 23 }, (_, n) => providers.of(`n${n}`)));
  expect(all.slice(20)).toEqual([provider('n20'), provider('n21'), null]);
  expect(asked).toEqual([...Array.from({ length: 20 }, (_, n) => `n${n}`), 'all']);
});

test('a sick Placement is a reason for each, and its list is not asked for again', async () => {
  let asked = 0;
  const sick = async () => {
    asked += 1;
    throw new ServiceError('Placement failed', { code: 'server-error', service: 'placement' });
  };
  const client = { getProvider: sick, providers: sick } as unknown as PlacementClient;
  const providers = createFleetProviders(client, {});
  const told = await Promise.allSettled(Array.from({ length: 40 }, () => providers.of('n0')));
  for (const one of told)
    expect(one).toMatchObject({ status: 'rejected', reason: { fact: 'resource_provider', kind: 'failed' } });
  expect(asked).toBe(21);
});
