const BLOCK = 512;

/** Plain files as one ustar archive; enough for names below 100 bytes. */
export function tarOf(files: Readonly<Record<string, string>>, at: number): Buffer {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const body = Buffer.from(text, 'utf8');
    return [headerOf(name, body.length, at), body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** POSIX.1-1988: octal numbers, and a sum over the header with spaces in the place of the sum. */
function headerOf(name: string, size: number, at: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  header.write(name, 0, 100, 'utf8');
  header.write(octal(0o644, 8) + octal(0, 8) + octal(0, 8), 100, 'latin1');
  header.write(octal(size, 12) + octal(Math.floor(at / 1000), 12), 124, 'latin1');
  header.write('        0', 148, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}
