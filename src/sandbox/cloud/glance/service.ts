import { createHash } from 'node:crypto';
import { projects } from '../keystone/identities.ts';
import { page } from '../paging.ts';
import { type Call, htmlError, ok, type Reply, type Service } from '../reply.ts';
import { type Route, route } from '../router.ts';
import type { CloudState, ImageRecord } from '../state.ts';

export interface GlanceContext {
  readonly state: CloudState;
  keystoneUrl(): string;
}

/** Images that are not `active` have no checksums yet. */
export function checksumsOf(image: ImageRecord) {
  if (image.status !== 'active') return { checksum: null, os_hash_algo: null, os_hash_value: null };
  return {
    checksum: createHash('md5').update(image.id).digest('hex'),
    os_hash_algo: 'sha512',
    os_hash_value: createHash('sha512').update(image.id).digest('hex'),
  };
}

function view(image: ImageRecord) {
  return {
    ...image.properties,
    name: image.name,
    disk_format: image.disk_format,
    container_format: 'bare',
    visibility: 'public',
    size: image.size,
    virtual_size: image.virtual_size,
    status: image.status,
    protected: false,
    min_ram: 0,
    min_disk: 0,
    owner: projects.admin.id,
    os_hidden: false,
    ...checksumsOf(image),
    id: image.id,
    created_at: image.created_at,
    updated_at: image.created_at,
    tags: [],
    self: `/v2/images/${image.id}`,
    file: `/v2/images/${image.id}/file`,
    schema: '/v2/schemas/image',
  };
}

/** Glance's default page length. */
const defaultLimit = 25;

function list(call: Call, state: CloudState): Reply {
  const { query } = call;
  const found = state.images.filter(
    (image) =>
      (!query.has('name') || image.name === query.get('name')) &&
      (!query.has('status') || image.status === query.get('status')) &&
      (!query.has('disk_format') || image.disk_format === query.get('disk_format')),
  );
  const limit = Number(query.get('limit') ?? defaultLimit);
  const marker = query.get('marker');
  const result = page(found, (image) => image.id, marker, limit);
  if (result.kind === 'no-such-marker')
    return htmlError(400, 'Bad Request', `No image found with ID ${marker}`);
  const kept = [...query].filter(([key]) => key !== 'marker').map(([key, value]) => `${key}=${value}`);
  const last = result.items.at(-1);
  const full = last !== undefined && result.items.length === limit;
  const next = `/v2/images?${[...kept, `marker=${last?.id}`].join('&')}`;
  return ok({
    images: result.items.map(view),
    first: kept.length === 0 ? '/v2/images' : `/v2/images?${kept.join('&')}`,
    schema: '/v2/schemas/images',
    ...(full ? { next } : {}),
  });
}

/** Glance v2; its errors are HTML. */
export function createGlance(context: GlanceContext): Service {
  const { state } = context;
  const notFound = () => htmlError(404, 'Not Found', 'The resource could not be found.');
  const routes: readonly Route[] = [
    ['GET', '/v2/images', (call) => list(call, state)],
    [
      'GET',
      '/v2/images/:id',
      (_, param) => {
        const image = state.images.find((one) => one.id === param('id'));
        return image ? ok(view(image)) : htmlError(404, 'Not Found', `No image found with ID ${param('id')}`);
      },
    ],
  ];
  return (call) => {
    if (call.path === '/') {
      const links = [{ rel: 'self', href: `${call.base}/v2/` }];
      return { status: 300, body: { versions: [{ id: 'v2.15', status: 'CURRENT', links }] } };
    }
    if (!call.token) {
      return {
        ...htmlError(
          401,
          'Unauthorized',
          'This server could not verify that you are authorized to access the document you requested.',
        ),
        headers: { 'WWW-Authenticate': `Keystone uri="${context.keystoneUrl()}"` },
      };
    }
    const reply = route(routes, call, notFound);
    return { ...reply, headers: { 'X-Openstack-Request-Id': call.requestId, ...reply.headers } };
  };
}
