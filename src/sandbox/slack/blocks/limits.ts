import numbers from './blockkit-limits.json' with { type: 'json' };

/** Scalar limits of Block Kit; where the numbers come from is said in the file itself. */
export const LIMITS = numbers;

/** Limits of a whole message or view that the table does not hold. */
export const MESSAGE_LIMITS = {
  /** docs.slack.dev/reference/block-kit: 50 blocks in a message, 100 in a modal or Home tab. */
  blocks: 50,
  /** docs.slack.dev, chat.postMessage: `text` is refused (or cut) above 40 000 characters. */
  text: 40_000,
  /** Undocumented: all block texts of a message together, as met in slackapi/bolt-js issue 2509. */
  blockText: 13_200,
  /** docs.slack.dev, table block. */
  tables: 1,
  tableRows: 100,
  tableColumns: 20,
  attachments: 100,
} as const;
