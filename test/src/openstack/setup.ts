import { type Cloud, createCloud } from '../../../src/openstack/cloud.ts';
import { type CloudConfig, DEFAULT_MAX_CONCURRENT } from '../../../src/openstack/config.ts';
import type { Clock } from '../../../src/openstack/deadline.ts';
import { secret } from '../../../src/openstack/secret.ts';
import type { RequestRecord } from '../../../src/openstack/wire.ts';
import { recorded } from '../../support/facts.ts';
import { PLACES, service } from '../../support/http.ts';

/** Time stands still unless somebody sleeps, which takes no time. */
export function testClock(
  start = '2026-11-22T17:35:00Z',
): Clock & { readonly slept: number[]; pass(ms: number): void } {
  let now = Date.parse(start);
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    random: () => 0.5,
    pass(ms) {
      now += ms;
    },
    async sleep(ms) {
      slept.push(ms);
      now += ms;
    },
  };
}

export const PASSWORD = 'correct-horse-battery';
export const TOKEN = 'first-token-value';

export const passwordConfig: CloudConfig = {
  name: 'prod',
  auth: {
    auth_type: 'password',
    auth_url: PLACES.keystone,
    username: 'oncall',
    user_domain_name: 'Default',
    password: secret(PASSWORD),
    scope: { kind: 'project', name: 'admin', domain_name: 'Default' },
  },
  region_name: 'RegionOne',
  interface: 'public',
  verify: true,
  endpoint_override: {},
  absent: [],
  api_timeout_ms: 5_000,
  max_concurrent: DEFAULT_MAX_CONCURRENT,
};

export interface Setup {
  readonly cloud: Cloud;
  readonly clock: ReturnType<typeof testClock>;
  readonly requests: RequestRecord[];
}

export function setUp(config: Partial<CloudConfig> = {}, clock = testClock()): Setup {
  const requests: RequestRecord[] = [];
  const cloud = createCloud(
    { ...passwordConfig, ...config },
    { clock, onRequest: (one) => requests.push(one) },
  );
  return { cloud, clock, requests };
}

/** A cloud without Keystone in front of one service, for tests of that service's reads. */
export function setUpBare(config: Partial<CloudConfig> = {}): Setup {
  const { ironic, nova, placement, neutron, glance } = PLACES;
  const endpoint_override = { ironic, nova, placement, neutron, glance };
  return setUp({ auth: { auth_type: 'none' }, endpoint_override, ...config });
}

/** One successful login. */
export function login(token = TOKEN, body: unknown = recorded('keystone/token')): void {
  service(PLACES.keystone)
    .post('/v3/auth/tokens')
    .reply(201, body as object, { 'X-Subject-Token': token });
}
