import { describe, expect, it } from 'vitest';
import { recorded } from '../../../support/facts.ts';
import { PLACES, service, useHttpMocks } from '../../../support/http.ts';
import { setUpBare } from '../setup.ts';

useHttpMocks();

const { glance } = setUpBare().cloud;

describe('Glance', () => {
  it('reads an image', async () => {
    const { images } = recorded('glance/images') as { images: object[] };
    service(PLACES.glance).get('/v2/images/i1').reply(200, images[0]);
    expect(await glance.getImage('i1')).toMatchObject({
      name: 'lab-image',
      disk_format: 'raw',
      virtual_size: 1048576,
    });
  });

  it('gives null for an image that is not there, which it says in HTML', async () => {
    const html =
      '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1>No image found with ID x<br /></body></html>';
    service(PLACES.glance).get('/v2/images/x').reply(404, html, { 'Content-Type': 'text/html' });
    expect(await glance.getImage('x')).toBeNull();
  });

  it('finds images by their exact name, also when it looks like a list', async () => {
    const found = (name: string) => ({
      images: [
        { id: 'a', name },
        { id: 'b', name: 'other' },
      ],
    });
    service(PLACES.glance).get('/v2/images').query({ name: 'debian, 13' }).reply(200, found('debian, 13'));
    expect((await glance.findImages('debian, 13')).map((image) => image.id)).toEqual(['a']);
    service(PLACES.glance).get('/v2/images').query({ name: 'in:"in:a"' }).reply(200, found('in:a'));
    expect((await glance.findImages('in:a')).map((image) => image.id)).toEqual(['a']);
  });
});
