import { describe, expect, it } from 'vitest';
import { pastedLines } from '../../../src/core/pasted-lines.ts';
import { factBook, HEALTHY_NODE } from '../../support/facts.ts';

describe('pasted lines', () => {
  it('gives the lines of a text and of logs with their places', async () => {
    const logs = [{ source: 'nova-scheduler', host: 'c-1', lines: ['one'] }];
    const lines = await pastedLines(factBook({ message: 'two\n\n  \nthree', logs }).view().facts);
    expect(lines).toEqual([
      { source: 'logs[nova-scheduler@c-1]', line: 'one' },
      { source: 'message', line: 'two' },
      { source: 'message', line: 'three' },
    ]);
  });

  it('does not ask for logs that nobody brought', async () => {
    const book = factBook({ node: HEALTHY_NODE });
    expect(await pastedLines(book.view().facts)).toEqual([]);
    expect(book.readings().size).toBe(0);
  });
});
