import { describe, expect, it } from 'vitest';
import { readPosted } from './read.ts';

describe('the last resort', () => {
  it.each([
    ['CRITICAL: a-1 does not answer', 'firing'],
    ['node a-1 failed to clean', 'firing'],
    ['RESOLVED: a-1 is down', 'resolved'],
    ['a-1 is up again after an outage', 'resolved'],
    ['OK - load average', 'resolved'],
    ['a-1 is not yet recovered, still down', 'firing'],
    ['alert of a-1 acknowledged by Maya', 'acknowledged'],
    ['a-1 was deployed', 'unclear'],
    ['a-1 was deployed\nerror rate: 0', 'unclear'],
    ['', 'unclear'],
  ])('%j is %s by its first line', (text, status) => {
    expect(readPosted({ username: 'our-bot', text })).toMatchObject({ source: 'any', by: 'tool', status });
  });

  it('knows an alert’s name where a label tells it', () => {
    expect(readPosted({ text: 'alertname="BmcLost" node="a-1"' }).items[0]?.name).toBe('BmcLost');
  });
});
