import { describe, expect, it } from 'vitest';
import logs from '../../commands/logs.ts';
import { HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { NOT_FOUND, over } from './support.ts';

const lines = [
  '2026-11-22 17:20:00.000 7 ERROR ironic.conductor.utils [req-1] Timeout reached while cleaning the node.',
];
const tarball = {
  file: `${HEALTHY_NODE.uuid}_2026-11-22-17-21-00.tar.gz`,
  place: 'conductor-1:/var/log/ironic/deploy',
  collected_at: minutesAgo(39),
  instance_uuid: null,
  size: 2048,
  parts: [{ name: 'journal', lines: ['Nov 22 17:20:00 host ironic-python-agent[9]: all is well'] }],
};

describe('logs', () => {
  it('tells what the logs say and brings the extract as a file', async () => {
    const { run } = over(logs, {
      node: HEALTHY_NODE,
      logs: [{ source: 'ironic-conductor', host: 'conductor-1', lines }],
      ramdisk_logs: [tarball],
    });
    const answer = await run('node-17');
    expect(answer).toMatchObject({
      kind: 'logs',
      view: {
        tarballs: [{ file: tarball.file, opened: true }],
        errors: [{ place: 'ironic-conductor@conductor-1' }],
      },
      files: [{ filename: 'node-17-logs-20261122T180000Z.txt' }],
    });
    const [file] = answer.kind === 'logs' ? answer.files : [];
    expect(file?.content).toMatch(
      /all is well[\s\S]*===== ironic-conductor on conductor-1 =====\n2026-11-22/,
    );
  });

  it('says what is not configured, and brings no empty file', async () => {
    const reason = 'no log source is configured';
    const unread = {
      logs: { kind: 'not-read', reason },
      ramdisk_logs: { kind: 'not-read', reason },
    } as const;
    expect(await over(logs, { node: HEALTHY_NODE, unread }).run('node-17')).toMatchObject({
      view: {
        unseen: [
          { what: 'ramdisk_logs', configured: false },
          { what: 'logs', configured: false },
        ],
      },
      files: [],
    });
  });

  it('needs a name, and passes on that nothing has it', async () => {
    expect(await over(logs, NOT_FOUND).run('')).toMatchObject({ kind: 'words' });
    expect(await over(logs, NOT_FOUND).run('node-99')).toMatchObject({
      kind: 'unclear',
      asked: { command: 'logs' },
    });
  });
});
