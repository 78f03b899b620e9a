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

  it.each([
    [[], 'Nova is not in the catalogue of cloud prod'],
    [
      [{ type: 'compute', endpoints: [at('http://n', 'public', 'R2')] }],
      'Nova is not in region RegionOne of cloud prod; the catalogue has R2',
    ],
    [
      [{ type: 'compute', endpoints: [at('http://n', 'internal')] }],
      'Nova has no public endpoint in cloud prod; the catalogue has internal',
    ],
  ])('that is not there is named with what is: %#', (catalog, message) => {
    expect(() => endpointOf('nova', passwordConfig, catalog)).toThrow(
      expect.objectContaining({ code: 'not-in-catalog', message }),
    );
  });
});
