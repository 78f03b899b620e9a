import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import deleteAllocation from '../../../src/remediations/delete-allocation.ts';
import { CONDUCTORS, followed, freshOf, goOf, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const OTHER = '66666666-6666-4666-8666-666666666666';
const params = { consumer: SERVER, resource_provider: NODE };
const held = {
  allocations: { [NODE]: { generation: 7, resources: { CUSTOM_GOLD: 1 } } },
  consumer_generation: 3,
  consumer_type: 'INSTANCE',
  project_id: 'p',
  user_id: 'u',
};
const cloud = (fields: object = {}, more: object = {}) => ({
  allocations: { [SERVER]: { ...held, ...fields } },
  node: {},
  conductors: CONDUCTORS,
  servers: [],
  compute_services: [],
  ...more,
});

it('leaves nothing to the consumer, and only if nobody has written since', async () => {
  const go = await goOf(deleteAllocation, params, cloud());
  expect(go.calls).toEqual([
    {
      service: 'placement',
      method: 'PUT',
      path: `/allocations/${SERVER}`,
      body: {
        allocations: {},
        project_id: 'p',
        user_id: 'u',
        consumer_generation: 3,
        consumer_type: 'INSTANCE',
      },
      needs: '1.38',
    },
  ]);
  expect(go.watched).toContain('generation');
  expect(go.node?.uuid).toBe(NODE);
  expect(deleteAllocation.target(params)).toBe(`consumer ${SERVER}`);
});

it('says itself what Nova leaves open, since Placement does not take back what it shows for it', async () => {
  const go = await goOf(deleteAllocation, params, cloud({ consumer_type: 'unknown' }));
  expect(go.calls[0]?.body).toMatchObject({ consumer_type: 'INSTANCE' });
});

it('leaves to the consumer what it holds elsewhere, in the words of an older Placement', async () => {
  const allocations = { ...held.allocations, [OTHER]: { generation: 1, resources: { DISK_GB: 5 } } };
  const go = await goOf(deleteAllocation, params, cloud({ allocations, consumer_type: undefined }));
  expect(go.calls[0]).toMatchObject({
    body: { allocations: { [OTHER]: { resources: { DISK_GB: 5 } } }, consumer_generation: 3 },
    needs: '1.28',
  });
  expect(go.calls[0]?.body).not.toHaveProperty('consumer_type');
});

describe('is refused', () => {
  test.each([
    [
      'for a server that exists',
      cloud({}, { servers: [{ id: SERVER, name: 'db-1', status: 'ERROR' }] }),
      'instance-present',
    ],
    ['for an instance that Ironic has', cloud({}, { node: { instance_uuid: SERVER } }), 'instance-present'],
    ['for a migration, which looks alike', cloud({ consumer_type: 'MIGRATION' }), 'in-use'],
    ['without a generation', cloud({ consumer_generation: null }), 'version-too-old'],
    ['where it holds nothing', { allocations: {}, node: {} }, 'gone'],
    [
      'where it holds something else only',
      cloud({ allocations: { [OTHER]: held.allocations[NODE] } }),
      'gone',
    ],
  ])('%s', async (_, parts, code) => {
    expect((await refusalOf(deleteAllocation, params, parts)).code).toBe(code);
  });
});

it('believes that nothing is there only of whom everything is shown to', async () => {
  for (const hidden of ['servers', 'compute_services', 'conductors', 'node', 'allocations']) {
    const parts = cloud({}, { [hidden]: undefined });
    await expect(deleteAllocation.judge(params, freshOf(parts)), hidden).rejects.toThrow(ServiceError);
  }
});

it('has come true when the consumer holds nothing of the node', async () => {
  expect(await followed(deleteAllocation, params, cloud(), { allocations: {} })).toMatchObject({
    kind: 'done',
  });
  expect(await followed(deleteAllocation, params, cloud(), cloud())).toMatchObject({
    kind: 'going',
    words: 'It still holds CUSTOM_GOLD 1.',
  });
});
