import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';

export type Packed = Partial<Header> & { readonly name: string; readonly text?: string };

/** A tar in memory. */
export async function tar(...entries: readonly Packed[]): Promise<Buffer> {
  const packing = pack();
  for (const { text = '', ...header } of entries) packing.entry(header, text);
  packing.finalize();
  return buffer(Readable.from(packing, { objectMode: false }));
}

export const tarball = async (...entries: readonly Packed[]): Promise<Buffer> =>
  gzipSync(await tar(...entries));

/** In pieces, as a network gives them. */
export function streamOf(bytes: Buffer, piece = 1000): Readable {
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, i) =>
    bytes.subarray(i * piece, (i + 1) * piece),
  );
  return Readable.from(pieces, { objectMode: false });
}
