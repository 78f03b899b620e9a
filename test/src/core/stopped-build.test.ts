import { expect, test } from 'vitest';
import { stoppedBuild } from '../../../src/core/stopped-build.ts';
import { ServerSchema } from '../../../src/openstack/nova/schema.ts';
import { type FactsInMemory, factBook } from '../../support/facts.ts';
import { failedServer } from '../../support/scheduling.ts';

const stopped = (more: object = {}, facts: FactsInMemory = { instance_actions: [] }) => {
  const instance = failedServer(null, more);
  return stoppedBuild(ServerSchema.parse(instance), factBook({ ...facts, instance }).view().facts);
};

test('a build that had a host and never ended is that of a nova-compute that went away', async () => {
  expect(await stopped({ 'OS-EXT-SRV-ATTR:host': 'c1' })).toMatchObject({
    code: 'nvh-compute-service-restarted-in-build',
    summary: expect.stringContaining('c1'),
  });
});

test('an action that began and has no end tells the same of a server whose host is not shown', async () => {
  const events = [{ event: 'compute__do_build_and_run_instance', start_time: '2026-11-22T17:00:00Z' }];
  const instance_actions = [{ action: 'create', request_id: 'req-1', events }];
  expect((await stopped({}, { instance_actions })).evidence[1]).toMatchObject({
    source: 'instance_actions.compute__do_build_and_run_instance',
  });
});

test('without either nothing tells, and the server is named in what to type', async () => {
  const finding = await stopped();
  expect(finding.cause).toBe('insufficient-evidence');
  expect(finding.steps?.[0]?.command).toContain('99999999-9999-4999-8999-999999999999');
});
