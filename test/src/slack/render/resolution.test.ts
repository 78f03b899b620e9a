import { describe, expect, it } from 'vitest';
import type { Resolution } from '../../../../src/core/subject.ts';
import { decodeQuestion } from '../../../../src/slack/render/question.ts';
import { renderUnresolved } from '../../../../src/slack/render/resolution.ts';

const drawn = (resolution: Exclude<Resolution, { kind: 'found' }>, asked = 'ndoe-17') =>
  renderUnresolved({ kind: 'unresolved', asked, cloud: 'prod', resolution }).message;
const elements = (message: ReturnType<typeof drawn>) =>
  message.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
const choice = (n: number) => ({ kind: 'node' as const, id: `id-${n}`, label: `node-${n}` });

describe('nothing of that name', () => {
  it('says so, with the cloud, and the nearest names as buttons that ask about them', () => {
    const message = drawn({ kind: 'none', nearest: ['node-17', 'node-71'], unreadable: [] });
    expect(message.text).toBe(
      'No node, instance, port, flavor, MAC or BMC address ndoe-17 in cloud prod. Did you mean node-17, node-71?',
    );
    const buttons = elements(message).map((element) =>
      'value' in element ? decodeQuestion(element.value) : undefined,
    );
    expect(buttons).toEqual([
      { subject: 'node-17', cloud: 'prod' },
      { subject: 'node-71', cloud: 'prod' },
    ]);
  });

  it('does not claim absence while a list is unread', () => {
    const message = drawn({ kind: 'none', nearest: [], unreadable: ['Nova did not answer within 10 s'] });
    expect(message.text).toMatch(/^Cannot tell what ndoe-17 is/);
    expect(JSON.stringify(message.blocks)).toContain('not read: Nova did not answer within 10 s');
    expect(message.text).not.toContain('No node');
  });
});

describe('several things', () => {
  it('are buttons while they are few', () => {
    const message = drawn({ kind: 'several', choices: [choice(1), choice(2)] });
    expect(message.text).toBe('ndoe-17 can mean 2 things in cloud prod. Which one?');
    expect(elements(message).map((element) => element.type)).toEqual(['button', 'button']);
    expect(
      new Set(elements(message).map((element) => 'action_id' in element && element.action_id)).size,
    ).toBe(2);
  });

  it('are a menu when they are many, and the words say how many are not shown', () => {
    const message = drawn({ kind: 'several', choices: Array.from({ length: 30 }, (_, n) => choice(n)) });
    const [menu] = elements(message);
    expect(menu).toMatchObject({ type: 'static_select', action_id: 'choose-subject-menu' });
    expect(JSON.stringify(message.blocks)).toContain('and 22 more; type more of the name');
  });

  it('leaves out of the menu what its value could not name', () => {
    const long = { kind: 'instance' as const, id: 'x'.repeat(200), label: 'long' };
    const message = drawn({
      kind: 'several',
      choices: [long, ...Array.from({ length: 6 }, (_, n) => choice(n))],
    });
    const [menu] = elements(message);
    expect(menu?.type === 'static_select' ? menu.options?.length : 0).toBe(6);
  });
});

describe('what comes back from a button', () => {
  it.each(['', 'no json', '{"subject":""}', '{"subject":1}', '[]', `{"subject":"${'x'.repeat(600)}"}`])(
    'is nothing when it is not ours: %#',
    (value) => {
      expect(decodeQuestion(value)).toBeUndefined();
    },
  );
});
