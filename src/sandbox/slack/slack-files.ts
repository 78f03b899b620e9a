import type { StoredFile } from './stored-file.ts';
import type { Json } from './types.ts';

/** docs.slack.dev, "Slack file object". */
const SHOWN = new Set(['png', 'jpg', 'jpeg', 'gif']);

/**
 * What Slack would say about the pictures in these blocks that are files of its own (slackapi/python-slack-sdk issue 1797): each
 * has to be a picture whose upload is complete. The app has access to all of them here, since nobody else uploads.
 */
export function slackFileFaults(
  files: ReadonlyMap<string, StoredFile>,
  blocks: readonly unknown[],
  at: string,
): readonly string[] {
  return blocks.flatMap((block, place) => faultsIn(files, block, `${at}/${place}`));
}

function faultsIn(files: ReadonlyMap<string, StoredFile>, value: unknown, at: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Json).flatMap(([key, inner]) => {
    const here = `${at}/${key}`;
    if (key !== 'slack_file') return faultsIn(files, inner, here);
    return isShown(fileOf(files, inner as Json)) ? [] : [`invalid slack file [json-pointer:${here}]`];
  });
}

function fileOf(files: ReadonlyMap<string, StoredFile>, { id, url }: Json): StoredFile | undefined {
  if (id !== undefined) return files.get(String(id));
  return [...files.values()].find((file) => file.url_private === url || file.permalink === url);
}

const isShown = (file: StoredFile | undefined): boolean =>
  file?.stage === 'shared' && SHOWN.has(file.filetype);
