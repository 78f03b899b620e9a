import { expect, it } from 'vitest';
import { handbookOf } from '../../../src/core/handbook.ts';
import { finding, healthy, report } from '../slack/support/sample.ts';

it('names the procedure of a finding for its node', () => {
  expect(handbookOf({ ...finding, guide: 'dhcp-pxe' }, report)).toBe('guide port-fast node-17');
});

it('types the UUID for a node whose name is more than a word', () => {
  const node = report.node && { ...report.node, name: 'a; reboot' };
  expect(handbookOf({ ...finding, guide: 'dhcp-pxe' }, { ...report, node })).toBe(
    `guide port-fast ${node?.uuid}`,
  );
});

it('names it alone where there is no node, and nothing for what is healthy', () => {
  expect(handbookOf({ ...finding, guide: 'dhcp-pxe' }, { ...report, node: null })).toBe('guide port-fast');
  const [fine] = healthy.findings;
  expect(fine && handbookOf(fine, healthy)).toBeUndefined();
});
