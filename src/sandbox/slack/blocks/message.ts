import type { Json } from '../types.ts';
import { MESSAGE_LIMITS } from './limits.ts';
import { blockFaults, blockTextLength } from './validate.ts';

export interface MessageContent {
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly attachments: readonly Json[];
}

/** Slack's refusal of a message's content: its error code and, for blocks, one line per fault. */
export interface Refusal {
  readonly error:
    | 'no_text'
    | 'msg_too_long'
    | 'invalid_blocks'
    | 'msg_blocks_too_long'
    | 'too_many_attachments'
    | 'invalid_attachments';
  readonly faults: readonly string[];
}

/** Undefined when Slack would take the message. */
export function messageRefusal({ text, blocks, attachments }: MessageContent): Refusal | undefined {
  if (text === '' && blocks.length === 0 && attachments.length === 0) return { error: 'no_text', faults: [] };
  if ([...text].length > MESSAGE_LIMITS.text) return { error: 'msg_too_long', faults: [] };
  if (attachments.length > MESSAGE_LIMITS.attachments) return { error: 'too_many_attachments', faults: [] };
  const faults = [
    ...blockFaults(blocks, 'message'),
    ...attachments.flatMap((attachment, index) =>
      attachment['blocks'] === undefined
        ? []
        : blockFaults(attachment['blocks'], 'message', `/attachments/${index}/blocks`),
    ),
  ];
  if (faults.length > 0) return { error: 'invalid_blocks', faults };
  if (blockTextLength(blocks) > MESSAGE_LIMITS.blockText) return { error: 'msg_blocks_too_long', faults: [] };
  return undefined;
}
