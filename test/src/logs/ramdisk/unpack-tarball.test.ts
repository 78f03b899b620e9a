import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unpackTarball } from '../../../../src/logs/ramdisk/unpack-tarball.ts';
import { streamOf, tar, tarball } from './tarballs.ts';

const never = new AbortController().signal;
const unpack = (bytes: Buffer, piece?: number) => unpackTarball(streamOf(bytes, piece), never);
const GOOD = [
  { name: 'journal', text: 'one\ntwo\n' },
  { name: 'df', text: 'Filesystem\n' },
] as const;

test('gives the lines of every part', async () => {
  expect(await unpack(await tarball(...GOOD), 7)).toEqual({
    parts: [
      { name: 'journal', lines: ['one', 'two'] },
      { name: 'df', lines: ['Filesystem'] },
    ],
  });
});

test('reads a tar that nobody compressed, and a gzip of several members', async () => {
  const plain = await tar(...GOOD);
  expect((await unpack(plain)).parts).toHaveLength(2);
  const members = Buffer.concat([gzipSync(plain.subarray(0, 700)), gzipSync(plain.subarray(700))]);
  expect(await unpack(members)).toEqual(await unpack(plain));
});

describe('names', () => {
  test.each(['../../x', '/a/../../b', 'a\nb', 'a\u202eb', 'x'.repeat(201), '..', '\\\\host\\x'])(
    '%j is left out and said',
    async (name) => {
      const { parts, cut } = await unpack(await tarball({ name, text: 'evil' }, ...GOOD));
      expect(parts.map((part) => part.name)).toEqual(['journal', 'df']);
      expect(cut).toBe('an entry with a hostile name');
    },
  );

  test('an absolute one loses what makes it so', async () => {
    const { parts } = await unpack(await tarball({ name: '/var/log/messages', text: 'a' }));
    expect(parts[0]?.name).toBe('var/log/messages');
  });

  test('a name ends at NUL, as tar has it', async () => {
    const bytes = await tar({ name: 'journal-x', text: 'a' });
    bytes.write('\0', 7, 'latin1');
    const sum =
      bytes.subarray(0, 148).reduce((a, b) => a + b, 0) +
      bytes.subarray(156, 512).reduce((a, b) => a + b, 0) +
      256;
    bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    expect((await unpack(bytes)).parts[0]?.name).toBe('journal');
  });

  test('the second of the same name is left out', async () => {
    const { parts, cut } = await unpack(await tarball(...GOOD, { name: './df', text: 'other' }));
    expect(parts).toHaveLength(2);
    expect(cut).toBe('a second entry of the same name');
  });
});

test('links and devices are left out and said, folders are nothing', async () => {
  const bytes = await tarball(
    { name: 'journal', type: 'symlink', linkname: '/etc/shadow' },
    { name: 'hard', type: 'link', linkname: '/etc/shadow' },
    { name: 'sda', type: 'block-device' },
    { name: 'pipe', type: 'fifo' },
    { name: 'var', type: 'directory' },
    ...GOOD,
  );
  const { parts, cut } = await unpack(bytes);
  expect(parts).toHaveLength(2);
  expect(parts[0]?.lines).toEqual(['one', 'two']);
  expect(cut).toBe('4 links or devices');
});

test('a journal keeps its end, a table its beginning, and both say so', async () => {
  const text = Array.from({ length: 90_000 }, (_, i) => `line ${i} ${'x'.repeat(40)}`).join('\n');
  const { parts } = await unpack(await tarball({ name: 'journal', text }, { name: 'ps', text }), 65_536);
  const [journal, ps] = parts;
  expect(journal?.lines.at(-1)).toMatch(/^line 89999 /);
  expect(journal?.lines).toHaveLength(4000);
  expect(journal?.cut).toBe('the last 4000 lines of 4.5 MiB were kept');
  expect(ps?.lines[0]).toMatch(/^line 0 /);
  expect(ps?.cut).toBe('the first 2000 lines of 4.5 MiB were kept');
});

test('text is decoded leniently and holds nothing that steers a terminal', async () => {
  const bytes = await tarball({ name: 'journal', text: '\u001b[31mred\u001b[0m \u0000\u0007bell\u202e\r\n' });
  expect((await unpack(bytes)).parts[0]?.lines).toEqual(['red bell']);
  const latin = await tar({ name: 'df', text: 'aeb' });
  latin[513] = 0xe4;
  expect((await unpack(latin)).parts[0]?.lines).toEqual(['a\ufffdb']);
});

test('a hundred thousand entries end early', async () => {
  const many = Array.from({ length: 700 }, (_, i) => ({ name: `part-${i}`, text: 'x' }));
  const { parts, cut } = await unpack(await tarball(...many), 65_536);
  expect(parts).toHaveLength(500);
  expect(cut).toBe('more than 500 entries');
});

describe('what is no good', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'it is empty'],
    ['words', Buffer.from('hello'), 'it is not a gzip file'],
    ['xz', Buffer.from('fd377a585a000004', 'hex'), 'it is xz, not gzip'],
    ['base64', Buffer.from(gzipSync('x').toString('base64')), 'it is base64 text that nobody decoded'],
    ['a web page', Buffer.from('<html>'), 'it is a web page or JSON, not a tarball'],
    ['a gzip of words', gzipSync('hello '.repeat(200)), 'its tar structure is damaged'],
  ])('%s is named', async (_, bytes, cut) => {
    expect(await unpack(bytes)).toEqual({ parts: [], cut });
  });

  test('a gzip that ends in the middle gives what came before', async () => {
    const text = Array.from({ length: 3000 }, (_, i) => `${Math.sin(i)}`).join('\n');
    const bytes = await tarball({ name: 'df', text: 'whole\n' }, { name: 'journal', text });
    const { parts, cut } = await unpack(bytes.subarray(0, bytes.length / 2));
    expect(parts[0]?.lines).toEqual(['whole']);
    expect(parts[1]?.lines.length).toBeGreaterThan(100);
    expect(cut).toBe('it ends in the middle');
  });

  test('so does a tar that ends in the middle', async () => {
    const bytes = await tar(...GOOD);
    const { parts, cut } = await unpack(gzipSync(bytes.subarray(0, 1500)));
    expect(parts[0]?.lines).toEqual(['one', 'two']);
    expect(cut).toBe('it ends in the middle');
  });

  test('damage in the middle is said', async () => {
    const bytes = await tarball(...GOOD);
    bytes.fill(0xff, 20, 60);
    expect((await unpack(bytes)).cut).toBe('its compressed data is damaged');
  });

  test('a stream that never goes on ends with the signal', async () => {
    const giveUp = new AbortController();
    const stuck = new Readable({ read: () => undefined });
    const bytes = await tarball(...GOOD);
    stuck.push(bytes.subarray(0, 40));
    const unpacking = unpackTarball(stuck, giveUp.signal);
    giveUp.abort();
    expect((await unpacking).cut).toBe('there was no time to read all of it');
    expect(stuck.destroyed).toBe(true);
  });

  test('a stream that breaks is no exception', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('1f8b', 'hex');
        throw new Error('reset');
      })(),
      { objectMode: false },
    );
    expect((await unpackTarball(broken, never)).cut).toBe('it could not be read to its end');
  });
});

test('whatever the bytes are, there is an answer', async () => {
  const good = await tarball(...GOOD);
  const plain = await tar(...GOOD);
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.nat(plain.length - 1), fc.nat(255), async (a, b, byte) => {
      for (const [bytes, at] of [
        [Buffer.from(good), a],
        [Buffer.from(plain), b],
      ] as const) {
        bytes[at] = byte;
        const { parts } = await unpack(bytes, 300);
        expect(parts.every(({ name }) => !name.includes('..'))).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});
