import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FleetEntry } from '../../../src/core/fleet-entry.ts';
import { createFleetIndex, type FleetIndex } from '../../../src/core/fleet-index.ts';
import { nodeEntry, posted, reader } from '../../support/alerts.ts';
import { namingOracle, type OracleNode } from '../../support/naming-oracle.ts';

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
const uuid = (n: number) => `${hex((n * 2_654_435_761) >>> 0, 8)}-0000-4000-8000-${hex(n, 12)}`;
const DOMAIN = 'dc1.example.org';
const WORDS = [
  'apollo',
  'node',
  'error',
  'server',
  'gemini',
  'api-server',
  'v1.2.3',
  '2026-11-22',
  'sha256',
  '10g',
];

/** Ten thousand names that are parts of each other. */
function fleetNames(): readonly string[] {
  const names = new Set<string>(WORDS);
  for (let i = 1; i <= 3000; i++) names.add(`node-${i}`);
  for (let i = 1; i <= 1500; i++) names.add(`node-${i}-old`);
  for (let i = 1; i <= 1000; i++) names.add(`xnode-${i}`);
  for (let rack = 1; rack <= 40; rack++) for (let u = 1; u <= 42; u++) names.add(`BM-Rack${rack}-U${u}`);
  for (let i = 1; i <= 1000; i++) names.add(`hx${i}0.${DOMAIN}`);
  for (let i = 1; i <= 800; i++) names.add(`r${i}_n${i % 7}~a`);
  for (let i = 1; names.size < 10_000; i++) names.add(`node-1.${i}`);
  return [...names];
}

const NODES: readonly OracleNode[] = fleetNames().map((name, at) => ({
  id: uuid(at),
  name,
  ...(WORDS.includes(name) ? { word: true } : {}),
}));

/** What index and reader make of a message, as ids of nodes. */
function recognised(text: string, index: FleetIndex): readonly string[] {
  const read = reader.readEvent(posted({ text }));
  if (read?.kind !== 'posted') throw new Error('not read');
  const certain = read.reading.items.flatMap((item) => index.mentionsIn(item).certain);
  return [...new Set(certain.map((one) => one.id))].sort();
}

const one = fc.nat(NODES.length - 1).map((at) => NODES[at]?.name ?? '');
const number = fc.nat(4000);
const word = fc.constantFrom(...WORDS);
/** Names as they are, as others have them, and what only looks like one. */
const piece = fc.oneof(
  { weight: 5, arbitrary: one },
  one.map((name) => name.toUpperCase()),
  one.map((name) => `${name}:9100`),
  one.map((name) => `${name}.${DOMAIN}`),
  one.map((name) => `${name}.elsewhere.org`),
  one.map((name) => `${name}.tar.gz`),
  one.map((name) => `${name}.`),
  one.map((name) => `_${name}_`),
  fc.tuple(one, number).map(([name, n]) => `${name}${n}`),
  fc.tuple(one, number).map(([name, n]) => `${name}-${n}`),
  fc.tuple(one, one).map(([a, b]) => `${a}..${b}`),
  fc.tuple(one, fc.constantFrom('é', 'ж', 'x', '9')).map(([name, mark]) => `${mark}${name}`),
  one.map((name) => `故障${name}不可用`),
  one.map((name) => name.slice(0, -1)),
  word,
  word.map((name) => `\nnode: ${name}\n`),
  word.map((name) => ` node_name="${name}" `),
  fc.constantFrom('is', 'down', 'CRITICAL', 'power', 'Timeout reached', '10.20.3.17', '1.2.3', 'of rack'),
  number.map((n) => `node-${n}`),
);
const gap = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  ', ',
  '\n',
  '; ',
  ' | ',
  ' (',
  ') ',
  ' "',
  '" ',
  '`',
  '/',
  ' → ',
  '、',
  '。',
);
const message = fc
  .array(fc.tuple(piece, gap), { minLength: 1, maxLength: 12 })
  .map((pairs) => pairs.flat().join(''));

describe('recognition among ten thousand names', () => {
  const index = createFleetIndex(NODES.map(({ name, id }) => nodeEntry(name, id)));

  it('finds exactly the nodes that a text names, in ten thousand texts', () => {
    expect(index.size).toBe(10_000);
    const namedIn = namingOracle(NODES, [DOMAIN]);
    let named = 0;
    fc.assert(
      fc.property(message, (text) => {
        const wanted = namedIn(text);
        named += wanted.size;
        expect(recognised(text, index)).toEqual([...wanted].sort());
      }),
      { numRuns: 10_000 },
    );
    expect(named).toBeGreaterThan(10_000);
  }, 300_000);
});

describe('recognition among names that are hardly different', () => {
  const name = fc
    .string({ unit: fc.constantFrom('a', '1', '-', '.', '_', '~'), minLength: 1, maxLength: 4 })
    .map((end) => `zzq9${end}`)
    .filter((made) => !made.includes('..') && !/[._~-]$/.test(made));
  const text = fc.string({
    unit: fc.oneof(
      name,
      fc.constantFrom('zzq9', 'a', '1', '-', '.', '_', '~', ' ', '\n', '/', '"', 'é', '字'),
    ),
    maxLength: 12,
  });

  it('is exact for every text', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 12 }), text, (names, said) => {
        const nodes = names.map((each, at) => ({ id: uuid(at), name: each }));
        const small = createFleetIndex(nodes.map((node) => nodeEntry(node.name, node.id)));
        expect(recognised(said, small)).toEqual([...namingOracle(nodes, [])(said)].sort());
      }),
      { numRuns: 3000 },
    );
  });
});

describe('recognition by address, MAC, serial and UUID', () => {
  const entries: readonly FleetEntry[] = Array.from({ length: 200 }, (_, at) =>
    nodeEntry(`bm-a${at}`, uuid(at), {
      addresses: [at % 2 === 0 ? `10.20.${at >> 4}.${at % 16}` : `2001:db8::${hex(at, 1)}`],
      macs: [`52:54:00:0a:0b:${hex(at, 2)}`],
      serials: [`SN${at}XK2P`],
    }),
  );
  const index = createFleetIndex(entries);
  const key = fc.nat(entries.length - 1).chain((at) => {
    const { id, addresses = [], macs = [], serials = [] } = entries[at] as FleetEntry;
    const [address = ''] = addresses;
    const digits = (macs[0] ?? '').replaceAll(':', '');
    const shown = fc.constantFrom(
      ...[
        id,
        id.toUpperCase(),
        id.replaceAll('-', ''),
        address,
        `[${address}]:443`,
        `https://${address}/redfish`,
      ],
      ...[
        macs[0] ?? '',
        (macs[0] ?? '').toUpperCase().replaceAll(':', '-'),
        digits,
        `${digits.slice(0, 6)}-${digits.slice(6)}`,
      ],
      ...[
        digits.replace(/(....)(....)(....)/, '$1.$2.$3'),
        serials[0] ?? '',
        (serials[0] ?? '').toLowerCase(),
      ],
    );
    // An address as the host of a URL needs brackets where it is IPv6.
    return shown
      .filter((text) => !(text.startsWith('https') && address.includes(':')))
      .map((text) => ({ id, text: text.startsWith('[10') ? `${address}:443` : text }));
  });
  const wrong = fc.nat(entries.length - 1).chain((at) => {
    const { id, addresses = [], macs = [], serials = [] } = entries[at] as FleetEntry;
    const [address = ''] = addresses;
    return fc.constantFrom(
      ...[
        `${id}0`,
        `a${id}`,
        id.slice(0, 8),
        `${id}-1`,
        `${macs[0]}:00:11`,
        `00:${macs[0]}`,
        `${macs[0]?.slice(0, -3)}`,
      ],
      ...[
        `${serials[0]}9`,
        `X${serials[0]}`,
        address.includes(':') ? `${address}:1:2` : `${address}.7`,
        `1${address}`,
      ],
      ...(address.includes(':') ? [`${address}f`] : [`${address}9`, `v${address}`, `${address}-rc1`]),
    );
  });

  it('finds each in every form, and nothing in what only resembles it', () => {
    const known = new Set(entries.flatMap((one) => one.addresses ?? []));
    const parts = fc.array(fc.oneof(key, wrong), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(parts, (all) => {
        // What was made longer may be another one's by chance.
        fc.pre(all.every((part) => typeof part !== 'string' || !known.has(part)));
        const text = all.map((part) => (typeof part === 'string' ? part : part.text)).join(' and ');
        const wanted = new Set(all.flatMap((part) => (typeof part === 'string' ? [] : [part.id])));
        expect(recognised(text, index)).toEqual([...wanted].sort());
      }),
      { numRuns: 2000 },
    );
  });
});
