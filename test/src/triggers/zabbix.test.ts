import { describe, expect, it } from 'vitest';
import { labelOf } from '../../../src/core/alert-labels.ts';
import { readAttached } from './read.ts';

const LINK = 'https://zabbix.example.org/tr_events.php?triggerid=1&eventid=41307';
const card = (title: string, more: Record<string, unknown> = {}, fields: readonly object[] = []) =>
  readAttached('monitoring', { title, title_link: LINK, fields, ...more });

describe('Zabbix', () => {
  it.each([
    ['Problem: a-1 is down', 'firing'],
    ['Resolved in 12m 4s: a-1 is down', 'resolved'],
    ['Resolved: a-1 is down', 'resolved'],
    ['Updated problem in 5m: a-1 is down', 'firing'],
  ])('%s is %s, of the same alert', (title, status) => {
    const reading = card(title);
    expect(reading).toMatchObject({ source: 'zabbix', status, items: [{ name: 'a-1 is down' }] });
    expect(reading.items[0]?.key).toBe(card('Problem: a-1 is down').items[0]?.key);
  });

  it('is acknowledged by an update that says so', () => {
    const details = { title: 'Details', value: 'Maya acknowledged problem at 2026.11.22 16:40:00.' };
    expect(card('Updated problem in 5m: x', {}, [details]).status).toBe('acknowledged');
  });

  it('is over when it is green, whatever its subject says', () => {
    expect(card('a-1', { color: '#009900' }).status).toBe('resolved');
    expect(card('a-1').status).toBe('unclear');
  });

  it('gives each tag as a label', () => {
    const tags = { title: 'Event tags', value: 'component: ironic\nnode: a-1' };
    const [item] = card('Problem: x', {}, [tags]).items;
    expect(labelOf(item?.labels ?? [], 'node')).toBe('a-1');
  });
});
