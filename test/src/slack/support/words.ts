import type { Block } from '@slack/types';
import type { Message } from '../../../../src/slack/render/limits.ts';

/** All that a message says, line by line. */
export const wordsOf = (message: Message): string =>
  message.blocks
    .flatMap((block) => {
      if (block.type === 'section') return [block.text?.text ?? ''];
      if (block.type !== 'context') return [];
      return block.elements.map((element) => ('text' in element ? element.text : ''));
    })
    .join('\n');

/** What can be pressed in these blocks, in order. */
export const actionIds = (blocks: readonly Block[]): readonly string[] =>
  blocks.flatMap((block) => {
    const beside = 'accessory' in block ? [block.accessory] : [];
    const below = 'elements' in block && Array.isArray(block.elements) ? block.elements : [];
    return [...beside, ...below].flatMap((one: { readonly action_id?: string }) => one.action_id ?? []);
  });
