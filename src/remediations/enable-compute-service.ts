import { z } from 'zod';
import { disabledByBuildFailures } from '../core/compute-service.ts';
import {
  followService,
  NO_SERVICE,
  seenOfService,
  serviceCall,
  WATCHED_OF_SERVICE,
} from '../core/compute-view.ts';
import { word } from '../core/node-seen.ts';
import { host } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';
import type { ComputeService } from '../openstack/nova/schema.ts';

/** Lets Nova schedule through a nova-compute again. */
export default defineRemediation({
  id: 'enable-compute-service',
  params: z.strictObject({ service: host }),
  target: ({ service }) => `compute-service ${service}`,
  detail: ({ service }) => service,
  patience: 30,
  async judge({ service: name }, fresh) {
    const service = await fresh.computeService(name);
    if (!service) return NO_SERVICE;
    const seen = seenOfService(service);
    const refused = (code: string, words: string) => ({ kind: 'refused', code, words, seen }) as const;
    if (service.binary !== 'nova-compute')
      return refused('illegal-state', 'Nova enables and disables nova-compute services only.');
    if (service.status !== 'disabled')
      return refused(
        'already-so',
        `nova-compute on ${name} is ${word(service.status, 40)} already. Look again.`,
      );
    if (service.forced_down) {
      return refused(
        'forced-down',
        `Somebody has declared ${name} dead (forced_down). Enabling would not lift that; ask them first.`,
      );
    }
    return {
      kind: 'go',
      calls: [serviceCall(service, 'enabled')],
      seen,
      watched: WATCHED_OF_SERVICE,
      becomes: '`enabled`',
      undo: '`disable compute service`',
      beware: bewares(service),
    };
  },
  verify: ({ service }, fresh) => followService(service, fresh, 'enabled'),
});

function bewares(service: ComputeService): readonly string[] {
  const reason = word(service.disabled_reason);
  return [
    ...(disabledByBuildFailures(service)
      ? [
          'Nova disabled it after builds failed in a row: with the cause still there it will again, and its nodes move on to the next nova-compute.',
        ]
      : reason
        ? [`It was disabled with the words "${reason}": whoever wrote them should know.`]
        : ['It was disabled without a reason: make sure that nobody is at work there.']),
    ...(service.state === 'up'
      ? []
      : [`It is ${word(service.state, 40)}: nothing is scheduled until it reports again.`]),
  ];
}
