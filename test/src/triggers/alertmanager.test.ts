import { describe, expect, it } from 'vitest';
import { labelOf } from '../../../src/core/alert-labels.ts';
import { readAttached } from './read.ts';

const attached = (attachment: Record<string, unknown>) => readAttached('Alertmanager', attachment);

describe('Alertmanager', () => {
  it.each([
    ['[FIRING:3] IronicNodeDown (a b)', 'firing', 'IronicNodeDown', 3],
    ['[FIRING:1, RESOLVED:2] IronicNodeDown', 'firing', 'IronicNodeDown', 3],
    [':fire: [RESOLVED] IronicNodeDown for x', 'resolved', 'IronicNodeDown', undefined],
    ['[FIRING:1] (1be26c0b-03f2-4d2e-ae87-c02d7f33c123 critical)', 'firing', undefined, undefined],
    ['[FIRING:2] 1be26c0b-03f2-4d2e-ae87-c02d7f33c123 (critical)', 'firing', undefined, 2],
  ])('reads the title %s', (title, status, name, told) => {
    const reading = attached({ title });
    expect([reading.status, reading.items[0]?.name, reading.told]).toEqual([status, name, told]);
  });

  it('knows a title of one’s own by the colour and the link', () => {
    const own = { title: 'Something broke', title_link: 'https://am.example.org/#/alerts?receiver=x' };
    expect(readAttached('prod alerts', { ...own, color: 'a30200' })).toMatchObject({
      source: 'alertmanager',
      status: 'firing',
    });
    expect(readAttached('prod alerts', { ...own, color: '2eb886' }).status).toBe('resolved');
    expect(readAttached('prod alerts', { ...own, color: '123456' }).status).toBe('unclear');
  });

  it('takes a group apart whose text is a list of labels', () => {
    const list = (node: string) =>
      `Labels:\n - alertname = IronicNodeDown\n - node = ${node}\nAnnotations:\n - summary = x\nSource: http://x\n`;
    const reading = attached({
      title: '[FIRING:2] IronicNodeDown',
      text: `Alerts Firing:\n${list('a-1')}${list('a-2')}\nAlerts Resolved:\n${list('a-3')}`,
    });
    expect(reading.items.map((item) => [labelOf(item.labels, 'node'), item.status])).toEqual([
      ['a-1', 'firing'],
      ['a-2', 'firing'],
      ['a-3', 'resolved'],
    ]);
    expect(reading.status).toBe('firing');
  });

  it('leaves to Grafana what is Grafana’s', () => {
    expect(attached({ title: '[FIRING:1] x', footer: 'Grafana v12.2.0' }).source).toBe('grafana');
  });

  it('keeps the title with a single alert and drops its mark', () => {
    const [item] = attached({ title: '[FIRING:1] IronicNodeDown (a-1 critical)' }).items;
    expect(item?.texts).toEqual(['IronicNodeDown (a-1 critical)']);
  });
});
