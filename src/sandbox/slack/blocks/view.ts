import { z } from 'zod';
import type { Json } from '../types.ts';
import { LIMITS } from './limits.ts';
import { chars, plainText } from './objects.ts';
import { blockFaults, schemaFaults } from './validate.ts';

const common = {
  callback_id: chars(0, LIMITS.view.callback_id.max_length).optional(),
  private_metadata: chars(0, LIMITS.view.private_metadata.max_length).optional(),
  external_id: z.string().max(255).optional(),
  blocks: z.array(z.unknown()),
};

const viewShell = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('modal'),
    ...common,
    title: plainText(LIMITS.view.title.max_length),
    submit: plainText(LIMITS.view.submit.max_length).nullish(),
    close: plainText(LIMITS.view.close.max_length).nullish(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('home'), ...common }),
]);

export type ViewInput = z.infer<typeof viewShell>;

/** The view itself, or Slack's lines about what is wrong with it (`… [json-pointer:/view/…]`). */
export function checkView(view: unknown): { ok: true; view: ViewInput } | { ok: false; faults: string[] } {
  const shell = viewShell.safeParse(view);
  if (!shell.success) return { ok: false, faults: schemaFaults(shell.error, view, '/view') };
  const { blocks, type } = shell.data;
  const faults = blockFaults(blocks, type, '/view/blocks');
  if (blocks.length === 0) faults.push('no fewer than 1 items allowed [json-pointer:/view/blocks]');
  if (
    type === 'modal' &&
    !shell.data.submit &&
    (blocks as Json[]).some((block) => block?.['type'] === 'input')
  ) {
    faults.push('missing required field: submit [json-pointer:/view]');
  }
  return faults.length === 0 ? { ok: true, view: shell.data } : { ok: false, faults };
}
