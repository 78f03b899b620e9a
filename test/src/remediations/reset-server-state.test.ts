import { describe, expect, it, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import reset from '../../../src/remediations/reset-server-state.ts';
import { CONDUCTORS, followed, freshOf, goOf, NODE, refusalOf, SERVER } from '../../support/fresh.ts';

const active = { server: SERVER, state: 'active' } as const;
const error = { server: SERVER, state: 'error' } as const;
const running = { provision_state: 'active', power_state: 'power on', instance_uuid: SERVER };
const cloud = (server: object = {}, nodes: readonly object[] = [running]) => ({
  servers: [{ id: SERVER, name: 'db-1', status: 'ERROR', 'OS-EXT-STS:task_state': null, ...server }],
  nodes: nodes.map((node) => ({ ...node })),
  conductors: CONDUCTORS,
});

it('makes a server active that its node runs, with one call', async () => {
  const go = await goOf(reset, active, cloud());
  expect(go.calls).toEqual([
    {
      service: 'nova',
      method: 'POST',
      path: `/servers/${SERVER}/action`,
      body: { 'os-resetState': { state: 'active' } },
    },
  ]);
  expect(go.node?.uuid).toBe(NODE);
  expect(go.watched).toEqual(expect.arrayContaining(['status', 'task_state', 'provision_state']));
  expect(reset.target(active)).toBe(`server ${SERVER}`);
});

it('makes a server an error that Nova hangs on, and says what Nova is at', async () => {
  const stuck = cloud({ status: 'BUILD', 'OS-EXT-STS:task_state': 'spawning' }, [
    { ...running, provision_state: 'deploy failed' },
  ]);
  expect((await goOf(reset, error, stuck)).beware.join()).toContain('spawning');
  expect((await goOf(reset, error, cloud({ status: 'ACTIVE' }, []))).node).toBeUndefined();
});

describe('is refused', () => {
  const other = { ...running, uuid: '77777777-7777-4777-8777-777777777777', name: 'node-18' };
  test.each([
    ['active where no node has it', active, cloud({}, []), 'no-node'],
    ['active where two nodes have it', active, cloud({}, [running, other]), 'two-nodes'],
    [
      'active where its node does not run it',
      active,
      cloud({}, [{ ...running, provision_state: 'deploy failed' }]),
      'not-running',
    ],
    [
      'error while its node is at work',
      error,
      cloud({ status: 'BUILD' }, [{ ...running, provision_state: 'wait call-back' }]),
      'at-work',
    ],
    ['error where all is well', error, cloud({ status: 'ACTIVE' }), 'running'],
    ['what is so already', error, cloud(), 'already-so'],
    [
      'what is being deleted',
      error,
      cloud({ status: 'ACTIVE', 'OS-EXT-STS:task_state': 'deleting' }),
      'in-use',
    ],
    ['what is deleted', active, cloud({ status: 'SOFT_DELETED' }), 'gone'],
    ['what is gone', active, { servers: [] }, 'gone'],
  ])('%s', async (_, params, parts, code) => {
    expect((await refusalOf(reset, params, parts)).code).toBe(code);
  });
  it('when something cannot be read', async () => {
    await expect(reset.judge(active, freshOf({}))).rejects.toThrow(ServiceError);
    await expect(
      reset.judge(error, freshOf({ ...cloud({ status: 'ACTIVE' }, []), conductors: undefined })),
    ).rejects.toThrow(ServiceError);
  });
  it('by its parameters, for any other state', () => {
    expect(reset.params.safeParse({ server: SERVER, state: 'deleted' }).success).toBe(false);
  });
});

it('has come true when Nova says so and does nothing else', async () => {
  expect(await followed(reset, active, cloud(), cloud({ status: 'ACTIVE' }))).toMatchObject({ kind: 'done' });
  const busy = cloud({ status: 'ACTIVE', 'OS-EXT-STS:task_state': 'rebooting' });
  expect(await followed(reset, active, cloud(), busy)).toMatchObject({ kind: 'going' });
  expect(await followed(reset, active, cloud(), { servers: [] })).toMatchObject({ kind: 'failed' });
});
