import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createBudget } from '../../../../src/logs/budget.ts';
import { cutWords } from '../../../../src/logs/files/cut-words.ts';
import { createFileSource } from '../../../../src/logs/files/file-source.ts';
import { readFile } from '../../../../src/logs/files/read-file.ts';
import { lineTimes } from '../../../../src/logs/line-time.ts';
import type { LogExcerpt, LogQuery } from '../../../../src/logs/log-source.ts';

const NOW = new Date('2026-11-22T19:00:00Z');
const NODE = '86fff43f-0768-438e-b45d-9dc24ff896d3';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-source-'));
});

function write(name: string, content: string | Buffer, at = NOW): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  utimesSync(path, at, at);
  return path;
}
function copyFixture(name: string): void {
  const content = readFileSync(new URL(`../../../fixtures/logs/${name}.log`, import.meta.url));
  write(`${name}.log`, content, new Date('2026-11-22T22:00:00Z'));
}
const at = (time: string, text: string) => `2026-11-22 ${time} 1 INFO ironic.x [-] ${text}\n`;

interface Asked extends Partial<LogQuery> {
  readonly offset?: string;
  readonly megabytes?: number;
  readonly lines?: number;
}

async function read(asked: Asked = {}): Promise<readonly LogExcerpt[]> {
  const source = createFileSource(
    { files: [join(folder, '{service}.log*')], host: 'c1', utc_offset: asked.offset ?? '+00:00' },
    {
      megabytes: asked.megabytes ?? 512,
      ...(asked.lines ? { bounds: { lines: asked.lines, characters: 1e6 } } : {}),
    },
    { clock: () => NOW },
  );
  return source.read({
    words: asked.words ?? [NODE],
    from: asked.from ?? new Date('2026-11-22T18:00:00Z'),
    to: asked.to ?? NOW,
    signal: asked.signal ?? new AbortController().signal,
  });
}

describe('lines of log files', () => {
  it('a real log of a conductor', async () => {
    copyFixture('ironic-conductor');
    const window = { from: new Date('2026-11-22T21:00:00Z'), to: new Date('2026-11-22T22:00:00Z') };
    const [log] = await read({ ...window, words: ['6612cd7f-18fd-4268-ae5a-1bd45bf3d77c'] });
    expect(log).toMatchObject({ source: 'ironic-conductor', host: 'c1' });
    expect(log?.lines.join('\n')).toMatch(/IPMI power status failed[^\n]*\nCommand: ipmitool[\s\S]*Stderr: /);
    expect(log?.lines.join('\n')).not.toContain('\u001b');
    expect(log?.cut).toBeUndefined();
    const [traceback] = await read({ ...window, words: ['flat'] });
    expect(traceback?.lines.length).toBeGreaterThan(50);
  });

  it('real lines of other services, by node and by the request of another service', async () => {
    for (const name of ['nova-compute', 'neutron-server']) copyFixture(name);
    const window = { from: new Date('2026-11-22T21:00:00Z'), to: new Date('2026-11-22T22:00:00Z') };
    const [nova] = await read({ ...window, words: [NODE] });
    expect(nova).toMatchObject({
      source: 'nova-compute',
      lines: [expect.stringContaining('No compute node record'), expect.any(String), expect.any(String)],
    });
    const [neutron] = await read({ ...window, words: ['req-1fb6412f-cbdf-468f-8a3f-36874b0ee4e4'] });
    expect(neutron?.source).toBe('neutron-server');
  });

  it('the window counts on both ends, the word exactly', async () => {
    const lines = ['17:59:59.999', '18:00:00.000', '19:00:00.000', '19:00:00.001'];
    write('a.log', lines.map((time) => at(time, `node-1 ${time}`)).join('') + at('18:30:00.000', 'node-17'));
    expect((await read({ words: ['node-1'] }))[0]?.lines.map((line) => line.slice(11, 23))).toEqual(
      lines.slice(1, 3),
    );
  });

  it("a host's own time is its own, and said", async () => {
    write('a.log', at('18:30:00.000', NODE) + at('19:30:00.000', NODE));
    expect(await read({ offset: '+01:00' })).toEqual([
      { source: 'a', host: 'c1', lines: [at('19:30:00.000', NODE).trimEnd()], offset_minutes: 60 },
    ]);
  });

  it('an offset that is not configured is noticed', async () => {
    write('a.log', at('21:00:00.000', NODE));
    expect((await read())[0]?.cut).toBe(
      'times in a.log on c1 are 2 h ahead of the file itself: is utc_offset right?',
    );
    write('a.log', at('14:00:05.000', NODE));
    expect((await read())[0]?.cut).toBe(
      'times in a.log on c1 are 5 h behind the file itself: is utc_offset right?',
    );
    write('a.log', at('14:07:05.000', NODE));
    expect(await read()).toEqual([]);
  });

  it('a file that was rotated between being listed and being read is said', async () => {
    const path = write('a.log', at('18:30:00.000', NODE));
    const file = { path, name: 'a.log', host: 'c1', service: 'a', mtime: NOW.getTime(), inode: '0:0' };
    const wanted = {
      words: [NODE],
      bytes: [Buffer.from(NODE)],
      from: 0,
      to: NOW.getTime(),
      timeOf: lineTimes({ offsetMinutes: 0, now: NOW }),
    };
    const limits = {
      budget: createBudget(1),
      signal: new AbortController().signal,
      bounds: { lines: 10, characters: 1000 },
    };
    const changed = await readFile(file, wanted, limits);
    expect(changed).toMatchObject({
      stopped: 'changed',
      entries: [{ lines: [expect.stringContaining(NODE)] }],
    });
    expect(cutWords([changed], [], 0)).toEqual([
      'a.log on c1 was rotated or emptied while it was read; lines may be missing',
    ]);
    expect(await readFile({ ...file, path: `${path}.gone` }, wanted, limits)).toMatchObject({
      kind: 'unreadable',
    });
  });

  it('rotated and packed files come in their order, as one log', async () => {
    write('a.log', at('18:30:00.000', `${NODE} c`));
    write('a.log.1', at('18:20:00.000', `${NODE} b`), new Date('2026-11-22T18:20:00Z'));
    write('a.log.2.gz', gzipSync(at('18:10:00.000', `${NODE} a`)), new Date('2026-11-22T18:10:00Z'));
    write('a.log.3.zst', zstdCompressSync(at('18:05:00.000', `${NODE} z`)), new Date('2026-11-22T18:05:00Z'));
    const [log, ...others] = await read();
    expect(others).toEqual([]);
    expect(log?.lines.map((line) => line.at(-1)).join('')).toBe('zabc');
  });

  it('what was last written before the window is not opened', async () => {
    write('a.log', at('18:30:00.000', NODE), new Date('2026-11-22T17:00:00Z'));
    expect(await read()).toEqual([]);
  });

  it('binary files are skipped and named, once', async () => {
    write('wtmp.log', Buffer.from(Array.from({ length: 9000 }, (_, index) => index % 7)));
    write('old.log.xz', Buffer.from('fd377a585a000004e6d6b446', 'hex'));
    const [aside] = await read();
    expect(aside).toMatchObject({ source: 'files', lines: [] });
    expect(aside?.cut).toMatch(
      /^skipped, since not text: (?:wtmp\.log, old\.log\.xz|old\.log\.xz, wtmp\.log)$/,
    );
  });

  it('a log that was emptied under its writer is read behind its NULs', async () => {
    write('a.log', Buffer.concat([Buffer.alloc(3_000_000), Buffer.from(at('18:30:00.000', NODE))]));
    expect((await read())[0]?.lines).toEqual([at('18:30:00.000', NODE).trimEnd()]);
  });

  it('NULs, wild bytes, CRLF, a last line without an end, an empty file', async () => {
    const wild = Buffer.concat([
      Buffer.from(at('18:30:00.000', `${NODE} \0`).replace('\n', '\r\n')),
      Buffer.from([0xff, 0xfe, 10]),
    ]);
    write('a.log', Buffer.concat([wild, Buffer.from(at('18:31:00.000', NODE).trimEnd())]));
    write('empty.log', '');
    expect(await read()).toEqual([
      {
        source: 'a',
        host: 'c1',
        lines: [
          at('18:30:00.000', `${NODE} `).slice(0, -1),
          '\ufffd\ufffd',
          at('18:31:00.000', NODE).trimEnd(),
        ],
      },
    ]);
  });

  it('a damaged archive gives what can be unpacked', async () => {
    const many = Array.from({ length: 50_000 }, (_, index) =>
      at('18:30:00.000', `${NODE} ${index * 7919}`),
    ).join('');
    const path = write('a.log.1.gz', gzipSync(many));
    truncateSync(path, 100_000);
    utimesSync(path, NOW, NOW);
    const [log] = await read();
    expect(log?.lines.length).toBeGreaterThan(100);
    expect(log?.cut).toMatch(/a\.log\.1\.gz on c1 is damaged: only its first [\d.]+ MB could be unpacked/);
  });

  it('a line of many megabytes is cut, its neighbours are kept', async () => {
    const long = `2026-11-22 18:30:00.000 1 INFO x [-] ${NODE} ${'y'.repeat(20_000_000)}\n`;
    write('a.log', at('18:29:00.000', NODE) + long + at('18:31:00.000', NODE));
    const [log] = await read();
    expect(log?.lines).toHaveLength(3);
    expect(Math.max(...(log?.lines ?? []).map((line) => line.length))).toBeLessThan(20_000);
    expect(log?.cut).toContain('shortened');
  });

  it('lines without a head are told to be of unknown age', async () => {
    write('a.log', `one\n${NODE} two\nthree\n`);
    expect(await read()).toMatchObject([
      { lines: [`${NODE} two`], cut: 'lines of a.log on c1 carry no time; they may be older' },
    ]);
  });

  it('a glob without a file is said when it is asked', async () => {
    expect(await read()).toMatchObject([{ lines: [], cut: `no file matches ${folder}/{service}.log*` }]);
  });

  it('a folder and a dead link in the place of a file are no failure', async () => {
    mkdirSync(join(folder, 'a.log'));
    symlinkSync('/nowhere/at/all', join(folder, 'b.log'));
    expect((await read())[0]?.lines).toEqual([]);
  });
});

describe('bounds', () => {
  const minute = (index: number) =>
    `18:${String(Math.floor(index / 1000)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}.000`;
  const sparse = () =>
    Array.from({ length: 59_000 }, (_, index) =>
      at(minute(index), `${index % 1000 === 999 ? NODE : 'x'.repeat(97)} ${index}`),
    ).join('');
  const big = () =>
    Array.from({ length: 59_000 }, (_, index) =>
      at(minute(index), `${NODE} ${'x'.repeat(60)} ${index}`),
    ).join('');

  it('the newest is read when there is too much, and it is said', async () => {
    write('a.log', sparse());
    const [log] = await read({ megabytes: 2 });
    expect(log?.cut).toContain('only the newest 2 MB of a.log on c1 were read');
    expect(log?.lines.at(-1)).toMatch(/ 58999$/);
  });

  it('of a packed file it is the oldest', async () => {
    write('a.log.1.gz', gzipSync(sparse()));
    const [log] = await read({ megabytes: 2 });
    expect(log?.cut).toContain('only the oldest 2 MB of a.log.1.gz on c1 were read');
  });

  // Each of them is more than the budget: whichever two are read first, nothing is left for the others.
  it('files for which nothing is left are named', async () => {
    const names = ['a.log', 'a.log.1', 'a.log.2', 'a.log.3', 'a.log.4'];
    for (const [age, name] of names.entries()) write(name, sparse(), new Date(NOW.getTime() - age * 60_000));
    const [log] = await read({ megabytes: 1 });
    expect(log?.cut).toMatch(
      /a\.log(?:\.\d)?(?:, a\.log(?:\.\d)?){2}(?: and 1 more)? on c1 were not read: 1 MB had been read \(logs\.megabytes\)/,
    );
  });

  it('the newest lines are kept', async () => {
    write('a.log', big());
    const [log] = await read({ lines: 100 });
    expect(log?.lines).toHaveLength(100);
    expect(log?.lines.at(-1)).toMatch(/ 58999$/);
    expect(log?.lines[0]).toMatch(/ 58900$/);
    expect(log?.cut).toContain(
      'only the newest entries of a.log on c1 and older warnings and errors are here, there are more',
    );
  });

  // At DEBUG a conductor writes of each node whenever it looks at its power state, for hours after the failure.
  it.each(['a.log', 'a.log.1.gz'])(
    'an error is found below any number of lines that say nothing: %s',
    async (name) => {
      const failed = `${at('18:00:01.000', `${NODE} failed`).replace('INFO', 'ERROR')}because\n`;
      const text = failed + big().replaceAll('INFO', 'DEBUG');
      write(name, name.endsWith('.gz') ? gzipSync(text) : text);
      const [log] = await read({ lines: 100 });
      expect(log?.lines).toHaveLength(102);
      expect(log?.lines.slice(0, 2).join('\n')).toBe(failed.trimEnd());
      expect(log?.lines.at(-1)).toMatch(/ 58999$/);
      expect(log?.cut?.match(/there are more/g)).toHaveLength(1);
    },
  );

  it('nothing is read once the question is over', async () => {
    write('a.log', big());
    await expect(read({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'timeout',
      service: 'logs',
    });
  });

  it('a narrow window in a big log finds the same as a look at each line', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => {
      const when = new Date(Date.parse('2026-11-22T00:00:00Z') + index * 1100)
        .toISOString()
        .replace('T', ' ')
        .slice(0, -1);
      return `${when} 1 INFO ironic.x [-] ${index % 50 === 0 ? NODE : 'other'} ${index}${index % 7 === 0 ? `\n  more of ${index}` : ''}\n`;
    });
    write('a.log', lines.join(''));
    await fc.assert(
      fc.asyncProperty(fc.nat(66_000_000), fc.nat(4_000_000), async (start, length) => {
        const from = Date.parse('2026-11-22T00:00:00Z') + start;
        const expected = lines.filter((_, index) => {
          const when = Date.parse('2026-11-22T00:00:00Z') + index * 1100;
          return index % 50 === 0 && when >= from && when <= from + length;
        });
        const found = await read({ from: new Date(from), to: new Date(from + length) });
        expect((found[0]?.lines ?? []).join('\n')).toBe(expected.join('').trimEnd());
      }),
      { numRuns: 12 },
    );
  });
});
