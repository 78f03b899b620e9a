import { createHash } from 'node:crypto';
import { projects } from '../keystone/identities.ts';
import { type Call, ok, type Reply, type Service } from '../reply.ts';
import type { CloudState, ContainerRecord, ObjectRecord } from '../state.ts';

/** Swift's errors are short pages of its own (openstack/swift swift/common/swob.py, RESPONSE_REASONS). */
const page = (status: number, title: string, text: string): Reply => ({
  status,
  body: `<html><h1>${title}</h1><p>${text}</p></html>`,
});
const unauthorized = () =>
  page(
    401,
    'Unauthorized',
    'This server could not verify that you are authorized to access the document you requested.',
  );
const forbidden = () => page(403, 'Forbidden', 'Access was denied to this resource.');
const notFound = () => page(404, 'Not Found', 'The resource could not be found.');

/** The account of the project that Ironic's conductors write into. */
export const accountPath = `/v1/AUTH_${projects.admin.id}`;

const etagOf = (body: Buffer): string => createHash('md5').update(body).digest('hex');
const view = ({ name, body, last_modified }: ObjectRecord) => ({
  name,
  bytes: body.length,
  hash: etagOf(body),
  content_type: 'application/octet-stream',
  last_modified,
});

/** At most 10 000, as Swift has it by default. */
const longest = 10_000;

function list({ query }: Call, { objects }: ContainerRecord): Reply {
  const wanted = Number(query.get('limit') ?? longest);
  if (wanted > longest)
    return page(412, 'Precondition Failed', 'A precondition for this request was not met.');
  const prefix = query.get('prefix') ?? '';
  const marker = query.get('marker') ?? '';
  const found = objects
    .filter(({ name }) => name.startsWith(prefix) && name > marker)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, wanted);
  if (query.get('format') === 'json') return ok(found.map(view));
  return found.length === 0
    ? { status: 204 }
    : { status: 200, body: found.map(({ name }) => `${name}\n`).join('') };
}

/** Swift as far as reading goes: a container's listing and its objects. */
export function createSwift({ state }: { readonly state: CloudState }): Service {
  const answer = (call: Call): Reply => {
    if (!call.token) return unauthorized();
    const { scope, roles } = call.token;
    // Each project has an account of its own, and a reader of the whole cloud has none of these.
    const mayRead =
      scope.kind === 'project' && scope.project.id === projects.admin.id && roles.includes('member');
    if (!mayRead || !call.path.startsWith(accountPath)) return forbidden();
    const [container, ...rest] = call.path
      .slice(accountPath.length + 1)
      .split('/')
      .map(decodeURIComponent);
    const found = state.containers.find(({ name }) => name === container);
    if (!found || call.method !== 'GET') return notFound();
    if (rest.length === 0) return list(call, found);
    const object = found.objects.find(({ name }) => name === rest.join('/'));
    return object
      ? { status: 200, body: object.body, headers: { Etag: etagOf(object.body), 'Accept-Ranges': 'bytes' } }
      : notFound();
  };
  return (call) => {
    const reply = answer(call);
    const id = call.requestId.replace('req-', 'tx');
    return { ...reply, headers: { 'X-Trans-Id': id, 'X-Openstack-Request-Id': id, ...reply.headers } };
  };
}
