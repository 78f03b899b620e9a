import { expect, it } from 'vitest';
import { createSendCall } from '../../../src/approvals/writer.ts';
import type { WriteResult } from '../../../src/openstack/writer.ts';

const call = { service: 'ironic', method: 'DELETE', path: '/v1/nodes/n1/maintenance' } as const;
const accepted: WriteResult = {
  outcome: 'accepted',
  code: undefined,
  status: 202,
  request_id: 'req-1',
  global_request_id: 'req-2',
  at: '2026-11-22T17:35:00.000Z',
  words: '',
  locked_by: undefined,
};
const sending = (result: Partial<WriteResult>) =>
  createSendCall({ cloud: 'prod', send: async () => ({ ...accepted, ...result }), close: () => undefined })(
    call,
  );

it('keeps for the record what the service said, and nothing else', async () => {
  const { locked_by, code, ...recorded } = accepted;
  expect(await sending({})).toEqual({ result: recorded, locked_by, passes: code !== undefined });
});

it.each(['node-locked', 'action-limit', 'no-free-worker', 'rate-limited'] as const)(
  '%s passes',
  async (code) => {
    const words = 'Ironic is busy with it';
    const sent = await sending({ outcome: 'refused', code, status: 409, words, locked_by: 'cond-1' });
    expect(sent).toMatchObject({ passes: true, locked_by: 'cond-1', result: { outcome: 'refused', words } });
  },
);

it.each(['unreachable', 'timeout', 'server-error'] as const)(
  '%s passes where nothing can have been done',
  async (code) => {
    expect(await sending({ outcome: 'refused', code, status: undefined })).toMatchObject({ passes: true });
  },
);

it.each(['refused', 'forbidden', 'conflict', 'unauthorized', 'tls'] as const)(
  '%s does not pass',
  async (code) => {
    expect(await sending({ outcome: 'refused', code })).toMatchObject({ passes: false });
  },
);
