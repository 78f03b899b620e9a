import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import disable from '../../../src/remediations/disable-compute-service.ts';
import { followed, freshOf, goOf, refusalOf } from '../../support/fresh.ts';

const params = { service: 'compute-1', reason: 'INC-4413 builds fail' };
const ID = '44444444-4444-4444-8444-444444444444';
const enabled = {
  id: ID,
  binary: 'nova-compute',
  host: 'compute-1',
  status: 'enabled',
  state: 'up',
  disabled_reason: null,
  forced_down: false,
};
const cloud = (fields: Record<string, unknown> = {}) => ({ compute_services: [{ ...enabled, ...fields }] });

it('disables with a reason, and warns of what moves on', async () => {
  const go = await goOf(disable, params, cloud());
  expect(go.calls).toEqual([
    {
      service: 'nova',
      method: 'PUT',
      path: `/os-services/${ID}`,
      body: { status: 'disabled', disabled_reason: params.reason },
      needs: '2.53',
    },
  ]);
  expect(go.beware.join()).toContain('move on');
});

it('does so in the way of an older Nova', async () => {
  expect((await goOf(disable, params, cloud({ id: 7 }))).calls[0]).toMatchObject({
    path: '/os-services/disable-log-reason',
    body: { host: 'compute-1', binary: 'nova-compute', disabled_reason: params.reason },
  });
});

describe('is refused', () => {
  it('where it is disabled, and keeps the reason that is there', async () => {
    const no = await refusalOf(disable, params, cloud({ status: 'disabled', disabled_reason: 'switch' }));
    expect(no).toMatchObject({ code: 'already-so', words: expect.stringContaining('"switch"') });
  });
  it('for another service, for none, and for a secret', async () => {
    expect((await refusalOf(disable, params, cloud({ binary: 'nova-conductor' }))).code).toBe(
      'illegal-state',
    );
    expect((await refusalOf(disable, params, { compute_services: [] })).code).toBe('gone');
    expect((await refusalOf(disable, { ...params, reason: 'token=abcdefgh12' }, cloud())).code).toBe(
      'secret',
    );
  });
  it('when Nova cannot be read', async () => {
    await expect(disable.judge(params, freshOf({}))).rejects.toThrow(ServiceError);
  });
});

it('has come true when Nova says so', async () => {
  expect(await followed(disable, params, cloud(), cloud({ status: 'disabled' }))).toMatchObject({
    kind: 'done',
  });
  expect(await followed(disable, params, cloud(), cloud())).toMatchObject({ kind: 'going' });
  expect(await followed(disable, params, cloud(), { compute_services: [] })).toMatchObject({
    kind: 'failed',
  });
});
