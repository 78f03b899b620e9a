import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { startIllBot } from '../support/ill.ts';
import { nothingKept } from '../support/ill-records.ts';
import { nothingLost } from '../support/works-again.ts';

describe('database-locked', () => {
  test('somebody else holds it for long: questions are answered, clicks are answered in words, alerts come later', async () => {
    await using bot = await startIllBot();
    const other = new DatabaseSync(bot.records.file ?? '');
    const hold = () => other.exec('begin immediate');
    await nothingKept(bot, hold, () => other.exec('rollback'));
    other.close();
  });

  test('what is running when it is locked is watched to its end, and recorded', async () => {
    await using bot = await startIllBot();
    const other = new DatabaseSync(bot.records.file ?? '');
    const node = bot.waiting();
    const approval = await bot.request(node);
    bot.cloud.faults.delay(1_500, 'ironic');
    await bot.agree(approval);
    await bot.slack.until(() => bot.effects(node) || undefined, 60_000);
    other.exec('begin immediate');
    bot.cloud.faults.heal();
    await bot.why(bot.available);
    expect(bot.effects(node)).toBe(1);
    other.exec('rollback');
    other.close();
    await bot.shown(node, /✅/);
    expect(bot.effects(node)).toBe(1);
    await nothingLost(bot);
  });
});

/** Root alone may mount, and nothing else has a disk that fills up as one does. */
const mounted = process.getuid?.() === 0 && process.platform === 'linux';

describe.skipIf(!mounted)('database-disk-full', () => {
  test('nothing is done that could not be recorded, and all of it goes on when there is room', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]);
    try {
      await using bot = await startIllBot({ file: join(folder, 'store.sqlite') });
      const ballast = join(folder, 'ballast');
      const fill = () => {
        for (const size of [1_000_000, 4_096, 1]) {
          try {
            for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
          } catch (error) {
            expect(error).toMatchObject({ code: 'ENOSPC' });
          }
        }
      };
      await nothingKept(bot, fill, () => rmSync(ballast));
    } finally {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    }
  });
});

describe('database-gone', () => {
  test('a file that is moved away takes no records with it, and is used again where it comes back', async () => {
    await using bot = await startIllBot();
    const file = bot.records.file ?? '';
    const parts = ['', '-wal', '-shm'].map((end) => [`${file}${end}`, `${file}-away${end}`] as const);
    const away = () => {
      for (const [from, to] of parts) renameSync(from, to);
    };
    await nothingKept(bot, away, () => {
      for (const [from, to] of parts) renameSync(to, from);
    });
  });
});
