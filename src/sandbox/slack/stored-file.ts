import type { SlackFile } from './types.ts';

export interface StoredFile extends SlackFile {
  readonly data: Buffer;
  /** An address was given out, the bytes came, it was shared. */
  readonly stage: 'promised' | 'uploaded' | 'shared';
}

const TEXT = { mimetype: 'text/plain', filetype: 'text', pretty_type: 'Plain Text' } as const;
const TYPES: Readonly<Record<string, Pick<SlackFile, 'mimetype' | 'filetype' | 'pretty_type'>>> = {
  png: { mimetype: 'image/png', filetype: 'png', pretty_type: 'PNG' },
  jpg: { mimetype: 'image/jpeg', filetype: 'jpg', pretty_type: 'JPEG' },
  gif: { mimetype: 'image/gif', filetype: 'gif', pretty_type: 'GIF' },
  json: { mimetype: 'application/json', filetype: 'json', pretty_type: 'JSON' },
  csv: { mimetype: 'text/csv', filetype: 'csv', pretty_type: 'CSV' },
  txt: TEXT,
  log: TEXT,
  md: TEXT,
  yaml: TEXT,
};

/** What Slack takes a file for, by its name. */
export function typeOf(name: string): Pick<SlackFile, 'mimetype' | 'filetype' | 'pretty_type'> {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  return TYPES[ending] ?? { mimetype: 'application/octet-stream', filetype: 'binary', pretty_type: 'Binary' };
}

/** Larger texts are files to download; smaller ones are read in place. */
const MAX_SNIPPET = 1024 * 1024;
const PREVIEW_LINES = 5;
const MAX_PREVIEW = 1000;

/** With the preview that Slack makes of a text. */
export function withContent(file: StoredFile): StoredFile {
  if (!/^text\/|json$/.test(file.mimetype) || file.data.length > MAX_SNIPPET)
    return { ...file, mode: 'hosted' };
  const lines = file.data.toString('utf8').replace(/\n$/, '').split('\n');
  const shown = lines.slice(0, PREVIEW_LINES);
  return {
    ...file,
    mode: 'snippet',
    preview: shown.join('\n').slice(0, MAX_PREVIEW),
    lines: lines.length,
    lines_more: lines.length - shown.length,
  };
}

/** As the wire has it. */
export function shownFile({ data: _data, stage: _stage, ...shown }: StoredFile): SlackFile {
  return shown;
}
