import { createServer, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SimulatedCloud, startSimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import { type Asker, askWith, reasonsOf } from './ask.ts';

/** A proxy before Ironic that says what it likes instead, for the paths that it is told. */
type Answer = (response: ServerResponse, url: string) => void;
let cloud: SimulatedCloud;
let proxy: Server;
let asker: Asker;
let instead: { readonly path: RegExp; readonly answer: Answer } | undefined;
const asked: string[] = [];

beforeAll(async () => {
  cloud = await startSimulatedCloud();
  const { hostname, port } = new URL(cloud.urls.ironic);
  proxy = createServer((from, to) => {
    const url = from.url ?? '/';
    asked.push(url);
    if (instead?.path.test(url.split('?')[0] ?? '')) return instead.answer(to, url);
    const onward = request({ hostname, port, path: url, headers: from.headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(to);
    });
    from.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  asker = await askWith({
    env: { ...cloud.env, OS_CLOUD_NAME: 'demo', OS_BAREMETAL_ENDPOINT_OVERRIDE: address },
  });
});
afterEach(() => {
  instead = undefined;
  asked.length = 0;
});
afterAll(async () => {
  await asker[Symbol.asyncDispose]();
  proxy.closeAllConnections();
  proxy.close();
  await cloud.close();
});

const JSON_TYPE = { 'content-type': 'application/json', 'X-OpenStack-Ironic-API-Maximum-Version': '1.82' };
const says =
  (body: string | Buffer, headers: Readonly<Record<string, string>> = JSON_TYPE, status = 200): Answer =>
  (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
const CONDUCTORS = JSON.stringify({
  conductors: ['cond-1', 'cond-2'].map((hostname) => ({
    hostname,
    alive: true,
    conductor_group: '',
    drivers: ['ipmi', 'redfish'],
  })),
});
const WEB_PAGE = says('<html><h1>Welcome</h1></html>', { 'content-type': 'text/html' });

/** A body of so many MiB of white space, sent as fast as it is taken. */
const huge =
  (mebibytes: number, sent: { bytes: number }): Answer =>
  (response) => {
    const piece = Buffer.alloc(1 << 20, 32);
    response.writeHead(200, JSON_TYPE);
    response.on('error', () => undefined);
    const push = () => {
      while (sent.bytes < mebibytes * piece.length && !response.destroyed) {
        sent.bytes += piece.length;
        if (!response.write(piece)) return response.once('drain', push);
      }
      return response.end('{}');
    };
    push();
  };

describe.each([
  ['the node', /^\/v1\/nodes\/[^/]+$/],
  ['the conductors', /^\/v1\/conductors$/],
  ['the validation', /\/validate$/],
])('for %s', (_, path) => {
  test.each<[string, Answer, string]>([
    ['a web page', WEB_PAGE, 'Ironic answered with a web page'],
    ['204 without a body', says('', {}, 204), 'Ironic answered with nothing'],
    ['half a JSON', says('{"uuid": "c000'), 'Ironic answered with something that is not JSON'],
    ['null', says('null'), 'Ironic answered in a form that we do not know, at the top'],
    ['null for a list', says('{"conductors": null}'), 'Ironic answered in a form that we do not know, at'],
    ['a redirect', says('', { location: 'http://127.0.0.1:1/' }, 302), 'Ironic answered with a redirect'],
  ])('%s is never health', async (_name, answer, words) => {
    instead = { path, answer };
    const report = await asker.report('bm-a01');
    expect(report.verdict.cause).toBe('insufficient-evidence');
    expect(report.verdict.summary).toContain(words);
  });
});

describe('a body', () => {
  test('of 200 MB is given up at 32 MiB', async () => {
    const sent = { bytes: 0 };
    instead = { path: /^\/v1\/nodes\/[^/]+$/, answer: huge(200, sent) };
    const report = await asker.report('bm-a01');
    expect(report.verdict.summary).toBe('Cannot tell: Ironic answered with more than 32 MiB.');
    expect(sent.bytes).toBeLessThan(64 << 20);
  });

  test('that is small until it is unpacked is given up as well', async () => {
    const packed = gzipSync(Buffer.alloc(200 << 20, 32));
    const headers = { ...JSON_TYPE, 'content-encoding': 'gzip' };
    instead = { path: /^\/v1\/nodes\/[^/]+$/, answer: says(packed, headers) };
    expect((await asker.report('bm-a01')).verdict.summary).toContain('more than 32 MiB');
  });

  test.each<[string, Answer]>([
    ['is packed', says(gzipSync(CONDUCTORS), { ...JSON_TYPE, 'content-encoding': 'gzip' })],
    ['is called text', says(CONDUCTORS, { ...JSON_TYPE, 'content-type': 'text/plain' })],
  ])('that %s is read like any other', async (_, answer) => {
    instead = { path: /^\/v1\/conductors$/, answer };
    const report = await asker.report('bm-a01');
    expect(report.verdict).toMatchObject({ cause: 'healthy', confidence: 'confirmed' });
  });
});

describe('a list of nodes', () => {
  const pages = () => asked.filter((url) => url.startsWith('/v1/nodes?')).length;
  const first = () => cloud.state.nodes[0]?.uuid;

  test.each<[string, (url: string, turn: number) => object, number]>([
    ['goes on to the same page', (url) => ({ nodes: [node()], next: `http://x.invalid${url}` }), 1],
    ['goes on although it is empty', () => ({ nodes: [], next: 'http://x.invalid/v1/nodes?marker=m' }), 1],
    [
      'goes round in circles',
      (_url, turn) => ({ nodes: [node()], next: `http://x.invalid/v1/nodes?marker=${turn % 2}` }),
      3,
    ],
  ])('that %s ends, and is not taken for the whole', async (_, body, most) => {
    instead = {
      path: /^\/v1\/nodes$/,
      answer: (response, url) => says(JSON.stringify(body(url, pages())))(response, url),
    };
    const report = await asker.report('train-01');
    expect(pages()).toBe(most);
    expect(reasonsOf(report)).toContain('Ironic cut a list into pages that do not lead on');
    expect(report.findings.filter((one) => /nvh-(no-available-node|resource-class)/.test(one.cause))).toEqual(
      [],
    );
  });
  const node = () => ({ uuid: first(), provision_state: 'available' });

  test('that points to another host goes on at ours', async () => {
    instead = {
      path: /^\/v1\/nodes$/,
      answer(response, url) {
        const last = url.includes('marker=');
        const next = last ? {} : { next: 'http://x.invalid/v1/nodes?marker=m&limit=1' };
        says(JSON.stringify({ nodes: last ? [] : [node()], ...next }))(response, url);
      },
    };
    await asker.report('train-01');
    expect(pages()).toBe(2);
  });
});

test('10 000 nodes are read in pages of 1 000, each once, and judged', async () => {
  const big = await startSimulatedCloud();
  const have = big.state.nodes.length;
  await big.close();
  const fleet = await startSimulatedCloud({ fleet: 10_000 - have });
  await using ask = await askWith({ env: { ...fleet.env, OS_CLOUD_NAME: 'demo' } });
  const report = await ask.report('train-01');
  const requests = fleet.requests.map(({ service, path, query }) => JSON.stringify([service, path, query]));
  await fleet.close();
  expect(report.verdict).toMatchObject({ cause: 'nvh-no-available-node', confidence: 'confirmed' });
  expect(new Set(requests).size).toBe(requests.length);
  // The last full page does not know that it is the last.
  expect(requests.filter((one) => one.includes('"/v1/nodes"'))).toHaveLength(11);
});

test('beyond 10 000 nodes no count is made of a part', async () => {
  const fleet = await startSimulatedCloud({ fleet: 10_000 });
  await using ask = await askWith({ env: { ...fleet.env, OS_CLOUD_NAME: 'demo' } });
  const report = await ask.report('train-01');
  await fleet.close();
  expect(reasonsOf(report)).toContain('more than 10000 nodes; they were not all read');
  expect(report.findings.filter((one) => one.cause === 'nvh-no-available-node')).toEqual([]);
});
