import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { loadPlaybooks } from '../src/compose.ts';
import { CAUSES } from '../src/core/cause.ts';
import { FACT_NAMES } from '../src/core/facts.ts';
import { GUIDE_SECTIONS, type GuideSection, guideOf, isInGuide } from '../src/core/guide.ts';
import type { Playbook } from '../src/core/playbook.ts';
import { gapsIn, playbookDocument } from '../src/core/playbook-document.ts';
import { PROCEDURES } from '../src/core/procedures/index.ts';
import { namesAnyRecognised, RECOGNISED } from '../src/core/recognised-errors.ts';
import { SIGNATURES } from '../src/core/signatures/index.ts';

/** Every heading of the guide's edition of 2022 (Zed), and where it is answered. */
const OLD: readonly (readonly [heading: string, section: GuideSection])[] = [
  ['Nova returns “No valid host was found” Error', 'no-valid-host'],
  ['Patching the Deploy Ramdisk', 'patching-ramdisk'],
  ['API Errors', 'api-errors'],
  ['Retrieving logs from the deploy ramdisk', 'ramdisk-logs'],
  ['Accessing the log data', 'ramdisk-logs'],
  ['When storing in the local filesystem', 'ramdisk-logs'],
  ['When storing in Swift', 'ramdisk-logs'],
  ['The contents of the log file', 'ramdisk-logs'],
  ['DHCP during PXE or iPXE is inconsistent or unreliable', 'dhcp-pxe'],
  ['Why does X issue occur when I am using LACP bonding with iPXE?', 'lacp-ipxe'],
  ['IPMI errors', 'ipmi'],
  ['Enable IPMI over LAN', 'ipmi-over-lan'],
  ['Troubleshooting lanplus interface', 'ipmi-lanplus'],
  ['Why are my nodes stuck in a “-ing” state?', 'ing-state'],
  ['What can cause these sorts of failures?', 'iowait'],
  ['File Size != Disk Size', 'file-size'],
  ['Why are my nodes stuck in a “wait” state?', 'wait-state'],
  ['Communication issues between the conductor and the node', 'wait-communication'],
  ['Ironic Python Agent stuck', 'agent-stuck'],
  ['Stopping the operation', 'stop-operation'],
  ['Deployments fail with “failed to update MAC address”', 'mac-address'],
  ['How did I get here? (MAC address)', 'mac-address'],
  ['How do I resolve this? (MAC address)', 'mac-address'],
  ['My test VM image does not deploy — mount point does not exist', 'mount-point'],
  ['What is likely occuring', 'mount-point'],
  ['How do I not encounter this issue?', 'mount-point'],
  ['Issues with autoconfigured TLS', 'agent-tls'],
  ['Clock skew', 'clock-skew'],
  ['I changed ironic.conf, and now I can’t edit my nodes.', 'interface-not-enabled'],
  ['Example failure', 'interface-not-enabled'],
  ['How to fix this?', 'interface-not-enabled'],
  ['I’m getting Out of Memory errors', 'out-of-memory'],
  ['How did I get here? (memory)', 'out-of-memory'],
  ['How do I resolve this? (memory)', 'out-of-memory'],
  ['Why does API return “Node is locked by host”?', 'node-locked'],
  ['What is ConcurrentActionLimit?', 'concurrent-action-limit'],
];

/** What openstack/ironic doc/source/admin/troubleshooting.rst at 7bc6aba7 has beyond that. */
const NEW: typeof OLD = [
  ['The bad news for IO related failures', 'io-failure'],
  ['Reattaching networking on active instances', 'reattach-networking'],
  ['The reattach_networking service step', 'reattach-networking'],
  ['How to use it', 'reattach-networking'],
  ['Important considerations', 'reattach-networking'],
  ['When NOT to use this', 'reattach-networking'],
  [
    "I've checked the clock skew, tried syncing with NTP, and certificate reports not valid yet",
    'clock-firmware',
  ],
  ['Why do I have an error that an NVMe Partition is not a block device?', 'nvme-partition'],
  ["Why can't I use Secure Erase/Wipe with RAID controllers?", 'secure-erase'],
  ['I\'m in "clean failed" state, what do I do?', 'clean-failed'],
  ["I can't seem to introspect newly added nodes in a large cluster", 'inspect-large-cluster'],
  ['Some or all of my baremetal nodes disappeared! Help?!', 'nodes-disappeared'],
  ['System Scoped Accounts', 'nodes-disappeared'],
  ['Changing/Assigning an Owner', 'nodes-disappeared'],
  ['Why am I only seeing some of the nodes?', 'some-nodes'],
  ['Config Drives in Swift, but rebuilds fails?', 'configdrive-rebuild'],
  ['Ironic says my Image is Invalid', 'image-invalid'],
  ['Using /dev/sda does not write to the first disk', 'disk-order'],
  ['I changed the BMC password, and now a node is in maintenance state.', 'bmc-password'],
  ["I'm attempting to use Redfish, and something weird is happening!", 'redfish'],
  ["I'm using Boot-From-Volume, and the SAN passwords were changed.", 'san-password'],
  ['My configdrive download from tempurl fails with a 401 error!', 'configdrive-401'],
];

const HEADINGS = [...OLD, ...NEW];
const committed = readFileSync(new URL('../docs/playbooks.md', import.meta.url), 'utf8');
const lineOf = (text: string, section: GuideSection): string =>
  text.split('\n').find((line) => line.startsWith('|') && line.includes(`(${guideOf(section).url})`)) ?? '';

let playbooks: readonly Playbook[];
beforeAll(async () => {
  playbooks = await loadPlaybooks([]);
});

test('docs/playbooks.md is what the playbooks and procedures say', () => {
  const current = committed === playbookDocument(playbooks, PROCEDURES);
  expect(current, 'docs/playbooks.md is of yesterday: run `npm run docs` and commit it').toBe(true);
});

test.each(HEADINGS)('%s has a line with a playbook or a procedure', (_, section) => {
  expect(lineOf(committed, section)).toMatch(/\]\(#[a-z-]+\)|`\/ironic guide [a-z-]+`/);
});

test('the list of headings and our sections of the guide are the same', () => {
  const listed = new Set(HEADINGS.map(([, section]) => section));
  expect([...listed].sort()).toEqual(GUIDE_SECTIONS.filter(isInGuide).toSorted());
});

test('no section of the guide is without both', () => {
  expect(gapsIn(playbooks, PROCEDURES)).toEqual([]);
  expect(gapsIn([], PROCEDURES)).toEqual([]);
  expect(gapsIn([], [])).toHaveLength(GUIDE_SECTIONS.filter(isInGuide).length);
});

describe('the table', () => {
  it('keeps the order of the guide', () => {
    const places = GUIDE_SECTIONS.map((section) => committed.indexOf(`(${guideOf(section).url}) |`));
    const guided = places.slice(0, GUIDE_SECTIONS.filter(isInGuide).length);
    expect(guided).toEqual([...guided].sort((a, b) => a - b));
    expect(guided.every((place) => place > 0)).toBe(true);
  });

  it('has six cells in each line', () => {
    const lines = committed.split('\n').filter((line) => line.startsWith('|'));
    const bare = GUIDE_SECTIONS.filter((section) => !lineOf(committed, section));
    expect(bare.filter(isInGuide)).toEqual([]);
    expect(lines.length).toBe(GUIDE_SECTIONS.length - bare.length + 3);
    for (const line of lines) expect(line.split(/(?<!\\)\|/), line).toHaveLength(8);
  });

  it('links to parts that are there', () => {
    const anchors = new Set(
      [...committed.matchAll(/^#{2,3} (.+)$/gm)].map(([, title = '']) =>
        title.toLowerCase().replaceAll(' ', '-'),
      ),
    );
    const links = [...committed.matchAll(/\]\(#([^)]+)\)/g)].map(([, to]) => to);
    expect(links.filter((to) => !anchors.has(to ?? ''))).toEqual([]);
  });

  it('prints the known wordings as one thing', () => {
    expect(lineOf(committed, 'api-errors')).toContain(
      `any recognised error (${SIGNATURES.length} templates)`,
    );
    expect(namesAnyRecognised(RECOGNISED.causes)).toBe(true);
    expect(namesAnyRecognised(['healthy'])).toBe(false);
  });
});

test('every playbook of the folder says what it covers, names, reads and proposes', () => {
  const silent = playbooks.flatMap((one) =>
    (['covers', 'causes', 'reads', 'remedies'] as const)
      .filter((field) => one[field] === undefined)
      .map((field) => `playbooks/${one.id}.ts lacks ${field}`),
  );
  expect(silent).toEqual([]);
});

test('what it names and reads is something, and each once', () => {
  for (const { id, causes = [], reads = [], covers = [], remedies = [] } of playbooks) {
    expect(causes.length, id).toBeGreaterThan(0);
    expect(reads.length, id).toBeGreaterThan(0);
    for (const cause of causes) expect(Object.keys(CAUSES), id).toContain(cause);
    for (const fact of reads) expect(FACT_NAMES, id).toContain(fact);
    // What a known wording leads to may be named beside the set of all of them.
    if (namesAnyRecognised(causes)) continue;
    for (const list of [reads, covers, remedies])
      expect(new Set(list).size, `${id}: ${list}`).toBe(list.length);
  }
});
