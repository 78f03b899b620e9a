import { z } from 'zod';
import {
  accessory,
  actionsElement,
  button,
  contextActionsElement,
  contextElement,
  image as imageElement,
  inputElement,
} from './elements.ts';
import { LIMITS, MESSAGE_LIMITS } from './limits.ts';
import { anyText, blockId, chars, items, mrkdwn, plainText, slackFile, url } from './objects.ts';
import { richText } from './rich-text.ts';
import { chart, dataTable, table } from './tables.ts';

const block_id = blockId.optional();

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id,
    text: anyText(LIMITS.section.text.max_length).optional(),
    fields: items(
      anyText(LIMITS.section.fields.item_max_length),
      1,
      LIMITS.section.fields.max_items,
    ).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((value) => value.text !== undefined || value.fields !== undefined, {
    error: 'must define either `fields` or `text`',
  });

const imageBlock = z
  .strictObject({
    type: z.literal('image'),
    block_id,
    image_url: url(LIMITS.image.image_url.max_length).optional(),
    slack_file: slackFile.optional(),
    alt_text: chars(1, LIMITS.image.alt_text.max_length),
    title: plainText(LIMITS.image.alt_text.max_length).optional(),
  })
  .refine((value) => (value.image_url === undefined) !== (value.slack_file === undefined), {
    error: 'must define either `image_url` or `slack_file`',
  });

const simple = [
  z.strictObject({ type: z.literal('divider'), block_id }),
  z.strictObject({ type: z.literal('header'), block_id, text: plainText(LIMITS.header.text.max_length) }),
  z.strictObject({
    type: z.literal('actions'),
    block_id,
    elements: items(actionsElement, 1, LIMITS.actions.elements.max_items),
  }),
  z.strictObject({
    type: z.literal('context'),
    block_id,
    elements: items(contextElement, 1, LIMITS.context.elements.max_items),
  }),
  z.strictObject({
    type: z.literal('input'),
    block_id,
    label: plainText(LIMITS.input.label.max_length),
    element: inputElement,
    hint: plainText(LIMITS.input.hint.max_length).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('file'),
    block_id,
    external_id: z.string().min(1),
    source: z.literal('remote'),
  }),
  z.strictObject({
    type: z.literal('video'),
    block_id,
    alt_text: chars(1, LIMITS.video.alt_text.max_length),
    title: plainText(LIMITS.video.title.max_length),
    thumbnail_url: url(LIMITS.image.image_url.max_length),
    video_url: url(LIMITS.image.image_url.max_length),
    title_url: url(LIMITS.image.image_url.max_length).optional(),
    author_name: chars(0, LIMITS.video.author_name.max_length).optional(),
    provider_name: chars(0, LIMITS.video.provider_name.max_length).optional(),
    provider_icon_url: z.string().optional(),
    description: plainText(LIMITS.video.description.max_length).optional(),
  }),
] as const;

const card = z.strictObject({
  type: z.literal('card'),
  block_id,
  hero_image: imageElement.optional(),
  icon: imageElement.optional(),
  slack_icon: z.looseObject({ type: z.literal('icon'), name: z.string() }).optional(),
  title: mrkdwn(LIMITS.card.title.max_length).optional(),
  subtitle: mrkdwn(LIMITS.card.subtitle.max_length).optional(),
  body: mrkdwn(LIMITS.card.body.max_length).optional(),
  subtext: mrkdwn(LIMITS.card.subtext.max_length).optional(),
  actions: items(button, 1, LIMITS.card.actions.max_items).optional(),
});

const taskFields = {
  block_id,
  task_id: z.string().min(1),
  title: z.string().min(1),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']).optional(),
  details: richText.optional(),
  output: richText.optional(),
  sources: z
    .array(z.strictObject({ type: z.literal('url'), url: chars(1, 3000), text: z.string() }))
    .optional(),
};

const containerChild = z.discriminatedUnion('type', [section, imageBlock, ...simple, richText, table]);

/** Blocks that only messages take, by docs.slack.dev's "available in surfaces" of each. */
const messageOnly = [
  z.strictObject({
    type: z.literal('markdown'),
    block_id,
    text: chars(LIMITS.markdown.text.min_length, LIMITS.markdown.text.max_length),
  }),
  z.strictObject({
    type: z.literal('context_actions'),
    block_id,
    elements: items(contextActionsElement, 1, LIMITS.context_actions.elements.max_items),
  }),
  card,
  z.strictObject({
    type: z.literal('carousel'),
    block_id,
    elements: items(card, LIMITS.carousel.elements.min_items, LIMITS.carousel.elements.max_items),
  }),
  z.strictObject({ type: z.literal('task_card'), ...taskFields }),
  z.strictObject({
    type: z.literal('plan'),
    block_id,
    title: z.string().min(1),
    tasks: z
      .array(z.strictObject({ type: z.literal('task_card').optional(), ...taskFields }))
      .max(MESSAGE_LIMITS.blocks)
      .optional(),
  }),
  table,
  dataTable,
  chart,
] as const;

const alert = z.strictObject({
  type: z.literal('alert'),
  block_id,
  text: anyText(LIMITS.alert.text.max_length),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const container = z.strictObject({
  type: z.literal('container'),
  block_id,
  title: plainText(LIMITS.container.title.max_length).optional(),
  rich_text_title: richText.optional(),
  subtitle: anyText(LIMITS.container.subtitle.max_length).optional(),
  child_blocks: items(containerChild, 1, LIMITS.container.child_blocks.max_items),
  width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
  icon: imageElement.optional(),
  is_collapsible: z.boolean().optional(),
  default_collapsed: z.boolean().optional(),
  has_header_divider: z.boolean().optional(),
});

const everywhere = [section, imageBlock, ...simple, richText, container] as const;

/** A block by the surface it stands on. Unknown types and unknown properties are refused, as Slack does. */
export const BLOCK_BY_SURFACE = {
  message: z.discriminatedUnion('type', [...everywhere, ...messageOnly]),
  modal: z.discriminatedUnion('type', [...everywhere, alert]),
  home: z.discriminatedUnion('type', [...everywhere]),
} as const;

export type Surface = keyof typeof BLOCK_BY_SURFACE;

/** Every block there is: tells "unknown type" from "known, but not on this surface". */
export const BLOCK_TYPES: ReadonlySet<string> = new Set(
  [...everywhere, ...messageOnly, alert].map((block) => block.shape.type.value),
);
