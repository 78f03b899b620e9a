import { z } from 'zod';
import { LIMITS } from './limits.ts';

/** Slack counts characters, not UTF-16 units: 150 emoji fit into a header. */
export function chars(min: number, max: number) {
  return z.string().superRefine((value, context) => {
    const length = [...value].length;
    if (length < min) {
      context.addIssue({ code: 'custom', message: `must be more than ${min - 1} characters` });
    } else if (length > max) {
      context.addIssue({ code: 'custom', message: `must be less than ${max + 1} characters` });
    }
  });
}

/** A list whose length Slack limits; worded as Slack words it. */
export function items<T extends z.ZodType>(item: T, min: number, max: number) {
  return z.array(item).superRefine((value, context) => {
    if (value.length < min) {
      context.addIssue({ code: 'custom', message: `no fewer than ${min} items allowed` });
    } else if (value.length > max) {
      context.addIssue({ code: 'custom', message: `no more than ${max} items allowed` });
    }
  });
}

export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: chars(LIMITS.text.min_length, max),
    emoji: z.boolean().optional(),
  });

export const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: chars(LIMITS.text.min_length, max),
    verbatim: z.boolean().optional(),
  });

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

export const actionId = chars(1, LIMITS.action_id.max_length);
export const blockId = chars(1, LIMITS.block_id.max_length);

const WEB_LINK = /^(https?|mailto|slack|tel|sip):/i;
export const url = (max: number) =>
  chars(1, max).refine((value) => WEB_LINK.test(value), { error: 'invalid_url' });

export const confirm = z.strictObject({
  title: plainText(LIMITS.confirmation.title.max_length),
  text: anyText(LIMITS.confirmation.text.max_length),
  confirm: plainText(LIMITS.confirmation.confirm.max_length),
  deny: plainText(LIMITS.confirmation.deny.max_length),
  style: z.enum(['primary', 'danger']).optional(),
});

export const option = z.strictObject({
  text: anyText(LIMITS.option.text.max_length),
  value: chars(1, LIMITS.option.value.max_length),
  description: anyText(LIMITS.option.description.max_length).optional(),
  url: url(LIMITS.option.url.max_length).optional(),
});

export const optionGroup = z.strictObject({
  label: plainText(LIMITS.option_group.label.max_length),
  options: items(option, LIMITS.option_group.options.min_items, LIMITS.option_group.options.max_items),
});

export const slackFile = z
  .strictObject({ id: z.string().min(1).optional(), url: z.string().min(1).optional() })
  .refine((file) => (file.id === undefined) !== (file.url === undefined), {
    error: 'must define either `id` or `url`',
  });
