import { describe, expect, it } from 'vitest';
import { innerFinding, plainFinding, wrapperIn } from '../../../src/core/nova-error.ts';

const said = (text: string) => ({ text, source: 'instance.fault.message' });
const plain = (text: string) => plainFinding(said(text), '<server>');

describe("an error of Nova's that wraps another", () => {
  it.each([
    ['Build of instance 9 aborted: odd', 'nvh-behind-deploy-error-aborted'],
    ['Build of instance 9 aborted: Failed to provision instance 9: odd', 'nvh-behind-deploy-error-deploy'],
    ['Failed to allocate the network(s), not rescheduling.', 'nvh-behind-deploy-error-vif'],
    ['Virt driver is not ready.', undefined],
  ])('is told by its words: %s', (text, code) => {
    expect(wrapperIn(text)?.code).toBe(code);
  });

  it('is explained by a wording inside that proves itself, and only accompanied by a vaguer one', () => {
    const of = (inside: string) => {
      const text = `Build of instance 9 aborted: ${inside}`;
      const wrapper = wrapperIn(text);
      if (!wrapper) throw new Error('no wrapper');
      return innerFinding(said(text), wrapper);
    };
    expect(of('Failed to prepare to deploy: [Errno 28] No space left on device')).toMatchObject({
      code: 'deploy-failed-conductor-disk-full',
      severity: 'critical',
    });
    expect(of('IPMI call failed: power on.')).toMatchObject({
      cause: 'ipmi-unreachable',
      severity: 'warning',
    });
    expect(of('odd')).toBeUndefined();
  });
});

describe("an error of Nova's that stands alone", () => {
  it.each([
    ['Virt driver is not ready.', 'nvh-compute-service'],
    [
      'Binding failed for port 6f2f5d0c-6d45-4f3e-9d9c-2d6d1a6b6b10, please check neutron logs.',
      'network-vif',
    ],
    ['Compute service of c1 is unavailable at this time.', 'nvh-compute-service'],
    ['Quota exceeded for instances: Requested 1, but already used 10 of 10 instances', 'request-invalid'],
    ['Block Device Mapping is Invalid.', 'configdrive-volume'],
    ['Timed out waiting for a reply to message ID 5fd1', 'stuck-ing-state'],
    ['Image 68230bde-9246-43df-8022-1aae6492f854 could not be found.', 'image-download-checksum'],
  ])('says why: %s', (text, cause) => {
    const finding = plain(text);
    expect(finding).toMatchObject({ code: `deploy-failed-${cause}`, cause, severity: 'critical' });
    expect(finding?.evidence[0]).toMatchObject({ source: 'instance.fault.message', observed: text });
  });

  it('has no steps about a node that nobody named', () => {
    const commands = plain('Quota exceeded for instances: Requested 1')?.steps?.map(({ command }) => command);
    expect(commands).toEqual([undefined, 'openstack server event list <server>']);
  });

  it('is a guess where the words are also written for something else', () => {
    const bearings = plain('Timed out waiting for a reply to message ID 5fd1')?.evidence.map(
      (one) => one.bearing,
    );
    expect(bearings).toEqual(['supports', 'speaks-against']);
  });

  it("says nothing by words that nobody knows, nor by the scheduler's own, which are another question", () => {
    expect(plain('odd')).toBeUndefined();
    expect(plain('No valid host was found. ')).toBeUndefined();
    expect(plain('No valid host was found. There are not enough hosts available.')).toBeUndefined();
    expect(plain('Got no allocation candidates from the Placement API.')).toBeUndefined();
  });

  it('is no trouble of the cloud where somebody deleted the server meanwhile', () => {
    expect(plain('Instance 9 provisioning was aborted')).toMatchObject({
      cause: 'operator-maintenance',
      severity: 'warning',
    });
  });
});
