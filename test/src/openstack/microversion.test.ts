import { describe, expect, it } from 'vitest';
import {
  compareVersions,
  createNegotiator,
  ironicDialect,
  standardDialect,
} from '../../../src/openstack/microversion.ts';
import { recorded } from '../../support/facts.ts';
import { ironicVersions, PLACES, service, useHttpMocks } from '../../support/http.ts';
import { setUpBare } from './setup.ts';

useHttpMocks();

const NODE = recorded('ironic/node-bmc-dead') as object;
const HEADER = 'X-OpenStack-Ironic-API-Version';
const ironicAt = (version: string) => service(PLACES.ironic).matchHeader(HEADER, version);
const novaAt = (version: string) =>
  service(PLACES.nova).matchHeader('OpenStack-API-Version', `compute ${version}`);

describe('versions', () => {
  it('are compared by number, not as decimals', () => {
    expect(compareVersions('1.9', '1.10')).toBeLessThan(0);
    expect(compareVersions('1.82', '1.82')).toBe(0);
    expect(compareVersions('2.1', '1.99')).toBeGreaterThan(0);
  });
});

describe('agreeing with Ironic', () => {
  it('asks for the latest first and for what both know from then on', async () => {
    const { cloud, requests } = setUpBare();
    expect(cloud.ironic.can('history')).toBeUndefined();
    ironicAt('latest').get('/v1/nodes/n1').reply(200, NODE, ironicVersions('1.82', '1.82'));
    await cloud.ironic.getNode('n1');
    ironicAt('1.82').get('/v1/nodes/n1').reply(200, NODE, ironicVersions('1.82', '1.82'));
    await cloud.ironic.getNode('n1');
    expect(cloud.ironic.can('history')).toBe(true);
    expect(cloud.ironic.can('health')).toBe(false);
    expect(requests).toHaveLength(2);
  });

  it('never asks for more than we know', async () => {
    const { cloud } = setUpBare();
    ironicAt('latest').get('/v1/nodes/n1').reply(200, NODE, ironicVersions('1.140', '1.140'));
    ironicAt('1.115').get('/v1/nodes/n1').reply(200, NODE, ironicVersions('1.115', '1.140'));
    await cloud.ironic.getNode('n1');
    await cloud.ironic.getNode('n1');
  });

  it('repeats once with the stated range when the version is refused', async () => {
    const { cloud } = setUpBare();
    const refusal = recorded('ironic/error-version-too-high') as object;
    ironicAt('latest').get('/v1/nodes/n1').reply(406, refusal);
    ironicAt('1.82').get('/v1/nodes/n1').reply(200, NODE, ironicVersions());
    expect(await cloud.ironic.getNode('n1')).toMatchObject({ name: 'lab-bmc-dead' });
  });

  it('follows a server that was rolled back', async () => {
    const { cloud } = setUpBare();
    ironicAt('latest').get('/v1/nodes/n1').reply(200, NODE, ironicVersions('1.82', '1.82'));
    await cloud.ironic.getNode('n1');
    const stated = {
      'X-OpenStack-Ironic-API-Minimum-Version': '1.1',
      'X-OpenStack-Ironic-API-Maximum-Version': '1.72',
    };
    ironicAt('1.82').get('/v1/nodes/n1').reply(406, { error_message: '{}' }, stated);
    ironicAt('1.72').get('/v1/nodes/n1').reply(200, NODE, ironicVersions('1.72', '1.72'));
    await cloud.ironic.getNode('n1');
    expect(cloud.ironic.can('history')).toBe(false);
  });

  it('names what is missing without asking, once the range is known', async () => {
    const { cloud, requests } = setUpBare();
    ironicAt('latest').get('/v1/nodes/n1').reply(200, NODE, ironicVersions('1.72', '1.72'));
    await cloud.ironic.getNode('n1');
    await expect(cloud.ironic.history('n1')).rejects.toMatchObject({
      code: 'version-too-old',
      message: 'node history needs Ironic API 1.78, this cloud has 1.72',
    });
    expect(requests).toHaveLength(1);
  });

  it('turns the bare 404 of a path that is too new into the same words', async () => {
    const { cloud } = setUpBare();
    const bare = { error_message: '{"code": 404, "title": "Not Found", "description": ""}' };
    ironicAt('latest').get('/v1/nodes/n1/history?detail=true').reply(404, bare);
    ironicAt('latest').get('/v1').reply(200, { id: 'v1' }, ironicVersions('1.72', '1.72'));
    await expect(cloud.ironic.history('n1')).rejects.toMatchObject({
      message: 'node history needs Ironic API 1.78, this cloud has 1.72',
    });
  });

  it('keeps the 404 of a node that is not there', async () => {
    const { cloud } = setUpBare();
    const missing = recorded('ironic/error-node-not-found') as object;
    ironicAt('latest').get('/v1/nodes/n1/history?detail=true').reply(404, missing, ironicVersions());
    await expect(cloud.ironic.history('n1')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('agreeing with Nova and Placement', () => {
  it('takes the version used for the latest as the maximum', async () => {
    const { cloud } = setUpBare();
    const services = recorded('nova/services') as object;
    novaAt('latest')
      .get('/v2.1/os-services')
      .reply(200, services, { 'OpenStack-API-Version': 'compute 2.93' });
    novaAt('2.93').get('/v2.1/os-services').reply(200, services, { 'OpenStack-API-Version': 'compute 2.93' });
    await cloud.nova.services();
    await cloud.nova.services();
    expect(cloud.nova.can('flavor-extra-specs')).toBe(true);
    expect(cloud.nova.can('scheduler-hints')).toBe(false);
  });

  it.each([
    [
      'Nova',
      {
        computeFault: {
          code: 406,
          message: 'Version 2.100 is not supported by the API. Minimum is 2.1 and maximum is 2.93.',
        },
      },
      '2.93',
    ],
    [
      'Placement',
      {
        errors: [
          { status: 406, title: 'Not Acceptable', detail: 'x', max_version: '1.36', min_version: '1.0' },
        ],
      },
      '1.36',
    ],
  ])('reads the range out of a refusal by %s', (_, body, maximum) => {
    const versions = createNegotiator(standardDialect('nova', 'compute', '2.100'));
    expect(versions.refused({ status: 406, headers: {}, body })).toBe(true);
    expect(versions.range()?.maximum).toBe(maximum);
    // The same refusal again tells nothing new and is not worth another try.
    expect(versions.refused({ status: 406, headers: {}, body })).toBe(false);
  });

  it('reads a long refusal that states no range in one go', () => {
    const versions = createNegotiator(ironicDialect('1.80'));
    const body = '\\'.repeat(1_000_000);
    expect(versions.refused({ status: 406, headers: {}, body })).toBe(false);
  });

  it('does not take a pinned version for the maximum', () => {
    const versions = createNegotiator(standardDialect('nova', 'compute', '2.100'));
    const headers = { 'openstack-api-version': 'compute 2.10' };
    versions.learn({ status: 200, headers, body: {} }, { 'OpenStack-API-Version': 'compute 2.10' });
    expect(versions.range()).toBeUndefined();
  });

  it('ignores headers that are no versions', () => {
    const versions = createNegotiator(ironicDialect('1.115'));
    versions.learn(
      { status: 200, headers: { 'x-openstack-ironic-api-maximum-version': 'x' }, body: {} },
      versions.headers(),
    );
    expect(versions.headers()).toEqual({ [HEADER]: 'latest' });
  });
});
