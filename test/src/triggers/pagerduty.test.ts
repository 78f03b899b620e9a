import { describe, expect, it } from 'vitest';
import { readPosted, section } from './read.ts';

const LINK = 'https://x.pagerduty.com/incidents/Q31UTHHOLNK1OU';
const card = (words: string, username = 'PagerDuty') =>
  readPosted({
    username,
    attachments: [{ blocks: [section(`*<${LINK}|[#123] Node a-1 is down>* ${words}`)] }],
  });

describe('PagerDuty', () => {
  it.each([
    ['triggered', 'firing'],
    ['acknowledged by Alice', 'acknowledged'],
    ['was triggered, now resolved', 'resolved'],
    ['escalated to Bob', 'firing'],
    ['', 'unclear'],
  ])('%s is %s', (words, status) => {
    const reading = card(words);
    expect(reading).toMatchObject({ source: 'pagerduty', status, items: [{ name: 'Node a-1 is down' }] });
  });

  it('keeps its key from trigger to resolution by the incident', () => {
    expect(card('triggered').items[0]?.key).toBe(card('resolved').items[0]?.key);
  });

  it('is known by its link where it has another name', () => {
    expect(card('triggered', 'on-call').source).toBe('pagerduty');
    const other = readPosted({
      username: 'x',
      text: '<https://pagerduty.com.evil.org/incidents/Q1|[#1] a> triggered',
    });
    expect(other.source).toBe('any');
  });
});
