import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config.ts';
import { type Manifest, openRenderer } from '../support/helm.ts';

const renderer = openRenderer();
if (!renderer)
  console.warn(
    'Neither helm nor Go with sprig is here: the chart is not rendered (Debian: golang-go golang-github-masterminds-sprig-dev).',
  );

function manifestsOf(values: object): readonly Manifest[] {
  const rendered = renderer?.render(values);
  if (rendered?.kind !== 'rendered') throw new Error(rendered?.words ?? 'not rendered');
  return rendered.manifests;
}
const of = (kind: string, values: object): Manifest => {
  const found = manifestsOf(values).filter((one) => one.kind === kind);
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} of ${kind}`);
  return found[0];
};
const kinds = (values: object) =>
  manifestsOf(values)
    .map(({ kind }) => kind)
    .sort();
const POSTGRES = { replicas: 3, secrets: { database: 'oncall-db' } };

describe.skipIf(!renderer)('the chart', () => {
  test('with nothing said is one pod with its SQLite file on a volume', () => {
    expect(kinds({})).toEqual(['ConfigMap', 'Service', 'ServiceAccount', 'StatefulSet']);
    const { spec } = of('StatefulSet', {});
    expect(spec.replicas).toBe(1);
    expect(spec.serviceName).toBe(of('Service', {}).metadata.name);
    expect(spec.volumeClaimTemplates[0].spec.resources.requests.storage).toBe('1Gi');
    const [{ volumeMounts }] = spec.template.spec.containers;
    expect(volumeMounts.find(({ name }: { name: string }) => name === 'data').mountPath).toBe('/data');
  });

  test('with a database is several pods without a volume, spread, and never all away at once', () => {
    expect(kinds(POSTGRES)).toEqual([
      'ConfigMap',
      'Deployment',
      'PodDisruptionBudget',
      'Service',
      'ServiceAccount',
    ]);
    const { spec } = of('Deployment', POSTGRES);
    expect(spec.replicas).toBe(3);
    const [{ env, volumeMounts }] = spec.template.spec.containers;
    expect(env).toContainEqual({
      name: 'DATABASE_URL',
      valueFrom: { secretKeyRef: { name: 'oncall-db', key: 'DATABASE_URL' } },
    });
    expect(volumeMounts.map(({ name }: { name: string }) => name)).not.toContain('data');
    expect(spec.template.spec.topologySpreadConstraints).toHaveLength(1);
    expect(of('PodDisruptionBudget', POSTGRES)['spec'].maxUnavailable).toBe(1);
  });

  test('shares limits through the Redis of a Secret, where there is one', () => {
    const envOf = (values: object) =>
      of('Deployment', values)['spec'].template.spec.containers[0].env as { readonly name: string }[];
    expect(envOf(POSTGRES).map(({ name }) => name)).not.toContain('REDIS_URL');
    const secrets = { ...POSTGRES.secrets, redis: 'oncall-redis' };
    expect(envOf({ ...POSTGRES, secrets })).toContainEqual({
      name: 'REDIS_URL',
      valueFrom: { secretKeyRef: { name: 'oncall-redis', key: 'REDIS_URL' } },
    });
  });

  test('refuses several pods on one file, in words', () => {
    const refused = renderer?.render({ replicas: 2 });
    expect(refused).toMatchObject({ kind: 'refused' });
    expect(refused).toHaveProperty('words', expect.stringMatching(/PostgreSQL|secrets\/database|database/));
  });

  test.each([
    ['SQLite', {}],
    ['PostgreSQL', POSTGRES],
  ])('gives the bot no right that it does not need (%s)', (_, values) => {
    const workload = manifestsOf(values).find(({ kind }) => /Set$|Deployment/.test(kind));
    const { securityContext, automountServiceAccountToken, containers } = workload?.['spec'].template
      .spec ?? { containers: [] };
    expect(automountServiceAccountToken).toBe(false);
    expect(securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 10001,
      fsGroup: 10001,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(containers).toHaveLength(1);
    expect(containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(containers[0].resources.limits.memory).toBeTruthy();
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      expect(containers[0][probe].httpGet.port).toBe('http');
    expect(containers[0].readinessProbe.httpGet.path).toBe('/readyz');
  });

  test('writes a configuration that the bot takes, and no secret', () => {
    const config = {
      deadline: 20,
      fleet: {},
      logs: { sources: [{ files: ['/logs/{host}/{service}.log'] }] },
    };
    const values = { config, playbooksConfigMap: 'our-playbooks', http: { port: 9000 } };
    const text = of('ConfigMap', values)['data']['ironic-oncall.yml'];
    expect(parse(text)).toEqual({
      ...config,
      http: { host: '0.0.0.0', port: 9000 },
      database: '/data/ironic-oncall.sqlite',
      playbooks_path: ['/etc/ironic-oncall-playbooks'],
    });
    const file = join(mkdtempSync(join(tmpdir(), 'chart-')), 'ironic-oncall.yml');
    writeFileSync(file, text);
    expect(loadConfig({ HOME: '/nowhere', IRONIC_ONCALL_CONFIG: file }).http).toEqual({
      host: '0.0.0.0',
      port: 9000,
    });
    expect(manifestsOf({ ...values, ...POSTGRES }).map(({ kind }) => kind)).not.toContain('Secret');
  });

  test('a new configuration starts new pods', () => {
    const sum = (values: object) =>
      of('StatefulSet', values)['spec'].template.metadata.annotations['checksum/config'];
    expect(sum({ config: { deadline: 10 } })).not.toBe(sum({ config: { deadline: 20 } }));
  });

  test('what is switched on is there, and finds the pods', () => {
    const values = {
      serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
      networkPolicy: {
        enabled: true,
        from: [{ namespaceSelector: {} }],
        egress: [{ ports: [{ port: 443 }] }],
      },
      slackHttp: { enabled: true },
      persistence: { existingClaim: 'kept' },
      extraEnv: [{ name: 'LOG_LEVEL', value: 'debug' }],
      podLabels: { team: 'baremetal' },
    };
    const pod = of('StatefulSet', values)['spec'].template;
    expect(pod.metadata.labels).toMatchObject(of('Service', values)['spec'].selector);
    expect(pod.metadata.labels).toMatchObject(of('NetworkPolicy', values)['spec'].podSelector.matchLabels);
    const monitored = of('ServiceMonitor', values)['spec'].selector.matchLabels;
    expect(of('Service', values).metadata.labels).toMatchObject(monitored);
    expect(of('NetworkPolicy', values)['spec'].policyTypes).toEqual(['Ingress', 'Egress']);
    expect(of('Service', values)['spec'].ports).toHaveLength(2);
    expect(of('StatefulSet', values)['spec'].volumeClaimTemplates).toBeUndefined();
    expect(pod.spec.volumes).toContainEqual({ name: 'data', persistentVolumeClaim: { claimName: 'kept' } });
    expect(pod.spec.containers[0].env).toContainEqual({ name: 'LOG_LEVEL', value: 'debug' });
  });
});
