/** The beginning of a text, or its end, in bounded memory; its lines are made once, when all has been seen. */
export interface KeptText {
  add(chunk: Buffer): void;
  /** Bytes that are held at the moment. */
  held(): number;
  /** `cut` says in words what was left out. */
  lines(): { readonly lines: readonly string[]; readonly cut?: string };
}

export interface KeepOptions {
  /** `end`: what happened last tells most. `beginning`: a table's first rows. */
  readonly end: 'end' | 'beginning';
  readonly bytes: number;
  readonly lines: number;
}

/** Longer ones are binary, or somebody's attempt. */
const LONGEST_LINE = 2_000;
// Everything that is neither text nor a tab, and what changes the order of what is read.
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const COLOUR = /\u001b\[[0-9;]{0,20}[A-Za-z]/g;

export function keepText({ end, bytes, lines: most }: KeepOptions): KeptText {
  let chunks: Buffer[] = [];
  let held = 0;
  let seen = 0;

  const trim = () => {
    while (chunks[0] && held - chunks[0].length >= bytes) held -= chunks.shift()?.length ?? 0;
  };
  return {
    add(chunk) {
      seen += chunk.length;
      if (end === 'beginning' && held >= bytes) return;
      const part = end === 'beginning' ? chunk.subarray(0, bytes - held) : chunk;
      // A small piece would otherwise hold on to the large buffer that it was cut from.
      chunks.push(part.length * 2 < part.buffer.byteLength ? Buffer.from(part) : part);
      held += part.length;
      if (end === 'end') trim();
    },
    held: () => held,
    lines() {
      const whole = Buffer.concat(chunks);
      chunks = [];
      const kept = end === 'end' ? whole.subarray(-bytes) : whole;
      const text = new TextDecoder('utf-8', { fatal: false }).decode(kept);
      const all = text.split('\n');
      if (all.at(-1) === '') all.pop();
      // The first line of a tail is a piece of one.
      if (end === 'end' && kept.length < seen && all.length > 1) all.shift();
      const some = end === 'end' ? all.slice(-most) : all.slice(0, most);
      const long = some.some((line) => line.length > LONGEST_LINE);
      const lines = some.map(cleanLine);
      const words = [
        ...(some.length < all.length || kept.length < seen
          ? [`the ${end === 'end' ? 'last' : 'first'} ${some.length} lines of ${formatBytes(seen)} were kept`]
          : []),
        ...(long ? [`lines longer than ${LONGEST_LINE} characters were cut`] : []),
      ];
      return { lines, ...(words.length > 0 ? { cut: words.join('; ') } : {}) };
    },
  };
}

function cleanLine(line: string): string {
  const short = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
  return short.replace(COLOUR, '').replace(UNPRINTABLE, '').toWellFormed();
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'] as const;

/** `512 bytes`, `2 GiB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(3, Math.floor(Math.log2(bytes) / 10));
  return `${Math.round((bytes / 1024 ** power) * 10) / 10} ${UNITS[power]}`;
}
