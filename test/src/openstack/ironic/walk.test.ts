import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asking, type Walk, walk } from '../../../../src/openstack/ironic/walk.ts';
import type { Query } from '../../../../src/openstack/paths.ts';

interface Body {
  readonly items: readonly number[];
  readonly next?: string;
}

const link = (marker: string) => `http://ironic.test/v1/nodes?limit=1&marker=${marker}`;
/** Three pages, as Ironic writes them. */
const PAGES: Readonly<Record<string, string>> = {
  '': `{"items": [0], "next": "${link('a')}"}`,
  a: `{"items": [1], "next": "${link('b')}"}\n`,
  b: '{"items": [2]}',
};

/** An Ironic that writes down what happens to it, and to its answers. */
function ironic(pages = PAGES) {
  const events: string[] = [];
  const signals: AbortSignal[] = [];
  async function get({ marker = '' }: Query, { signal, onReach, onText }: Asking): Promise<Body> {
    events.push(`asked ${marker}`);
    signals.push(signal);
    await turn();
    onReach?.(true);
    events.push(`left ${marker}`);
    await turn();
    const text = pages[String(marker)] ?? '';
    await onText?.(text);
    events.push(`parsed ${marker}`);
    return JSON.parse(text) as Body;
  }
  const read = (options: Partial<Walk<Body, number>> = {}) =>
    walk({ first: {}, get, pick: ({ items }: Body) => items, whole: true, ...options });
  return { events, signals, read };
}

async function collected(pages: AsyncIterable<readonly number[]>): Promise<readonly (readonly number[])[]> {
  const all: (readonly number[])[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const settled = async () => {
  for (let turns = 0; turns < 10; turns += 1) await turn();
};

describe('a walk through a list', () => {
  it('asks for the next page before this one is parsed, where all are wanted', async () => {
    const { events, read } = ironic();
    expect(await collected(read())).toEqual([[0], [1], [2]]);
    const order = [
      'asked ',
      'left ',
      'asked a',
      'left a',
      'parsed ',
      'asked b',
      'left b',
      'parsed a',
      'parsed b',
    ];
    expect(events).toEqual(order);
  });

  it('asks for nothing that nobody wants yet, where a part may do', async () => {
    const { events, read } = ironic();
    const pages = read({ whole: false });
    await pages.next();
    await settled();
    expect(events).toEqual(['asked ', 'left ', 'parsed ']);
    await pages.next();
    expect(events.slice(3)).toEqual(['asked a', 'left a', 'parsed a']);
  });

  it('is never more than one page ahead of who reads it', async () => {
    const { events, read } = ironic();
    const pages = read();
    await pages.next();
    await settled();
    expect(events).toEqual(['asked ', 'left ', 'asked a', 'left a', 'parsed ', 'parsed a']);
    expect((await pages.next()).value).toEqual([1]);
    expect((await pages.next()).value).toEqual([2]);
    expect(events.slice(6)).toEqual(['asked b', 'left b', 'parsed b']);
  });

  it('gives up what was asked for in vain', async () => {
    const { signals, read } = ironic();
    for await (const _ of read()) break;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  it('ends with its reader', async () => {
    const { signals, read } = ironic();
    const reader = new AbortController();
    await read({ signal: reader.signal }).next();
    reader.abort();
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });

  it('tells of a page that cannot be read where it would have stood, and of none that nobody reads', async () => {
    const broken = { ...PAGES, a: '' };
    const { read } = ironic(broken);
    const pages = read();
    expect((await pages.next()).value).toEqual([0]);
    await settled();
    await expect(pages.next()).rejects.toThrow(SyntaxError);
    for await (const _ of ironic(broken).read()) break;
    await settled();
  });

  it('does not wait for a request that has no room', async () => {
    const get = async ({ marker }: Query, { onText }: Asking): Promise<Body> => {
      if (marker) return await new Promise<never>(() => undefined);
      await onText?.(PAGES[''] ?? '');
      return { items: [0], next: link('a') };
    };
    expect((await ironic().read({ get }).next()).value).toEqual([0]);
  });

  it('believes the answer, not the look of its end', async () => {
    const get = async ({ marker }: Query, asking: Asking): Promise<Body> => {
      asking.onReach?.(true);
      if (marker) return { items: [marker === 'right' ? 1 : 9] };
      await asking.onText?.(`{"items": [0], "next": "${link('wrong')}"}`);
      return { items: [0], next: link('right') };
    };
    expect(await collected(ironic().read({ get }))).toEqual([[0], [1]]);
  });

  it('takes for a link only what is one, whatever an answer holds', async () => {
    const wild = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(link('x'), `", "next": "${link('x')}"}`, `\\", "next": "${link('x')}"}`, '}', null),
        fc.string(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('next', 'a', ', "next": "'), tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    const body = fc.tuple(
      fc.dictionary(fc.constantFrom('items', 'next', 'z'), wild, { noNullPrototype: true }),
      fc.constantFrom(undefined, 0, 1),
    );
    await fc.assert(
      fc.asyncProperty(body, async ([answer, indent]) => {
        const text = JSON.stringify(answer, undefined, indent);
        const early: unknown[] = [];
        const get = async ({ marker }: Query, asking: Asking): Promise<Body> => {
          asking.onReach?.(true);
          if (marker) {
            early.push(marker);
            return { items: [] };
          }
          await asking.onText?.(text);
          return { items: [0] };
        };
        for await (const _ of ironic().read({ get })) break;
        const next = answer['next'];
        const own =
          typeof next === 'string' ? URL.parse(next, 'http://x.test')?.searchParams.get('marker') : '';
        for (const marker of early) expect(marker).toBe(own);
      }),
    );
  });
});
