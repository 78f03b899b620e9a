import { createTelling } from '../lib/telling.ts';
import type { RequestRecord } from './wire.ts';

/** Every attempt to reach a service, with whichever credential. */
export const requests = createTelling<RequestRecord>('openstack.request');
