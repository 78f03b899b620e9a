import { isRefusal, postAsApp } from '../post.ts';
import { shownFile, typeOf, withContent } from '../stored-file.ts';
import type { Json } from '../types.ts';
import type { Args } from './args.ts';
import { joinedChannel } from './lookup.ts';
import type { ApiContext, Methods } from './method.ts';
import { refuseWith, SlackRefusal } from './refusal.ts';

/** Characters of an image's description (docs.slack.dev, files.getUploadURLExternal). */
const MAX_ALT = 1000;

export const files: Methods = {
  'files.getUploadURLExternal': {
    tier: 4,
    run(args, { workspace, origin }) {
      const name = args.need('filename');
      const size = args.count('length', 0);
      if (size === 0) throw refuseWith('invalid_arguments', ['missing required field: length']);
      const alt = args.text('alt_txt');
      if ((alt ?? '').length > MAX_ALT) throw new SlackRefusal('alt_txt_too_large');
      const id = workspace.ids.next('F');
      const link = `${origin()}/files/${id}/${encodeURIComponent(name)}`;
      workspace.files.set(id, {
        id,
        name,
        title: name,
        ...typeOf(name),
        size,
        url_private: link,
        permalink: link,
        ...(alt ? { alt_txt: alt } : {}),
        data: Buffer.alloc(0),
        stage: 'promised',
      });
      return { upload_url: `${origin()}/upload/${id}`, file_id: id };
    },
  },
  'files.completeUploadExternal': {
    tier: 4,
    run(args, context) {
      const { workspace } = context;
      const wanted = args.list('files') ?? [];
      if (wanted.length === 0) throw refuseWith('invalid_arguments', ['missing required field: files']);
      // Nothing is shared when one of them cannot be, or has nowhere to go.
      const uploaded = wanted.map((entry) => uploadedFile(context, entry));
      const channel = channelFor(args, context);
      const thread_ts = args.text('thread_ts');
      if (channel && thread_ts !== undefined && !workspace.find(channel.id, thread_ts)) {
        throw new SlackRefusal('thread_not_found');
      }
      const done = uploaded.map(({ file, title }) => {
        const shared = { ...withContent(file), title, stage: 'shared' as const };
        workspace.files.set(file.id, shared);
        return shownFile(shared);
      });
      if (channel) {
        const text = args.text('initial_comment') ?? '';
        const posted = postAsApp(workspace, {
          channel: channel.id,
          text: text === '' ? done.map((file) => file.title).join(', ') : text,
          blocks: [],
          attachments: [],
          thread_ts,
        });
        if (isRefusal(posted)) throw refuseWith(posted.error, posted.faults);
        workspace.replace({ ...posted, text, files: done }, false);
      }
      return { files: done };
    },
  },
};

/** An upload can be completed once. */
function uploadedFile({ workspace }: ApiContext, entry: Json) {
  const file = workspace.files.get(String(entry['id']));
  if (file?.stage !== 'uploaded') throw new SlackRefusal('file_not_found');
  return { file, title: String(entry['title'] ?? file.name) };
}

/** An id, never a name (docs.slack.dev); without one the file stays private. */
function channelFor(args: Args, context: ApiContext) {
  const target = args.text('channel_id') ?? args.text('channels');
  if (target === undefined || target === '') return undefined;
  if (!context.workspace.channels.has(target)) throw new SlackRefusal('channel_not_found');
  return joinedChannel(context, { ...args, need: () => target });
}
