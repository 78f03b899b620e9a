import { describe, expect, it } from 'vitest';
import { readAttached } from './read.ts';

const attached = (attachment: Record<string, unknown>) =>
  readAttached('alerts', { footer: 'Grafana v12.2.0', ...attachment });

describe('Grafana', () => {
  it('says of each alert of a group whether it fires', () => {
    const list = (node: string) =>
      `Value: 1\nLabels:\n - alertname = Down\n - node = ${node}\nAnnotations:\n`;
    const reading = attached({
      title: '[FIRING:1, RESOLVED:1] Down',
      text: `**Firing**\n\n${list('a-1')}\n**Resolved**\n\n${list('a-2')}`,
    });
    expect(reading.source).toBe('grafana');
    expect(reading.items.map((item) => [item.name, item.status])).toEqual([
      ['Down', 'firing'],
      ['Down', 'resolved'],
    ]);
  });

  it.each([
    ['[Alerting] Node a-1 lost power', 'firing', 'Node a-1 lost power'],
    ['[OK] Node a-1 lost power', 'resolved', 'Node a-1 lost power'],
    ['[No Data] Node a-1 lost power', 'firing', 'Node a-1 lost power'],
    ['What is this', 'unclear', undefined],
  ])('reads the title of its old alerting: %s', (title, status, name) => {
    const reading = attached({ title });
    expect([reading.status, reading.items[0]?.name]).toEqual([status, name]);
  });

  it('is not whoever shows its title', () => {
    expect(readAttached('somebody', { title: '[Alerting] x', text: 'y' }).source).toBe('any');
  });
});
