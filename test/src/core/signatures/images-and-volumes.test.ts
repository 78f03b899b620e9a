import { expect, it } from 'vitest';
import { innermost } from '../../../../src/core/error-signature.ts';

it.each([
  [
    'Security: The requested deploy image for node x has a format (qcow2) which does not match the expected image format (raw) based upon supplied or retrieved information.',
    'image-format-refused',
  ],
  [
    'Security: The requested deploy image for node x is of format image vmdk and is not in the [conductor]permitted_image_formats list.',
    'image-format-refused',
  ],
  [
    'Security: The requested image for deployment of node x fails safety sanity checking: has a backing file',
    'image-safety-check',
  ],
  [
    'iscsiadm: initiator reported error (24 - iSCSI login failed due to authorization failure)',
    'san-login-refused',
  ],
  [
    'Failed to initialize connection for volume v to node x: CHAP authentication of the initiator failed',
    'san-login-refused',
  ],
])('%s is %s', (text, id) => {
  expect(innermost(text)?.signature.id).toBe(id);
});

it.each([
  'CHAP enabled for target iqn.2010-10.org.openstack:volume-1',
  'iSCSI login failed: connection timed out',
  'Authentication failed for user ironic',
])('%s is no refused login of a volume', (text) => {
  expect(innermost(text)?.signature.id).not.toBe('san-login-refused');
});
