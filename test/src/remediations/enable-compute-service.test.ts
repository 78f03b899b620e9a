import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import enable from '../../../src/remediations/enable-compute-service.ts';
import { followed, freshOf, goOf, refusalOf } from '../../support/fresh.ts';

const params = { service: 'compute-1' };
const ID = '44444444-4444-4444-8444-444444444444';
const disabled = {
  id: ID,
  binary: 'nova-compute',
  host: 'compute-1',
  status: 'disabled',
  state: 'up',
  disabled_reason: null,
  forced_down: false,
};
const cloud = (fields: Record<string, unknown> = {}) => ({ compute_services: [{ ...disabled, ...fields }] });

it('enables by the id of the service', async () => {
  const go = await goOf(enable, params, cloud());
  expect(go.calls).toEqual([
    {
      service: 'nova',
      method: 'PUT',
      path: `/os-services/${ID}`,
      body: { status: 'enabled' },
      needs: '2.53',
    },
  ]);
  expect(enable.target(params)).toBe('compute-service compute-1');
  expect(go.watched).toEqual(['status', 'disabled_reason', 'forced_down']);
});

it('enables by host where Nova has numbers for ids', async () => {
  const go = await goOf(enable, params, cloud({ id: 7 }));
  expect(go.calls).toEqual([
    {
      service: 'nova',
      method: 'PUT',
      path: '/os-services/enable',
      body: { host: 'compute-1', binary: 'nova-compute' },
    },
  ]);
});

it('tells why it was disabled, and what enabling may bring back', async () => {
  const beware = async (fields: Record<string, unknown>) =>
    (await goOf(enable, params, cloud(fields))).beware.join(' ');
  expect(await beware({ disabled_reason: 'switch maintenance' })).toContain('"switch maintenance"');
  expect(await beware({ disabled_reason: 'Disabled due to 10 build failures' })).toContain(
    'next nova-compute',
  );
  expect(await beware({})).toContain('without a reason');
  expect(await beware({ state: 'down' })).toContain('until it reports again');
});

describe('is refused', () => {
  it('where there is nothing to enable', async () => {
    expect((await refusalOf(enable, params, cloud({ status: 'enabled' }))).code).toBe('already-so');
    expect((await refusalOf(enable, params, { compute_services: [] })).code).toBe('gone');
  });
  it('where somebody declared the host dead, which looks alike', async () => {
    expect((await refusalOf(enable, params, cloud({ forced_down: true }))).code).toBe('forced-down');
  });
  it('for another service of Nova', async () => {
    expect((await refusalOf(enable, params, cloud({ binary: 'nova-scheduler' }))).code).toBe('illegal-state');
  });
  it('when Nova cannot be read', async () => {
    await expect(enable.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

it('has come true when Nova says so', async () => {
  expect(await followed(enable, params, cloud(), cloud({ status: 'enabled' }))).toMatchObject({
    kind: 'done',
    words: 'nova-compute on compute-1 is enabled and up.',
  });
  expect(await followed(enable, params, cloud(), cloud())).toMatchObject({ kind: 'going' });
  expect(await followed(enable, params, cloud(), { compute_services: [] })).toMatchObject({ kind: 'failed' });
});
