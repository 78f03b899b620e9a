import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as ask } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LoggedRequest } from '../../src/sandbox/cloud/listener.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import { type Asker, askWith, reasonsOf } from './ask.ts';

/** One clouds.yaml with a good cloud and many that are wrong in one thing each: what is said names what mends it. */
let cloud: SimulatedCloud;
let asker: Asker;
let folder: string;
let tls: Server;

beforeAll(async () => {
  cloud = await startSimulatedCloud();
  folder = mkdtempSync(join(tmpdir(), 'variants-tls-'));
  tls = await tlsBefore(cloud.url, folder);
  const port = (tls.address() as AddressInfo).port;
  const at = (address: string) => (text: string) => text.replace(cloud.url, address);
  const ca = `    cacert: ${join(folder, 'cert.pem')}\n`;
  const wrong: Readonly<Record<string, (text: string) => string>> = {
    'wrong-region': (text) => text.replace('RegionOne', 'RegionTwo'),
    'wrong-interface': (text) => text.replace('interface: public', 'interface: pubic'),
    'wrong-password': (text) => text.replace('sandbox-admin', 'not-the-password'),
    'no-ca-file': (text) => `${text}    cacert: /nowhere/ca.pem\n`,
    'no-scope': (text) => text.replace(/^ +project_.*\n/gm, ''),
    'ironic-elsewhere': (text) => `${text}    baremetal_endpoint_override: http://127.0.0.1:1\n`,
    'ironic-by-hand': (text) => `${text}    baremetal_endpoint_override: ${cloud.urls.ironic}/v1/\n`,
    'override-is-no-address': (text) => `${text}    baremetal_endpoint_override: ironic.example\n`,
    internal: (text) => text.replace('interface: public', 'interface: internal'),
    'no-compute': (text) => `${text}    has_compute: false\n    has_placement: false\n`,
    'self-signed': at(`https://localhost:${port}/v3`),
    'self-signed-unverified': (text) => `${at(`https://localhost:${port}/v3`)(text)}    verify: false\n`,
    'self-signed-known': (text) => at(`https://localhost:${port}/v3`)(text) + ca,
    'other-host': (text) => at(`https://127.0.0.1:${port}/v3`)(text) + ca,
    'tls-where-none-is': at(cloud.url.replace('http:', 'https:')),
  };
  const yaml = cloud.cloudsYaml();
  const [demo = ''] = yaml.split(/^ {2}(?=demo-reader:)/m);
  const more = Object.entries(wrong).map(([name, change]) =>
    change(demo.replace('clouds:\n  demo:', `  ${name}:`)),
  );
  asker = await askWith({ clouds: yaml + more.join('') });
});
afterEach(() => cloud.faults.heal());
afterAll(async () => {
  await asker[Symbol.asyncDispose]();
  tls.closeAllConnections();
  tls.close();
  await cloud.close();
  rmSync(folder, { recursive: true });
});

/** Keystone behind TLS with a certificate for `localhost` that signed itself. */
async function tlsBefore(url: string, at: string): Promise<Server> {
  const [key, cert] = [join(at, 'key.pem'), join(at, 'cert.pem')];
  const about = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...about];
  execFileSync('openssl', make, { stdio: 'ignore' });
  const { hostname, port } = new URL(url);
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (from, to) => {
    const { url: path, method, headers } = from;
    const onward = ask({ hostname, port, path, method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(to);
    });
    from.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return server;
}

describe('a cloud that works', () => {
  test.each([undefined, 'demo', 'internal', 'ironic-by-hand', 'self-signed-known', 'self-signed-unverified'])(
    '%s',
    async (name) => {
      const report = await asker.report('bm-a01', name);
      expect(report.verdict).toMatchObject({ cause: 'healthy', confidence: 'confirmed' });
      expect(report.subject.cloud).toBe(name ?? 'demo');
    },
  );
});

describe('a cloud that cannot work is refused before anything is asked', () => {
  test.each([
    ['demo-raeder', 'has no cloud demo-raeder; did you mean demo-reader?'],
    ['wrong-interface', 'clouds.wrong-interface.interface must be public, internal or admin'],
    ['no-ca-file', 'clouds.no-ca-file.cacert names /nowhere/ca.pem, which cannot be read'],
    ['override-is-no-address', 'must be an address that begins with http:// or https://'],
  ])('%s', async (name, words) => {
    cloud.requests.clear();
    expect(await asker.refusal('bm-a01', name)).toContain(words);
    expect(cloud.requests).toHaveLength(0);
  });
});

describe('a cloud that turns out not to work', () => {
  test.each([
    ['wrong-region', 'Ironic is not in region RegionTwo of cloud wrong-region; the catalogue has RegionOne'],
    ['wrong-password', 'Keystone does not accept the credentials (HTTP 401)'],
    ['no-scope', 'give cloud no-scope a project_name or system_scope: all'],
    ['ironic-elsewhere', 'Ironic cannot be reached (ECONNREFUSED)'],
    ['self-signed', 'name the file of its CA as cacert in clouds.yaml (DEPTH_ZERO_SELF_SIGNED_CERT)'],
    ['other-host', 'its certificate is for another host; use the address that the certificate names'],
    ['tls-where-none-is', 'should the address begin with http:// ?'],
  ])('%s', async (name, words) => {
    const report = await asker.report('bm-a01', name);
    expect(report.verdict.cause).toBe('insufficient-evidence');
    expect(report.verdict.summary).toContain(words);
    expect(report.verdict.summary).not.toMatch(/\.\.$/);
    expect(reasonsOf(report)).toHaveLength(1);
    // The neighbour is none the worse for it.
    expect((await asker.report('bm-a01', 'demo')).verdict.cause).toBe('healthy');
  });

  test('a wrong password is sent once, so that nobody is locked out', async () => {
    await using fresh = await askWith({ env: { ...cloud.env, OS_PASSWORD: 'not-the-password' } });
    cloud.requests.clear();
    await fresh.report('bm-a01');
    await fresh.report('bm-a02');
    expect(cloud.requests.map((one) => one.path)).toEqual(['/v3/auth/tokens']);
  });

  test('without Nova and Placement by configuration, a node is judged by Ironic alone', async () => {
    const report = await asker.report('bm-a01', 'no-compute');
    expect(report.verdict).toMatchObject({ cause: 'healthy', confidence: 'confirmed' });
    expect(report.unknown).toEqual([]);
  });

  test('Placement that fell out of the catalogue keeps health from being said', async () => {
    cloud.faults.removeFromCatalog('placement');
    await using fresh = await askWith({ env: { ...cloud.env, OS_CLOUD_NAME: 'demo' } });
    const report = await fresh.report('bm-a01');
    expect(report.verdict.cause).toBe('insufficient-evidence');
    expect(report.verdict.summary).toContain(
      'Placement is not in the catalogue of cloud demo (if it has none, say has_placement: false in clouds.yaml)',
    );
  });
});

describe('tokens', () => {
  const logins = () => cloud.requests.filter((one) => one.path === '/v3/auth/tokens').length;

  test('that are revoked between two questions cost exactly one login', async () => {
    await asker.report('bm-a01', 'demo');
    cloud.faults.expireTokens();
    cloud.requests.clear();
    const report = await asker.report('bm-a01', 'demo');
    expect(report.verdict).toMatchObject({ cause: 'healthy', confidence: 'confirmed' });
    expect(logins()).toBe(1);
  });

  test('that are revoked in the middle of a diagnosis cost exactly one login', async () => {
    await asker.report('bm-a01', 'demo');
    cloud.requests.clear();
    const log = cloud.requests as unknown as { push: (one: LoggedRequest) => number };
    const push = log.push.bind(log);
    let revoked = false;
    // The node has been found, and the facts about it are being read.
    log.push = (one) => {
      if (!revoked && one.path.endsWith('/validate')) {
        revoked = true;
        cloud.faults.expireTokens();
      }
      return push(one);
    };
    const report = await asker.report('bm-a01', 'demo').finally(() => {
      log.push = push;
    });
    expect(revoked).toBe(true);
    expect(report.verdict).toMatchObject({ cause: 'healthy', confidence: 'confirmed' });
    expect(logins()).toBe(1);
  });

  test('that live for two seconds are good for a diagnosis', async () => {
    cloud.faults.tokenLifetime = 2_000;
    await using fresh = await askWith({ env: { ...cloud.env, OS_CLOUD_NAME: 'demo' } });
    cloud.requests.clear();
    expect((await fresh.report('bm-a01')).verdict).toMatchObject({ cause: 'healthy' });
    expect(logins()).toBe(1);
  });
});
