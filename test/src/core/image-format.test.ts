import { expect, it } from 'vitest';
import { inspectedIn, permittedByDefault, sameFormat } from '../../../src/core/image-format.ts';

it.each([
  [
    'Security: The requested deploy image for node x has a format (qcow2) which does not match the expected image format (raw) based upon supplied or retrieved information.',
    { actual: 'qcow2', expected: 'raw' },
  ],
  ['Security: Expected format was qcow2, but image was actually VMDK', { actual: 'vmdk', expected: 'qcow2' }],
  ['Security: Detected image format was vdi, but only raw, qcow2 are allowed', { actual: 'vdi' }],
  [
    'Security: The requested deploy image for node x is of format image luks and is not in the [conductor]permitted_image_formats list.',
    { actual: 'luks' },
  ],
  [
    'Security: The requested user image for the deployment node x failed to be able to be parsed by the image format checker: y',
    { unsafe: true },
  ],
  ['The requested image is not valid for use.', undefined],
])('%s', (text, expected) => {
  expect(inspectedIn(text)).toEqual(expected);
});

it('gpt is raw', () => {
  expect(sameFormat('gpt', 'raw')).toBe(true);
  expect(sameFormat('qcow2', 'raw')).toBe(false);
  expect(['raw', 'gpt', 'qcow2', 'iso', 'vhd'].map(permittedByDefault)).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
});
