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
