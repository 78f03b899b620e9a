import { expect, test } from 'vitest';
import { GUIDE_SECTIONS, guideOf } from '../../../src/core/guide.ts';

const GUIDE = 'https://docs.openstack.org/ironic/latest/admin/troubleshooting.html#';

/** Top-level headings of openstack/ironic doc/source/admin/troubleshooting.rst at 7bc6aba7, in its order. */
const HEADINGS = [
  'Nova returns "No valid host was found" Error',
  'Patching the Deploy Ramdisk',
  'API Errors',
  'Retrieving logs from the deploy ramdisk',
  'DHCP during PXE or iPXE is inconsistent or unreliable',
  'Why does X issue occur when I am using LACP bonding with iPXE?',
  'IPMI errors',
  'Why are my nodes stuck in a "-ing" state?',
  'Why are my nodes stuck in a "wait" state?',
  'Deployments fail with "failed to update MAC address"',
  'Reattaching networking on active instances',
  'My test VM image does not deploy -- mount point does not exist',
  'Issues with autoconfigured TLS',
  "I changed ironic.conf, and now I can't edit my nodes.",
  "I'm getting Out of Memory errors",
  'Why does API return "Node is locked by host"?',
  'What is ConcurrentActionLimit?',
  'Why do I have an error that an NVMe Partition is not a block device?',
  "Why can't I use Secure Erase/Wipe with RAID controllers?",
  'I\'m in "clean failed" state, what do I do?',
  "I can't seem to introspect newly added nodes in a large cluster",
  'Some or all of my baremetal nodes disappeared! Help?!',
  'Config Drives in Swift, but rebuilds fails?',
  'Ironic says my Image is Invalid',
  'Using /dev/sda does not write to the first disk',
  'I changed the BMC password, and now a node is in maintenance state.',
  "I'm attempting to use Redfish, and something weird is happening!",
  "I'm using Boot-From-Volume, and the SAN passwords were changed.",
  'My configdrive download from tempurl fails with a 401 error!',
];

const sections = GUIDE_SECTIONS.map((key) => ({ key, ...guideOf(key) }));
const inGuide = sections.filter(({ url }) => url.startsWith(GUIDE));

/** What docutils' make_id does to ASCII headings. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');
}

test('every top-level section of the guide has a key, in the order of the guide', () => {
  const titles = inGuide.map(({ title }) => title);
  expect(titles.filter((title) => HEADINGS.includes(title))).toEqual(HEADINGS);
});

test.each(inGuide)('$key points at the anchor that its heading gets', ({ title, url }) => {
  expect(url).toBe(`${GUIDE}${anchorOf(title)}`);
});

test('every section has an address of its own, but for maintenance, which is told with power faults', () => {
  const urls = sections.filter(({ key }) => key !== 'maintenance').map(({ url }) => url);
  expect(new Set(urls).size).toBe(urls.length);
});

test('pages beyond the guide are pages of the same documentation', () => {
  for (const { url, title } of sections) {
    expect(url).toMatch(
      /^https:\/\/docs\.openstack\.org\/ironic\/latest\/(?:admin|user)\/[a-z/-]+\.html(?:#[a-z0-9-]+)?$/,
    );
    expect(title.trim()).toBe(title);
  }
});
