import { describe, expect, it } from 'vitest';
import { md, text } from '../../../../src/slack/render/escape.ts';
import {
  actions,
  context,
  fit,
  fitView,
  header,
  LIMITS,
  sections,
} from '../../../../src/slack/render/limits.ts';
import { faultsOf, faultsOfView } from '../support/check-message.ts';

const line = (size: number) => text('x'.repeat(size), size);

describe('sections', () => {
  it('hold as many lines as fit and no more', () => {
    const made = sections([line(1500), line(1400), line(1500)]);
    expect(made.map((section) => section.text?.text.length)).toEqual([2901, 1500]);
  });

  it('cut a line that is too long by itself, without its formatting', () => {
    const [only, ...rest] = sections([md`*${line(5000)}* ${text('<!here>')}`]);
    expect(rest).toEqual([]);
    expect(only?.text?.text.length).toBeLessThanOrEqual(LIMITS.section);
    expect(only?.text?.text).toMatch(/^∗x+…$/);
  });

  it('leave out empty lines', () => {
    expect(sections([text(''), text('')])).toEqual([]);
    expect(context([text('')])).toEqual([]);
    expect(actions([])).toEqual([]);
  });
});

describe('fit', () => {
  it('puts into the thread what does not fit into the message', () => {
    const blocks = sections(Array.from({ length: 8 }, () => line(2500)));
    const { message, thread } = fit(md`lead`, blocks);
    expect([message, ...thread].flatMap(faultsOf)).toEqual([]);
    expect(thread.length).toBe(1);
    expect([...message.blocks, ...(thread[0]?.blocks ?? [])]).toEqual(blocks);
  });

  it('holds at most fifty blocks in a message', () => {
    const { message, thread } = fit(
      md`lead`,
      Array.from({ length: 70 }, () => ({ type: 'divider' as const })),
    );
    expect(message.blocks).toHaveLength(50);
    expect(thread[0]?.blocks).toHaveLength(20);
  });

  it('says so when even the thread would be too long', () => {
    const { thread } = fit(md`lead`, [], sections(Array.from({ length: 40 }, () => line(2900))));
    expect(thread).toHaveLength(3);
    expect(JSON.stringify(thread.at(-1)?.blocks.at(-1))).toContain('left out');
    expect(thread.flatMap(faultsOf)).toEqual([]);
  });

  it('keeps the details out of the message', () => {
    const { message, thread } = fit(md`lead`, sections([md`one`]), sections([md`two`]), md`more`);
    expect(JSON.stringify(message.blocks)).not.toContain('two');
    expect(thread).toMatchObject([{ text: 'more', blocks: [{ text: { text: 'two' } }] }]);
  });
});

describe('fitView', () => {
  const section = (length: number) => sections([line(length)]);

  it('leaves a tab with room as it is, up to a hundred blocks', () => {
    const hundred = Array.from({ length: 100 }, () => ({ type: 'divider' as const }));
    expect(fitView(hundred)).toBe(hundred);
    expect(fitView([])).toEqual([]);
  });

  it.each([
    ['of more blocks', Array.from({ length: 130 }, () => ({ type: 'divider' as const })), 100],
    ['of too many bytes', Array.from({ length: 95 }, () => section(2_900)).flat(), 68],
  ] as const)('takes the end %s away, and says so', (_, blocks, kept) => {
    const fitted = fitView(blocks);
    expect(fitted).toHaveLength(kept);
    expect(fitted.slice(0, -1)).toEqual(blocks.slice(0, kept - 1));
    expect(JSON.stringify(fitted.at(-1))).toContain('left out');
    expect(faultsOfView({ type: 'home', blocks: [...fitted] })).toEqual([]);
  });
});

it('a header is plain text of at most 150 characters', () => {
  expect(header('🦊'.repeat(200)).text.text.length).toBeLessThanOrEqual(LIMITS.header);
});
