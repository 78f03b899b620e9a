import { describe, expect, it } from 'vitest';
import { renderStorm } from '../../../../src/slack/render/storm.ts';
import { faultsOf } from '../support/check-message.ts';
import { storm } from '../support/stories.ts';
import { wordsOf } from '../support/words.ts';

const words = (message: ReturnType<typeof renderStorm>) =>
  wordsOf(message).replace(/<!date[^|]*\|[\d-]+ ([\d:]+) UTC>/g, '$1');

describe('a storm', () => {
  it('tells the worst news first, what is not read yet, and that it stays current', () => {
    const drawn = renderStorm(storm());
    expect(faultsOf(drawn)).toEqual([]);
    expect(drawn.text).toBe('31 of 40 nodes: conductor c2 is not alive (confirmed); 1 more cause');
    expect(words(drawn).split('\n')).toEqual([
      '*31 of 40 nodes: conductor `c2` is not alive* (confirmed)',
      '`node-1`, `node-2`, `node-3`, `node-4`, `node-5`, `node-6` and 25 more',
      '4 nodes: the BMC refuses user or password, all in subnet 10.4.12.0/24 (likely)',
      '`node-32`, `node-33`, `node-34`, `node-35`',
      '2 nodes: an alert fires, and they look well or are gone: `node-36`, `node-37`',
      '2 still being read, 1 silenced',
      '42 of 44 alerts still fire, the first since 03:02:00',
      'Nova was not read: it did not answer within 10 s',
      'updated 03:06:00 · this message stays current; single threads point here',
    ]);
  });

  it('says what it is before anything was read', () => {
    expect(renderStorm(storm({ groups: [], well: [], read_at: null })).text).toBe(
      '44 alerts about 41 nodes at once: finding out what they have in common…',
    );
  });

  it('says how many nodes and how long once it is over', () => {
    const over = renderStorm(storm({ closed_at: '2026-11-22T03:40:00.000Z', groups: [] }));
    expect(faultsOf(over)).toEqual([]);
    expect(over.text).toBe('✅ over: 41 nodes, 38 min');
    expect(words(over)).toBe('✅ *over: 41 nodes, 38 min*\n44 alerts from 03:02:00 until 03:40:00');
  });
});
