import { describe, expect, it } from 'vitest';
import { baseOf, type Responder } from '../../../src/openstack/services.ts';

describe('the base of requests', () => {
  it.each<[Responder, string, string]>([
    ['keystone', 'http://k:5000', 'http://k:5000/v3'],
    ['keystone', 'http://k:5000/v3/', 'http://k:5000/v3'],
    ['keystone', 'http://k/identity/v2.0', 'http://k/identity/v3'],
    ['ironic', 'http://i:6385/v1/', 'http://i:6385'],
    ['ironic', 'http://h/baremetal', 'http://h/baremetal'],
    ['nova', 'http://n:8774/v2.1', 'http://n:8774/v2.1'],
    ['nova', 'http://n:8774/v2.1/8d5e2ea7', 'http://n:8774/v2.1/8d5e2ea7'],
    ['nova', 'http://h/compute/', 'http://h/compute/v2.1'],
    ['placement', 'http://h/placement', 'http://h/placement'],
    ['neutron', 'http://n:9696', 'http://n:9696/v2.0'],
    ['neutron', 'http://n:9696/v2.0', 'http://n:9696/v2.0'],
    ['glance', 'http://g:9292/', 'http://g:9292/v2'],
    ['glance', 'http://h/image/v2', 'http://h/image/v2'],
    ['swift', 'http://s/v1/AUTH_x', 'http://s/v1/AUTH_x'],
  ])('of %s at %s is %s', (service, url, base) => {
    expect(baseOf(service, url)).toBe(base);
  });
});
