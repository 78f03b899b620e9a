import type { Server } from '../openstack/nova/schema.ts';
import type { Facts } from './facts.ts';
import type { FindingDraft } from './finding.ts';
import { typedWord } from './node-words.ts';
import { propose } from './remediation.ts';

/**
 * What to say of a server in ERROR about which Nova wrote no error: a build that was under way when nova-compute was
 * restarted ends like this (openstack/nova nova/compute/manager.py _init_instance).
 */
export async function stoppedBuild(server: Server, facts: Facts): Promise<FindingDraft> {
  const host = server['OS-EXT-SRV-ATTR:host'];
  const actions = await facts.maybe.instance_actions();
  const events = actions?.flatMap((action) => action.events ?? []) ?? [];
  const unfinished = events.find((event) => /build_and_run_instance/.test(event.event) && !event.finish_time);
  if (!host && !unfinished)
    return {
      code: 'server-error-no-reason',
      cause: 'insufficient-evidence',
      summary: 'The server is in ERROR, never had a host, and Nova kept no reason.',
      severity: 'critical',
      evidence: [{ bearing: 'supports', source: 'instance.fault', observed: 'none, and no host' }],
      proposals: [propose('collect-logs')],
      steps: [
        {
          text: 'Read what was tried.',
          command: `openstack server event list ${typedWord(server.id, 'server')}`,
        },
        { text: "Search nova-conductor's and nova-scheduler's logs for the server's UUID and that request." },
      ],
    };
  return {
    code: 'nvh-compute-service-restarted-in-build',
    cause: 'nvh-compute-service',
    summary: `The build on ${host ?? 'nova-compute'} stopped half-way without an error, as when nova-compute is restarted during a build.`,
    severity: 'critical',
    evidence: [
      {
        bearing: 'supports',
        source: 'instance.fault',
        observed: `none; host ${host ?? 'none'}, never launched`,
      },
      ...(unfinished
        ? [
            {
              bearing: 'supports' as const,
              source: `instance_actions.${unfinished.event}`,
              observed: `started ${unfinished.start_time ?? ''}, never finished`,
            },
          ]
        : []),
    ],
    proposals: [propose('collect-logs')],
    steps: [
      {
        text: 'See when that nova-compute started.',
        command: `openstack compute service list --service nova-compute`,
      },
      {
        text: 'Read what was tried.',
        command: `openstack server event list ${typedWord(server.id, 'server')}`,
      },
      {
        text: 'Delete the server and boot it again; its node is torn down with it.',
        command: `openstack server delete ${typedWord(server.id, 'server')}`,
      },
    ],
  };
}
