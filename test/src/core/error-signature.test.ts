import fc from 'fast-check';
import { expect, test } from 'vitest';
import { depthOf, innermost, phaseOf, recognise } from '../../../src/core/error-signature.ts';
import { SIGNATURES } from '../../../src/core/signatures/index.ts';

const PREPARE = 'Failed to prepare to deploy: ';
const MAC = 'Unable to complete operation for network 9dbc. The mac address 52:54:00:1a:b0:77 is in use.';

test('an inner wording comes before the wrapper that stands in front of it', () => {
  const found = recognise(PREPARE + MAC);
  expect(found[0]?.signature.cause).toBe('mac-address-in-use');
  expect(found.map(({ signature }) => signature.id)).toContain('prepare-deploy-failed');
});

test('a bare wrapper says where, and that it cannot tell why', () => {
  expect(innermost(`${PREPARE}something new`)?.signature).toMatchObject({
    cause: 'insufficient-evidence',
    phase: 'deploy',
  });
});

test('of two wrappers the deeper one counts', () => {
  const text =
    'Async execution of do_node_clean failed with error: Failed to prepare node n1 for cleaning: new';
  expect(innermost(text)?.signature.id).toBe('prepare-cleaning-failed');
});

test('ranks inner words before vague ones, wrappers and unknown words', () => {
  expect(depthOf(innermost('Failed to prepare to deploy: [Errno 28] No space left on device'))).toBe(0);
  expect(depthOf(innermost('Timeout reached while waiting for callback for node 1111'))).toBe(1);
  expect(depthOf(innermost('Failed to tear down: odd'))).toBe(2);
  expect(depthOf(undefined)).toBe(3);
});

test('a vague wording yields to a telling one on either side of it', () => {
  const vague = 'IPMI call failed: power status.';
  const telling = 'Unsupported cipher suite ID : 17';
  expect(innermost(`${vague} ${telling}`)?.signature.id).toBe('ipmi-cipher');
  expect(innermost(`${telling} ${vague}`)?.signature.id).toBe('ipmi-cipher');
});

test('the last of two telling wordings counts', () => {
  const first = 'PXE-E51: No DHCP or proxyDHCP offers were received.';
  expect(innermost(`${first} ${MAC}`)?.signature.cause).toBe('mac-address-in-use');
  expect(innermost(`${MAC} ${first}`)?.signature.cause).toBe('dhcp-pxe-boot');
  expect(innermost(`${MAC} ${first} ${MAC}`)?.signature.cause).toBe('mac-address-in-use');
});

test('the phase is that of the outermost wrapper', () => {
  expect(phaseOf(`${PREPARE}IPMI call failed: power on.`)).toBe('deploy');
  expect(phaseOf('Failed to inspect hardware. Reason: Failed to change power state to reboot: x')).toBe(
    'inspect',
  );
  expect(phaseOf('nothing known')).toBeUndefined();
});

test('captures hold what the wording names', () => {
  const lock =
    'Node 6a2f is locked by host conductor-1.example.com, please retry after the current operation is completed.';
  expect(innermost(lock)?.captures).toEqual({ node: '6a2f', host: 'conductor-1.example.com' });
  const missing =
    "Some parameters were missing in node's driver_info. Missing are: ['deploy_kernel', 'deploy_ramdisk']";
  expect(innermost(missing)?.captures).toEqual({ missing: "['deploy_kernel', 'deploy_ramdisk'" });
  const limit = 'The concurrent action limit for cleaning has been reached.';
  expect(innermost(limit)?.captures).toEqual({ task: 'cleaning' });
  const group = 'No conductor service registered which supports driver ipmi for conductor group "rack-b".';
  expect(innermost(group)?.captures).toEqual({ driver: 'ipmi', group: 'rack-b' });
});

test('a lock that is only warned of goes behind an error, and is told where nothing else is', () => {
  const entry = (second: number, level: string, said: string) =>
    `2026-11-22 17:01:0${second}.123 41 ${level} ironic.conductor.task_manager [-] ${said}`;
  const lock = 'Node n1 is locked by host c1, please retry after the current operation is completed.';
  const late = entry(2, 'ERROR', 'Timeout reached while waiting for callback for node n3');
  expect(innermost(`${entry(1, 'WARNING', lock)}\n${late}`)?.signature.cause).toBe('wait-callback-timeout');
  expect(innermost(`${entry(1, 'ERROR', lock)}\n${late}`)?.signature.cause).toBe('node-locked');
  const odd = entry(2, 'ERROR', 'odd');
  expect(innermost(`${entry(1, 'WARNING', lock)}\n${odd}`)?.signature.cause).toBe('node-locked');
});

test('nothing is recognised in nothing', () => {
  expect(innermost(null)).toBeUndefined();
  expect(innermost(undefined)).toBeUndefined();
  expect(innermost('')).toBeUndefined();
  expect(recognise('all is well')).toEqual([]);
});

test('both ends of a text that is far too long are read', () => {
  const filler = 'x '.repeat(200_000);
  expect(innermost(PREPARE + filler + MAC)?.signature.cause).toBe('mac-address-in-use');
  expect(phaseOf(PREPARE + filler + MAC)).toBe('deploy');
});

test('a wording that shell output, JSON or a database cut is still known by its beginning', () => {
  const text = 'Image failed to verify against checksum. location: /dev/sda; image ID: 7f3c';
  for (let cut = 41; cut <= text.length; cut += 1)
    expect(innermost(text.slice(0, cut))?.signature.id).toBe('agent-image-checksum');
});

/** Characters and words on which a careless pattern would walk back and forth. */
const ATOMS = [
  'a',
  '%',
  '[',
  '{',
  '(',
  '"',
  "'",
  '\\',
  '|',
  '.',
  ' ',
  '\n',
  '0',
  'step ',
  'Deploy step ',
  'step {',
  'failed ',
  'image ',
  'LACP',
  'Out of memory ',
  'Node ',
  'https://',
  'HTTP GET https://',
  '/redfish/v1',
  'Missing are: [',
  'mount ',
  'config drive ',
  'Timeout reached while cleaning the node',
  '&amp;',
  '\u001b[',
];

test.each(ATOMS)('100 kB of %j are read to the end', (atom) => {
  const text = atom.repeat(Math.ceil(100_000 / atom.length)).slice(0, 100_000);
  expect(Array.isArray(recognise(text))).toBe(true);
  expect(Array.isArray(recognise(`${text} failed on node ${MAC}`))).toBe(true);
});

test('wild texts are read to the end, and what is found stands in the table', () => {
  const wild = fc
    .array(fc.oneof(fc.constantFrom(...ATOMS), fc.string({ unit: 'binary', maxLength: 20 })), {
      maxLength: 12,
    })
    .map((parts) => parts.join('').repeat(60).slice(0, 100_000));
  fc.assert(
    fc.property(wild, (text) => {
      for (const { signature, excerpt, index } of recognise(text)) {
        expect(SIGNATURES).toContain(signature);
        expect(excerpt.length).toBeGreaterThan(0);
        expect(index).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 100 },
  );
});
