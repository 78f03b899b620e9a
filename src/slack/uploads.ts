import { z } from 'zod';
import type { AnswerFile } from '../core/command.ts';
import { ServiceError } from '../core/errors.ts';
import type { Api } from './api.ts';
import { postPlain } from './plain-request.ts';

/** Whose thread a file goes to. */
export interface Thread {
  readonly channel: string;
  readonly thread: string;
}

export interface UploadsOptions extends Api {
  /** Slack's own address when absent. */
  readonly apiUrl?: string | undefined;
  /** Waits until something may be put there, as posts do. */
  readonly inTurn: (to: Thread, share: () => Promise<unknown>) => Promise<unknown>;
}

const Reserved = z.object({ upload_url: z.url(), file_id: z.string() });
const Files = z.object({
  messages: z.array(z.object({ files: z.array(z.object({ id: z.string() })).optional() })),
});

/** A megabyte over a slow line takes longer than a word. */
const TIMEOUT_MS = 30_000;

/** Files in threads. */
export function createUploads({ ask, patiently, apiUrl, inTurn }: UploadsOptions) {
  return {
    /**
     * Puts a file into a thread: asks for an address, sends the bytes there, and shares what arrived
     * (docs.slack.dev, "Working with files"). Sharing works once, so it is not tried again when its fate is unknown.
     * `begins` hears Slack's id of the file just before that, and forbids it with false; then false comes back.
     */
    async upload(
      file: AnswerFile,
      to: Thread,
      begins: (id: string) => Promise<boolean> = async () => true,
    ): Promise<boolean> {
      const { content } = file;
      const bytes = new Uint8Array(typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
      const args = {
        filename: file.filename,
        length: bytes.length,
        ...(file.alt === undefined ? {} : { alt_txt: file.alt.slice(0, 1000) }),
      };
      const { upload_url, file_id } = Reserved.parse(
        await ask('files.getUploadURLExternal', args, { repeatable: true }),
      );
      if (!isSlacks(upload_url, apiUrl)) throw strangeAddress();
      const headers = { 'content-type': 'application/octet-stream' };
      await patiently({ method: 'upload_url', key: 'upload_url', repeatable: true }, () =>
        postPlain(upload_url, { headers, body: bytes, timeoutMs: TIMEOUT_MS, method: 'upload_url' }),
      );
      if (!(await begins(file_id))) return false;
      const shared = {
        files: [{ id: file_id, title: file.title }],
        channel_id: to.channel,
        thread_ts: to.thread,
      };
      await inTurn(to, () => ask('files.completeUploadExternal', shared, { repeatable: false }));
      return true;
    },

    /** Whether a file was put into a thread, as far as its first two hundred messages tell. */
    async hasFile(to: Thread, file: string): Promise<boolean> {
      const args = { channel: to.channel, ts: to.thread, limit: 200 };
      const answer = await ask('conversations.replies', args, { repeatable: true });
      return Files.parse(answer).messages.some(({ files = [] }) => files.some(({ id }) => id === file));
    },
  };
}

/** Logs go over an encrypted line, or to the very place that our messages go to. */
function isSlacks(address: string, apiUrl: string | undefined): boolean {
  const { protocol, origin } = new URL(address);
  return protocol === 'https:' || (apiUrl !== undefined && origin === new URL(apiUrl).origin);
}

function strangeAddress(): ServiceError {
  return new ServiceError('Slack gave an address for the file that is not encrypted', {
    code: 'refused',
    service: 'slack',
  });
}
