import { describe, expect, it } from 'vitest';
import { endpointOf } from '../../../src/openstack/catalog.ts';
import { passwordConfig } from './setup.ts';

const at = (url: string, face = 'public', region: string | null = 'RegionOne') => ({
  interface: face,
  region_id: region,
  url,
});

describe('an endpoint', () => {
  it('is that of the region and interface', () => {
    const catalog = [
      {
        type: 'baremetal',
        endpoints: [at('http://a', 'admin'), at('http://b', 'public', 'RegionTwo'), at('http://c/v1')],
      },
    ];
    expect(endpointOf('ironic', passwordConfig, catalog)).toBe('http://c');
    expect(endpointOf('ironic', { ...passwordConfig, interface: 'admin' }, catalog)).toBe('http://a');
  });

  it('is found under an alias of the type, and the type itself comes first', () => {
    const alias = { type: 'bare-metal', endpoints: [at('http://alias')] };
    expect(endpointOf('ironic', passwordConfig, [alias])).toBe('http://alias');
    expect(
      endpointOf('ironic', passwordConfig, [alias, { type: 'baremetal', endpoints: [at('http://type')] }]),
    ).toBe('http://type');
  });

  it('may be written the way of Keystone v2', () => {
    expect(
      endpointOf('nova', passwordConfig, [{ type: 'compute', endpoints: [at('http://n', 'publicURL')] }]),
    ).toBe('http://n/v2.1');
  });

  it('is the override before all', () => {
    expect(endpointOf('glance', { ...passwordConfig, endpoint_override: { glance: 'http://o' } }, [])).toBe(
      'http://o/v2',
    );
  });

  it('of a service that the cloud is said not to have is no fault', () => {
    expect(() => endpointOf('nova', { ...passwordConfig, absent: ['nova'] }, [])).toThrow(
      expect.objectContaining({ code: 'not-deployed', message: 'Cloud prod has no Nova' }),
    );
  });

  it('of a service that is missing is told apart from one that is elsewhere', () => {
    const refusal = (catalog: Parameters<typeof endpointOf>[2]) => {
      try {
        return endpointOf('nova', passwordConfig, catalog);
      } catch (error) {
        return error;
      }
    };
    expect(refusal([])).toMatchObject({
      code: 'not-in-catalog',
      message:
        'Nova is not in the catalogue of cloud prod (if it has none, say has_compute: false in clouds.yaml)',
    });
    expect(refusal([{ type: 'compute', endpoints: [at('http://n', 'public', 'R2')] }])).toMatchObject({
      code: 'not-in-catalog',
      message: 'Nova is not in region RegionOne of cloud prod; the catalogue has R2',
    });
    expect(refusal([{ type: 'compute', endpoints: [at('http://n', 'internal')] }])).toMatchObject({
      code: 'not-in-catalog',
      message: 'Nova has no public endpoint in cloud prod; the catalogue has internal',
    });
    expect(refusal([{ type: 'compute', endpoints: [at('not an address')] }])).toMatchObject({
      code: 'bad-answer',
    });
  });
});
