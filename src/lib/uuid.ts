/** The pattern of a UUID as OpenStack writes it, in lower case, for a part of another pattern. */
export const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

const WHOLE = new RegExp(`^${UUID}$`, 'i');
const IDS = new RegExp(String.raw`\b(?:req-)?${UUID}\b|\d+`, 'gi');

/** Whether the word is one and nothing else. */
export const isUuid = (word: string): boolean => WHOLE.test(word);

/** The text with `#` for each id and number: two lines that differ in nothing else say the same. */
export const withoutIds = (text: string): string => text.replace(IDS, '#');
