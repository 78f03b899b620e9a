import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesOf } from '../../../../src/lib/log-lines.ts';
import { cutAt, piecesWith } from '../../../../src/logs/files/blocks.ts';
import { looksBinary } from '../../../../src/logs/files/file-kind.ts';

const HEAD = '2026-11-22 18:40:22.184 1';
const line = fc.oneof(
  fc.string({ maxLength: 40 }).map((text) => text.replaceAll('\n', ' ')),
  fc.constantFrom(
    `${HEAD} INFO a [-] x`,
    `${HEAD} ERROR a [-] word`,
    `${HEAD} ERROR a Traceback `,
    '  File',
    'a word',
  ),
);
const text = fc.array(line, { maxLength: 40 }).map((lines) => lines.map((one) => `${one}\n`).join(''));

describe('a log in blocks', () => {
  it('neighbours neither overlap nor leave anything out, wherever they are cut and whatever stands around', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(2000), { maxLength: 5 }), (log, cuts) => {
        const bytes = Buffer.from(log);
        const edges = [
          0,
          ...cuts.filter((at) => at > 0 && at < bytes.length).sort((a, b) => a - b),
          bytes.length,
        ];
        const pieces = edges.slice(1).map((end, index) => {
          const begin = edges[index] ?? 0;
          const from = begin === 0 ? 0 : cutAt(bytes, begin);
          const to = end === bytes.length ? end : cutAt(bytes, end);
          return from < to ? bytes.toString('utf8', from, to) : '';
        });
        expect(pieces.join('')).toBe(log);
      }),
    );
  });

  it('pieces hold every entry with the word, whole, each once', () => {
    fc.assert(
      fc.property(text, (log) => {
        const bytes = Buffer.from(log);
        const pieces = [...piecesWith(bytes, [Buffer.from('word')], 0, bytes.length)];
        for (const [index, piece] of pieces.entries()) {
          expect(piece.begin).toBeGreaterThanOrEqual(pieces[index - 1]?.end ?? 0);
          expect(piece.end).toBeGreaterThan(piece.begin);
        }
        const wanted = entriesOf(log.split('\n').slice(0, -1)).filter((entry) =>
          entry.join('\n').includes('word'),
        );
        const found = pieces.flatMap(({ begin, end }) =>
          entriesOf(bytes.toString('utf8', begin, end).split('\n').slice(0, -1)).filter((entry) =>
            entry.join('\n').includes('word'),
          ),
        );
        expect(found).toEqual(wanted);
      }),
    );
  });

  it('a line that does not end is cut within reach', () => {
    const bytes = Buffer.alloc(2_000_000, 'x');
    expect(cutAt(bytes, 1_000_000)).toBe(1_000_000 + (256 << 10));
  });
});

it.each([
  ['text', Buffer.from('2026-11-22 a\n'), false],
  ['colours', Buffer.from('\u001b[31mred\u001b[0m\n'.repeat(20)), false],
  ['other languages', Buffer.from('ошибка 失敗\n'.repeat(20)), false],
  ['latin-1', Buffer.from('größe\n'.repeat(20), 'latin1'), false],
  ['NULs in front', Buffer.concat([Buffer.alloc(8000), Buffer.from('text\n')]), false],
  ['UTF-16', Buffer.from('wide text\n'.repeat(20), 'utf16le'), true],
  ['records', Buffer.from(Array.from({ length: 512 }, (_, at) => (at % 5 === 0 ? 3 : 0))), true],
])('%s: binary %s', (_, sample, binary) => {
  expect(looksBinary(sample)).toBe(binary);
});
