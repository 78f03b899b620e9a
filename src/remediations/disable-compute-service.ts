import { z } from 'zod';
import {
  followService,
  NO_SERVICE,
  seenOfService,
  serviceCall,
  WATCHED_OF_SERVICE,
} from '../core/compute-view.ts';
import { holdsSecret } from '../core/guards.ts';
import { word } from '../core/node-seen.ts';
import { host, reason } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';

/** Keeps Nova from scheduling through a nova-compute. */
export default defineRemediation({
  id: 'disable-compute-service',
  params: z.strictObject({ service: host, reason }),
  target: ({ service }) => `compute-service ${service}`,
  detail: ({ service }) => service,
  patience: 30,
  async judge({ service: name, reason: why }, fresh) {
    const service = await fresh.computeService(name);
    if (!service) return NO_SERVICE;
    const seen = seenOfService(service);
    const refused = (code: string, words: string) => ({ kind: 'refused', code, words, seen }) as const;
    const secret = holdsSecret(why);
    if (secret) return refused(secret.code, secret.words);
    if (service.binary !== 'nova-compute')
      return refused('illegal-state', 'Nova enables and disables nova-compute services only.');
    if (service.status !== 'enabled') {
      const told = word(service.disabled_reason);
      return refused(
        'already-so',
        `nova-compute on ${name} is ${word(service.status, 40)} already${told ? `: "${told}"` : ''}. Look again.`,
      );
    }
    return {
      kind: 'go',
      calls: [serviceCall(service, 'disabled', why)],
      seen,
      watched: WATCHED_OF_SERVICE,
      becomes: '`disabled`: nothing new is scheduled through it, what runs goes on',
      undo: '`enable compute service`',
      beware: [
        // openstack/ironic doc/source/install/configure-compute.rst
        'Its nodes may move on to the other nova-computes, and with them whatever made builds fail here.',
      ],
    };
  },
  verify: ({ service }, fresh) => followService(service, fresh, 'disabled'),
});
