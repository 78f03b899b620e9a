import { describe, expect, it } from 'vitest';
import { labelOf } from '../../../src/core/alert-labels.ts';
import { readAttached, readPosted } from './read.ts';

describe('Nagios and its descendants', () => {
  it.each([
    ['Service PROBLEM notification', 'Host: a-1\nService: ipmi\nState: CRITICAL', 'firing'],
    ['Service RECOVERY notification', 'Host: a-1\nService: ipmi\nState: OK', 'resolved'],
    ['Service ACKNOWLEDGEMENT notification', 'Host: a-1\nService: ipmi\nState: CRITICAL', 'acknowledged'],
    ['Service notification', 'Host: a-1\nService: ipmi\nState: WARNING', 'firing'],
    ['Service notification', 'Host: a-1\nService: ipmi', 'unclear'],
  ])('%s with %j is %s', (title, text, status) => {
    const reading = readAttached('nagios', { title, text });
    expect(reading).toMatchObject({ source: 'nagios', status, items: [{ name: 'ipmi' }] });
    expect(reading.items[0]?.key).toBe(
      readAttached('icinga', { text: 'Host: a-1\nService: ipmi' }).items[0]?.key,
    );
  });

  it('reads the classical line', () => {
    const reading = readPosted({
      username: 'x',
      text: '** PROBLEM Service Alert: a-1/Disk of /var is CRITICAL **',
    });
    const [item] = reading.items;
    expect(reading).toMatchObject({ source: 'nagios', status: 'firing' });
    expect(labelOf(item?.labels ?? [], 'host')).toBe('a-1');
    expect(item).toMatchObject({ name: 'Disk of /var', severity: 'critical' });
    const host = readPosted({ text: '** RECOVERY Host Alert: a-1 is UP **' });
    expect(host).toMatchObject({ source: 'nagios', status: 'resolved', items: [{ name: 'host check' }] });
  });
});
