import { z } from 'zod';
import { LIMITS } from './limits.ts';
import {
  actionId,
  anyText,
  chars,
  confirm,
  items,
  option,
  optionGroup,
  plainText,
  slackFile,
  url,
} from './objects.ts';

const placeholder = plainText(LIMITS.select.placeholder.max_length).optional();
const clickable = { action_id: actionId.optional(), confirm: confirm.optional() };
const chosen = { ...clickable, placeholder, focus_on_load: z.boolean().optional() };
const many = { max_selected_items: z.int().min(1).optional() };
const filter = z
  .strictObject({
    include: items(z.enum(['im', 'mpim', 'private', 'public']), 1, 4).optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .optional();

const accessibility = chars(1, LIMITS.button.accessibility_label.max_length).optional();

export const button = z.strictObject({
  type: z.literal('button'),
  ...clickable,
  text: plainText(LIMITS.button.text.max_length),
  url: url(LIMITS.button.url.max_length).optional(),
  value: chars(0, LIMITS.button.value.max_length).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: accessibility,
});

export const image = z
  .strictObject({
    type: z.literal('image'),
    image_url: url(LIMITS.image.image_url.max_length).optional(),
    slack_file: slackFile.optional(),
    alt_text: chars(1, LIMITS.image.alt_text.max_length),
  })
  .refine((value) => (value.image_url === undefined) !== (value.slack_file === undefined), {
    error: 'must define either `image_url` or `slack_file`',
  });

const optionsOrGroups = {
  options: items(option, 1, LIMITS.select.options.max_items).optional(),
  option_groups: items(optionGroup, 1, LIMITS.select.option_groups.max_items).optional(),
};
const eitherOptions = (value: { options?: unknown; option_groups?: unknown }) =>
  (value.options === undefined) !== (value.option_groups === undefined);
const eitherError = { error: 'must define either `options` or `option_groups`' };

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...chosen,
    ...optionsOrGroups,
    initial_option: option.optional(),
  })
  .refine(eitherOptions, eitherError);
const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...chosen,
    ...many,
    ...optionsOrGroups,
    initial_options: z.array(option).optional(),
  })
  .refine(eitherOptions, eitherError);

const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...clickable,
  options: items(option, LIMITS.overflow.options.min_items, LIMITS.overflow.options.max_items),
});

const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...clickable,
  focus_on_load: z.boolean().optional(),
  options: items(option, LIMITS.checkboxes.options.min_items, LIMITS.checkboxes.options.max_items),
  initial_options: z.array(option).optional(),
});
const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...clickable,
  focus_on_load: z.boolean().optional(),
  options: items(option, LIMITS.radio_buttons.options.min_items, LIMITS.radio_buttons.options.max_items),
  initial_option: option.optional(),
});

const fromWorkspace = [
  z.strictObject({ type: z.literal('users_select'), ...chosen, initial_user: z.string().optional() }),
  z.strictObject({
    type: z.literal('multi_users_select'),
    ...chosen,
    ...many,
    initial_users: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...chosen,
    initial_conversation: z.string().optional(),
    default_to_current_conversation: z.boolean().optional(),
    response_url_enabled: z.boolean().optional(),
    filter,
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...chosen,
    ...many,
    initial_conversations: z.array(z.string()).optional(),
    default_to_current_conversation: z.boolean().optional(),
    filter,
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...chosen,
    initial_channel: z.string().optional(),
    response_url_enabled: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('multi_channels_select'),
    ...chosen,
    ...many,
    initial_channels: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('external_select'),
    ...chosen,
    initial_option: option.optional(),
    min_query_length: z.int().min(0).optional(),
  }),
  z.strictObject({
    type: z.literal('multi_external_select'),
    ...chosen,
    ...many,
    initial_options: z.array(option).optional(),
    min_query_length: z.int().min(0).optional(),
  }),
] as const;

const pickers = [
  z.strictObject({
    type: z.literal('datepicker'),
    ...chosen,
    initial_date: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/)
      .optional(),
  }),
  z.strictObject({
    type: z.literal('timepicker'),
    ...chosen,
    initial_time: z
      .string()
      .regex(/^\d{2}:\d{2}$/)
      .optional(),
    timezone: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('datetimepicker'),
    ...clickable,
    focus_on_load: z.boolean().optional(),
    initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
  }),
] as const;

const dispatch = z
  .strictObject({
    trigger_actions_on: items(z.enum(['on_enter_pressed', 'on_character_entered']), 1, 2).optional(),
  })
  .optional();
const typed = {
  action_id: actionId.optional(),
  placeholder,
  focus_on_load: z.boolean().optional(),
  dispatch_action_config: dispatch,
};
const initial = { initial_value: z.string().optional() };

const textInputs = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    ...initial,
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(LIMITS.plain_text_input.max_length.max).optional(),
    max_length: z.int().min(1).max(LIMITS.plain_text_input.max_length.max).optional(),
  }),
  z.strictObject({ type: z.literal('email_text_input'), ...typed, ...initial }),
  z.strictObject({ type: z.literal('url_text_input'), ...typed, ...initial }),
  z.strictObject({
    type: z.literal('number_input'),
    ...typed,
    ...initial,
    is_decimal_allowed: z.boolean(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('rich_text_input'),
    ...typed,
    initial_value: z.looseObject({ type: z.string() }).optional(),
  }),
] as const;

const fileInput = z.strictObject({
  type: z.literal('file_input'),
  action_id: actionId.optional(),
  filetypes: z.array(z.string()).optional(),
  max_files: z.int().min(LIMITS.file_input.max_files.min).max(LIMITS.file_input.max_files.max).optional(),
});

const workflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  action_id: actionId.optional(),
  text: plainText(LIMITS.button.text.max_length),
  workflow: z.strictObject({ trigger: z.looseObject({ url: z.string().min(1) }) }),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: accessibility,
});

const selects = [staticSelect, multiStaticSelect, ...fromWorkspace] as const;

export const actionsElement = z.discriminatedUnion('type', [
  button,
  overflow,
  checkboxes,
  radioButtons,
  workflowButton,
  textInputs[4],
  ...selects,
  ...pickers,
]);
export const accessory = z.discriminatedUnion('type', [
  button,
  image,
  overflow,
  checkboxes,
  radioButtons,
  workflowButton,
  ...selects,
  pickers[0],
  pickers[1],
]);
export const inputElement = z.discriminatedUnion('type', [
  checkboxes,
  radioButtons,
  fileInput,
  ...selects,
  ...pickers,
  ...textInputs,
]);
export const contextElement = z.discriminatedUnion('type', [
  image,
  ...anyText(LIMITS.text.max_length).options,
]);

const feedbackButton = z.strictObject({
  text: plainText(LIMITS.feedback_button.text.max_length),
  value: chars(1, LIMITS.feedback_button.value.max_length),
  accessibility_label: accessibility,
});
export const contextActionsElement = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('feedback_buttons'),
    action_id: actionId.optional(),
    positive_button: feedbackButton,
    negative_button: feedbackButton,
  }),
  z.strictObject({
    type: z.literal('icon_button'),
    ...clickable,
    icon: z.string().min(1),
    text: plainText(LIMITS.button.text.max_length),
    value: chars(1, LIMITS.button.value.max_length).optional(),
    accessibility_label: accessibility,
    visible_to_user_ids: items(z.string(), 1, LIMITS.icon_button.visible_to_user_ids.max_items).optional(),
  }),
]);

/** Every element that may stand alone in a sample or a test of this vocabulary. */
export const anyElement = z.discriminatedUnion('type', [
  ...actionsElement.options,
  image,
  fileInput,
  ...textInputs.slice(0, 4),
  ...contextActionsElement.options,
]);
