import { describe, expect, it } from 'vitest';
import { type AlertingNode, toolPosts } from '../../src/local-alerts.ts';
import { posted, reader } from '../support/alerts.ts';

const at = (name: string, provision_state: string, maintenance = false): AlertingNode => ({
  name,
  uuid: `1be26c0b-03f2-4d2e-ae87-${name.padStart(12, '0')}`,
  provision_state,
  maintenance,
});
const nodes = [
  at('a1', 'available'),
  at('a2', 'clean failed', true),
  at('a3', 'deploy failed'),
  at('a4', 'clean failed'),
  at('a5', 'clean wait'),
  at('a6', 'deploying'),
];

function monitoring(first?: string) {
  const tools = toolPosts(
    () => nodes,
    first,
    () => new Date('2026-11-22T03:14:00.250Z'),
  );
  return (id: string) =>
    (tools.find((one) => one.id === id)?.post() ?? []).map(({ username, attachments }) =>
      reader.readEvent(posted({ username, attachments })),
    );
}
type Said = ReturnType<ReturnType<typeof monitoring>>;
const itemsOf = (said: Said) => said.flatMap((one) => (one?.kind === 'posted' ? one.reading.items : []));
const names = (said: Said) =>
  itemsOf(said).map(({ labels }) => labels.find(({ name }) => name === 'node_name')?.value);

describe('the monitoring of the demo', () => {
  it('tells of one failed node after the other, the wanted one first, and of none that a person holds', () => {
    const say = monitoring('a4');
    expect(say('one')).toMatchObject([
      {
        kind: 'posted',
        reading: {
          source: 'alertmanager',
          status: 'firing',
          items: [
            { name: 'IronicNodeCleanFailed', severity: 'critical', started: '2026-11-22T03:14:00.000Z' },
          ],
        },
      },
    ]);
    expect(names(say('one'))).toEqual(['a3']);
    expect(names(say('one'))).toEqual(['a3']);
  });

  it('tells of all that are stuck, in a message for each rule', () => {
    const said = monitoring()('many');
    expect(said).toHaveLength(2);
    expect(names(said)).toEqual(['a5', 'a6']);
  });

  it('resolves what fires, each as the same alert, and nothing twice', () => {
    const say = monitoring();
    const keys = (said: Said) => itemsOf(said).map(({ key }) => key);
    const fired = [...say('one'), ...say('many')];
    const over = say('over');
    expect(keys(over)).toEqual(keys(fired));
    expect(itemsOf(over).every(({ status }) => status === 'resolved')).toBe(true);
    expect(say('over')).toEqual([]);
  });
});
