import { isRefusal, postAsApp } from '../post.ts';
import type { Json } from '../types.ts';
import { joinedChannel } from './lookup.ts';
import type { Methods } from './method.ts';
import { refuseWith, SlackRefusal } from './refusal.ts';

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  json: 'application/json',
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/plain',
  yaml: 'text/plain',
  csv: 'text/csv',
};

export const files: Methods = {
  'files.getUploadURLExternal': {
    tier: 4,
    run(args, { workspace, origin }) {
      const name = args.need('filename');
      const size = args.count('length', 0);
      if (size === 0) throw refuseWith('invalid_arguments', ['missing required field: length']);
      const id = workspace.ids.next('F');
      const link = `${origin()}/files/${id}/${encodeURIComponent(name)}`;
      const mimetype = TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
      const data = Buffer.alloc(0);
      workspace.files.set(id, {
        id,
        name,
        title: name,
        mimetype,
        size,
        url_private: link,
        permalink: link,
        data,
      });
      return { upload_url: `${origin()}/upload/${id}`, file_id: id };
    },
  },
  'files.completeUploadExternal': {
    tier: 4,
    run(args, context) {
      const { workspace } = context;
      const wanted = args.list('files') ?? [];
      const done = wanted.map((entry: Json) => {
        const file = workspace.files.get(String(entry['id']));
        if (file === undefined || file.data.length === 0) throw new SlackRefusal('file_not_found');
        const titled = { ...file, title: String(entry['title'] ?? file.name) };
        workspace.files.set(file.id, titled);
        const { data: _data, ...shown } = titled;
        return shown;
      });
      const target = args.text('channel_id') ?? args.text('channels');
      if (target !== undefined && target !== '') {
        const channel = joinedChannel(context, { ...args, need: () => target });
        const text = args.text('initial_comment') ?? '';
        const posted = postAsApp(workspace, {
          channel: channel.id,
          text: text === '' ? done.map((file) => file.title).join(', ') : text,
          blocks: [],
          attachments: [],
          thread_ts: args.text('thread_ts'),
        });
        if (isRefusal(posted)) throw refuseWith(posted.error, posted.faults);
        workspace.replace({ ...posted, text, files: done }, false);
      }
      return { files: done };
    },
  },
};
