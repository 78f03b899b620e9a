import type { Readable } from 'node:stream';

/** What the first bytes say that it is. `other` comes with words. */
export type Container =
  | { readonly kind: 'gzip' }
  | { readonly kind: 'tar' }
  | { readonly kind: 'other'; readonly words: string };

/** Enough to see the `ustar` of a tar header, at 257. */
const NEEDED = 262;

const startsWith = (head: Buffer, ...bytes: number[]) =>
  head.length >= bytes.length && bytes.every((byte, at) => head[at] === byte);

/** By magic numbers, since names promise what they like. */
export function containerOf(head: Buffer): Container {
  if (head.length === 0) return { kind: 'other', words: 'it is empty' };
  if (startsWith(head, 0x1f, 0x8b)) return { kind: 'gzip' };
  if (head.length >= NEEDED && head.toString('latin1', 257, 262) === 'ustar') return { kind: 'tar' };
  if (startsWith(head, 0xfd, 0x37, 0x7a, 0x58, 0x5a)) return { kind: 'other', words: 'it is xz, not gzip' };
  if (startsWith(head, 0x28, 0xb5, 0x2f, 0xfd)) return { kind: 'other', words: 'it is zstd, not gzip' };
  if (startsWith(head, 0x42, 0x5a, 0x68)) return { kind: 'other', words: 'it is bzip2, not gzip' };
  if (head.toString('latin1', 0, 4) === 'H4sI')
    return { kind: 'other', words: 'it is base64 text that nobody decoded' };
  if (/^\s*[<{]/.test(head.toString('latin1', 0, 16)))
    return { kind: 'other', words: 'it is a web page or JSON, not a tarball' };
  return { kind: 'other', words: 'it is not a gzip file' };
}

/** Takes the first bytes off a stream; `rest` gives them again, and then what follows. */
export async function peek(
  source: Readable,
): Promise<{ readonly head: Buffer; readonly rest: AsyncGenerator<Buffer> }> {
  const chunks = source.iterator()[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let head: Buffer = Buffer.alloc(0);
  let done = false;
  while (head.length < NEEDED && !done) {
    const next = await chunks.next();
    if (next.done) done = true;
    else head = Buffer.concat([head, next.value]);
  }
  async function* again() {
    if (head.length > 0) yield head;
    while (!done) {
      const next = await chunks.next();
      if (next.done) return;
      yield next.value;
    }
  }
  return { head, rest: again() };
}
