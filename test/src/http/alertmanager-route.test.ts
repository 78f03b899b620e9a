import { describe, expect, it, vi } from 'vitest';
import { alertmanagerRoute } from '../../../src/http/alertmanager-route.ts';

const notification = (groupKey: string, status = 'firing') => ({
  version: '4',
  groupKey,
  receiver: 'ironic-oncall',
  status,
  alerts: [
    {
      status,
      labels: { alertname: 'IronicNodeCleanFailed', node: 'bm-a01' },
      annotations: { summary: 'cleaning failed' },
      startsAt: '2026-11-22T02:58:00Z',
      endsAt: '0001-01-01T00:00:00Z',
    },
  ],
});
const signal = new AbortController().signal;

describe("Alertmanager's webhook", () => {
  const deliver = vi.fn(async () => undefined);
  const route = alertmanagerRoute({ intake: { deliver }, token: 'x' });
  const ask = (json: unknown) => route.answer({ method: 'POST', path: route.path, json, signal });

  it('needs the token', () => expect(route.token).toBe('x'));

  it('a notification is taken, by its group', async () => {
    expect(await ask(notification('{}:{a="b"}'))).toMatchObject({ status: 200 });
    expect(await ask(notification('{}:{a="b"}', 'resolved'))).toMatchObject({ status: 200 });
    expect(await ask(notification('{}:{a="c"}'))).toMatchObject({ status: 200 });
    const [one, same, other] = deliver.mock.calls as unknown as [object, string][];
    expect(one?.[0]).toMatchObject({ source: 'alertmanager', items: [{ name: 'IronicNodeCleanFailed' }] });
    expect(one?.[1]).toMatch(/^[0-9a-f]{24}$/);
    expect(same?.[1]).toBe(one?.[1]);
    expect(other?.[1]).not.toBe(one?.[1]);
  });

  it.each([undefined, null, [], {}, { version: '3', alerts: [] }, { ...notification('x'), alerts: [] }])(
    'anything else is refused: %j',
    async (json) => {
      deliver.mockClear();
      expect(await ask(json)).toMatchObject({ status: 400 });
      expect(deliver).not.toHaveBeenCalled();
    },
  );

  it('what could not be kept is not taken: Alertmanager sends it again', async () => {
    deliver.mockRejectedValueOnce(new Error('no database'));
    await expect(ask(notification('x'))).rejects.toThrow('no database');
  });
});
