import { describe, expect, it } from 'vitest';
import { recorded } from '../../../support/facts.ts';
import { PLACES, service, useHttpMocks } from '../../../support/http.ts';
import { setUpBare } from '../setup.ts';

useHttpMocks();

const { neutron } = setUpBare().cloud;
const NET = '9dbc6548-5b15-4ac4-b502-d532a5accad4';

describe('Neutron', () => {
  it('finds the port that has a MAC', async () => {
    service(PLACES.neutron)
      .get('/v2.0/ports')
      .query({ mac_address: '52:54:00:1a:b0:77' })
      .reply(200, recorded('neutron/ports-by-mac') as object);
    expect(await neutron.ports({ mac_address: '52:54:00:1a:b0:77' })).toMatchObject([
      { name: 'lab-port', network_id: NET, status: 'DOWN', 'binding:vif_type': 'unbound', device_owner: '' },
    ]);
  });

  it('reads several ports at once, and none without asking', async () => {
    service(PLACES.neutron).get('/v2.0/ports?id=a&id=b').reply(200, { ports: [] });
    expect(await neutron.ports({ id: ['a', 'b'] })).toEqual([]);
    expect(await neutron.ports({ id: [] })).toEqual([]);
    expect(await neutron.networks({ id: [] })).toEqual([]);
  });

  it('follows the pages that an operator made Neutron cut', async () => {
    const link = { rel: 'next', href: 'http://10.0.0.5:9696/v2.0/networks?limit=1&marker=n1' };
    service(PLACES.neutron)
      .get('/v2.0/networks')
      .reply(200, { networks: [{ id: 'n1' }], networks_links: [link] });
    service(PLACES.neutron)
      .get('/v2.0/networks?marker=n1')
      .reply(200, { networks: [{ id: 'n2' }] });
    expect((await neutron.networks()).map((one) => one.id)).toEqual(['n1', 'n2']);
  });

  it('gives null for a port that is gone', async () => {
    const body = {
      NeutronError: { type: 'PortNotFound', message: 'Port x could not be found.', detail: '' },
    };
    service(PLACES.neutron).get('/v2.0/ports/x').reply(404, body);
    expect(await neutron.getPort('x')).toBeNull();
  });

  it('reads networks with their physical side', async () => {
    service(PLACES.neutron)
      .get(`/v2.0/networks?id=${NET}`)
      .reply(200, recorded('neutron/networks') as object);
    expect(await neutron.networks({ id: [NET] })).toMatchObject([
      { name: 'provision', 'provider:physical_network': 'physnet1' },
    ]);
  });

  it('lists agents, or null where there is no such extension', async () => {
    service(PLACES.neutron)
      .get('/v2.0/agents?host=h')
      .reply(200, { agents: [{ id: 'a', alive: false }] });
    service(PLACES.neutron).get('/v2.0/agents').reply(404, {});
    expect(await neutron.agents({ host: 'h' })).toMatchObject([{ alive: false }]);
    expect(await neutron.agents()).toBeNull();
  });

  it('words its errors with a type and a message', async () => {
    service(PLACES.neutron)
      .get('/v2.0/ports/p')
      .reply(409, recorded('neutron/error-mac-in-use') as object);
    await expect(neutron.getPort('p')).rejects.toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('is in use'),
    });
  });
});
